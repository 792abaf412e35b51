export type ConditionType = 'text' | 'number' | 'texts' | 'numbers' | 'boolean' | 'null';

/** What a condition may ask of an asset and of the change that it is part of. */
export const CONDITION_FIELDS = {
  path: 'text',
  kind: 'text',
  risk: 'text',
  useCase: 'text',
  owner: 'text',
  model: 'text',
  dataClasses: 'texts',
  environment: 'text',
  library: 'text',
  assets: 'number',
} as const satisfies Record<string, ConditionType>;
export type ConditionField = keyof typeof CONDITION_FIELDS;

export const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'in'] as const;
export type Comparator = (typeof comparisons)[number];

/** A condition as a tree. Small on purpose: no calls, no arithmetic, no loops, so that each one ends and none fails. */
export type Expression =
  | { readonly op: 'literal'; readonly value: string | number | boolean | null }
  | { readonly op: 'list'; readonly items: readonly (string | number)[] }
  | { readonly op: 'field'; readonly name: ConditionField }
  | { readonly op: 'not'; readonly of: Expression }
  | { readonly op: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly op: 'compare';
      readonly by: Comparator;
      readonly left: Expression;
      readonly right: Expression;
    };
