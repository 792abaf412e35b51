import type { Estimate } from '../formulas/interval.ts';
import { type Grade, type Measure, nameOf, type Unit } from './measure.ts';

/** Entries `first` to `last` of the log: what a number was computed from. Null while nothing is folded yet. */
export interface LogRange {
  readonly first: number;
  readonly last: number;
}

/** Where the executions behind a number are listed: filters of the page of executions. */
export interface Behind {
  readonly from?: string;
  readonly to?: string;
  readonly library?: string;
  readonly prompt?: string;
  readonly model?: string;
  readonly status?: string;
}

export interface Point {
  /** The first moment of its day or week. */
  readonly at: string;
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** One number with everything that one needs to trust it. */
export interface Figure extends Estimate {
  readonly id: string;
  readonly title: string;
  /** `id@version` */
  readonly measure: string;
  /** `id@version: formula` */
  readonly definition: string;
  readonly unit: Unit;
  readonly grade: Grade;
  readonly better: 'more' | 'less' | null;
  /** The window before, of the same length. */
  readonly before: number | null;
  readonly series: readonly Point[];
  readonly log: LogRange | null;
  /** Null: it does not rest on executions. */
  readonly behind: Behind | null;
}

/** Puts a number and its definition together. Pure. */
export function figure(
  measure: Measure,
  estimate: Estimate,
  rest: Pick<Figure, 'before' | 'series' | 'log' | 'behind'>,
): Figure {
  const { id, title, unit, grade, better, formula } = measure;
  const name = nameOf(measure);
  return {
    ...{ id, title, unit, grade, better },
    measure: name,
    definition: `${name}: ${formula}`,
    ...estimate,
    ...rest,
  };
}
