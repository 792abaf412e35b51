import type { Schema } from '@cfworker/json-schema';
import { type Fields, isFields, isList, type Value } from '../dotprompt/value.ts';
import type { AssetFault, KindReading } from './fault.ts';
import { type Finding, listOf, readRegistered, textIn, textsIn, useCaseName, written } from './registered.ts';

/** Never one number: what it is at least, most likely, and at most. */
export interface ValueRange {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

export const evidenceGrades = ['A', 'B', 'C', 'D', 'E'] as const;
export type EvidenceGrade = (typeof evidenceGrades)[number];

/** What a model of value assumes. Minutes of one run, shares, and US dollars an hour. */
export const valueAssumptions = [
  'before',
  'after',
  'review',
  'rework',
  'reworkShare',
  'wage',
  'becomesWork',
  'accepted',
] as const;
export type ValueAssumption = (typeof valueAssumptions)[number];

/** What somebody says that runs of some prompts are worth, and how they know. */
export interface ValueModelDefinition {
  readonly name: string;
  readonly title: string;
  readonly useCase: string;
  readonly owner: string;
  /** `LIBRARY/NAME` of those whose runs do this work. */
  readonly prompts: string[];
  readonly grade: EvidenceGrade;
  readonly source: string;
  /** From when on it counts: `2026-08-03`. */
  readonly start: string;
  readonly assumes: Readonly<Record<ValueAssumption, ValueRange>>;
  readonly costs: { readonly what: string; readonly once: number; readonly perMonth: number }[];
}

export interface ValueModelOutline extends ValueModelDefinition {
  readonly kind: 'value-model';
}

const number = (maximum: number, description: string): Schema => ({
  type: 'number',
  minimum: 0,
  maximum,
  description,
});
const range = (most: number, description: string): Schema => ({
  type: 'object',
  properties: {
    low: number(most, 'a number'),
    mid: number(most, 'a number'),
    high: number(most, 'a number'),
  },
  required: ['low', 'mid', 'high'],
  additionalProperties: false,
  description,
});
const minutes = range(10_000, 'minutes such as { low: 9, mid: 12, high: 18 }');
const share = range(1, 'a share such as { low: 0.3, mid: 0.5, high: 0.7 }');
const inMinutes = ['before', 'after', 'review', 'rework'] as const;

/** The format of `*.value.yaml` as JSON Schema 2020-12: it checks files, and is for editors and documentation. */
export const valueModelSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: useCaseName,
    title: written(200, 'what people call it'),
    useCase: useCaseName,
    owner: written(254, 'who answers for it: an e-mail address or a team'),
    prompts: listOf(
      written(300, 'a prompt such as support/reply'),
      'a list of prompts such as [support/reply]',
    ),
    grade: { type: 'string', enum: [...evidenceGrades], description: 'a grade of evidence from A to E' },
    source: written(2_000, 'where the numbers come from'),
    start: written(10, 'a day in quotes such as "2026-08-03"'),
    minutes: {
      type: 'object',
      properties: Object.fromEntries(inMinutes.map((name) => [name, minutes])),
      required: [...inMinutes],
      additionalProperties: false,
      description: 'minutes of one run: before, after, review and rework',
    },
    reworkShare: share,
    wage: range(10_000, 'US dollars an hour such as { low: 38, mid: 45, high: 55 }'),
    becomesWork: share,
    accepted: share,
    costs: listOf(
      {
        type: 'object',
        properties: {
          what: written(200, 'what it is'),
          once: number(1e9, 'US dollars'),
          perMonth: number(1e9, 'US dollars a month'),
        },
        required: ['what'],
        additionalProperties: false,
      },
      'a list of costs such as [{ what: Training, once: 2000 }]',
    ),
  },
  required: [
    ...['name', 'title', 'useCase', 'owner', 'prompts', 'grade', 'source', 'start', 'minutes', 'reworkShare'],
    ...['wage', 'becomesWork', 'accepted'],
  ],
  additionalProperties: false,
};

/** Reads `*.value.yaml`. Pure, total, bounded. */
export function readValueModel(text: string): KindReading<ValueModelOutline> {
  const { faults, valueModel } = valueModelOf(text);
  return { faults, outline: valueModel === null ? null : { kind: 'value-model', ...valueModel } };
}

/** The model of value of a file; null when it is none. Whoever goes by it refuses a file with any fault. */
export function valueModelOf(text: string): {
  readonly faults: readonly AssetFault[];
  readonly valueModel: ValueModelDefinition | null;
} {
  const format = { kind: 'value-model', schema: valueModelSchema, more: findings } as const;
  const { faults, fields } = readRegistered(text, format);
  return { faults, valueModel: fields === null ? null : definitionOf(fields) };
}

const pathsOf = (name: ValueAssumption): string[] =>
  inMinutes.some((one) => one === name) ? ['minutes', name] : [name];

function findings(fields: Fields): readonly Finding[] {
  const day = textIn(fields.start);
  return [
    ...(day !== null && !isDay(day)
      ? [{ path: ['start'], must: 'must be a day in quotes such as "2026-08-03"' }]
      : []),
    ...valueAssumptions.flatMap((name) => {
      const { low, mid, high } = rangeIn(valueAt(fields, pathsOf(name)));
      const must = 'must not be below the one before: low, mid, high';
      return low <= mid && mid <= high ? [] : [{ path: pathsOf(name), must }];
    }),
  ];
}

/** A day of the calendar, not only something that looks like one. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const valueAt = (fields: Fields, path: readonly string[]): Value =>
  path.reduce((value: Value, name) => (isFields(value) ? value[name] : undefined), fields);
const numberIn = (value: Value): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

function rangeIn(value: Value): ValueRange {
  const { low, mid, high } = isFields(value) ? value : { low: 0, mid: 0, high: 0 };
  return { low: numberIn(low), mid: numberIn(mid), high: numberIn(high) };
}

function definitionOf(fields: Fields): ValueModelDefinition {
  const assumed = (name: ValueAssumption) => rangeIn(valueAt(fields, pathsOf(name)));
  return {
    name: textIn(fields.name) ?? '',
    title: textIn(fields.title) ?? '',
    useCase: textIn(fields.useCase) ?? '',
    owner: textIn(fields.owner) ?? '',
    prompts: textsIn(fields.prompts) ?? [],
    grade: evidenceGrades.find((grade) => grade === fields.grade) ?? 'E',
    source: textIn(fields.source) ?? '',
    start: textIn(fields.start) ?? '',
    assumes: {
      ...{ before: assumed('before'), after: assumed('after'), review: assumed('review') },
      ...{ rework: assumed('rework'), reworkShare: assumed('reworkShare'), wage: assumed('wage') },
      ...{ becomesWork: assumed('becomesWork'), accepted: assumed('accepted') },
    },
    costs: (isList(fields.costs) ? fields.costs : []).filter(isFields).map(({ what, once, perMonth }) => ({
      ...{ what: textIn(what) ?? '', once: numberIn(once), perMonth: numberIn(perMonth) },
    })),
  };
}
