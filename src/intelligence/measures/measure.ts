import { invariant } from '../../platform/invariant.ts';

/**
 * How strong a number is: `A` from a random assignment, `B` before and after with a comparison, `C` counted in the log, `D` asked of people,
 * `E` assumed.
 */
export const grades = ['A', 'B', 'C', 'D', 'E'] as const;
export type Grade = (typeof grades)[number];

export const units = [
  'executions',
  'people',
  'share',
  'hours',
  'usd',
  'milliseconds',
  'changes',
  'prompts',
  'points',
] as const;
export type Unit = (typeof units)[number];

/** What a number means. A formula that changes gets the next version. */
export interface Measure {
  /** `noun_window`, unique. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** In words that say exactly what is counted over what, and when there is no value. */
  readonly formula: string;
  readonly unit: Unit;
  readonly grade: Grade;
  /** The projections whose roll-ups it is read from; the log range of a figure is the least of their places. */
  readonly projections: readonly [`intelligence.${string}`, ...`intelligence.${string}`[]];
  /** Whether more is better; null where neither is. */
  readonly better: 'more' | 'less' | null;
}

const defined = new Map<string, Measure>();

/** Adds a definition to the one list. Call it once, at the top of a module. */
export function defineMeasure<const Given extends Measure>(measure: Given): Given {
  invariant(!defined.has(measure.id), `the measure ${measure.id} is defined once`);
  defined.set(measure.id, measure);
  return measure;
}

/** Every definition, by id. */
export const allMeasures = (): readonly Measure[] =>
  [...defined.values()].toSorted((one, other) => one.id.localeCompare(other.id));

/** `id@version`, which every figure carries. */
export const nameOf = ({ id, version }: Measure): string => `${id}@${version}`;
