import { movingAverage, type Observed } from '../formulas/drift.ts';
import { type Estimate, z95 } from '../formulas/interval.ts';

/** One day of something that is counted: a share's part of a whole, or a sum over cases. */
export interface Day {
  readonly day: string;
  readonly sum: number;
  readonly cases: number;
}

/** A share lies between 0 and 1 and errs at least as coins do; a mean errs as its days vary. */
export type Kind = 'share' | 'mean';

/** Two spans of days that differ by more than their days vary. */
export interface Shift {
  readonly before: Estimate;
  readonly after: Estimate;
  /** The first day on which the moving average leaves its limits; the first day of all when it never does by itself. */
  readonly since: string;
}

export const fewestDays = 7;
export const fewestCases = 30;
/** In standard errors, for very many days; fewer days know their own variance worse. Many series are looked at every day. */
const farEnough = 4.5;
/** What nobody would act on is no alarm: points of a share, parts of a mean. */
const leastEffect = { share: 0.05, mean: 0.15 } as const;

/**
 * Null: they do not differ, or there is too little to say. Days vary among themselves, so days are what is counted, not cases. With `known`
 * something else says that they differ, and only how much is asked. Pure.
 */
export function shiftBetween(
  before: readonly Day[],
  after: readonly Day[],
  kind: Kind,
  known = false,
): Shift | null {
  const [one, other] = [spanOf(before), spanOf(after)];
  if (one === null || other === null) return null;
  const pooled = (one.sum + other.sum) / (one.cases + other.cases);
  const floor = kind === 'share' ? Math.max(pooled * (1 - pooled), 1 / (one.cases + other.cases)) : 0;
  const [first, second] = [one, other].map(({ variance, cases }) => Math.max(variance, floor / cases));
  const spread = Math.sqrt((first ?? 0) + (second ?? 0));
  const difference = other.value - one.value;
  const effect = kind === 'share' ? Math.abs(difference) : Math.abs(difference / (one.value || 1));
  const wanted = farEnough * (1 + 5 / (before.length + after.length - 2));
  const differs = effect >= leastEffect[kind] && Math.abs(difference) >= wanted * spread;
  if (!differs && !known) return null;
  return {
    before: estimate(one, first ?? 0, kind),
    after: estimate(other, second ?? 0, kind),
    since: sinceWhen(one, after, kind),
  };
}

interface Span {
  readonly value: number;
  readonly sum: number;
  readonly cases: number;
  /** Of the value, from how days differ. */
  readonly variance: number;
  /** Of one case. */
  readonly caseVariance: number;
}

function spanOf(days: readonly Day[]): Span | null {
  const counted = days.filter(({ cases }) => cases > 0);
  const sum = counted.reduce((total, day) => total + day.sum, 0);
  const cases = counted.reduce((total, day) => total + day.cases, 0);
  if (counted.length < fewestDays || cases < fewestCases) return null;
  const value = sum / cases;
  const off = counted.map((day) => day.sum - value * day.cases);
  const scale = counted.length / (counted.length - 1);
  return {
    ...{ value, sum, cases },
    variance: (scale * off.reduce((total, one) => total + one ** 2, 0)) / cases ** 2,
    caseVariance:
      off.reduce((total, one, at) => total + one ** 2 / (counted[at]?.cases ?? 1), 0) / (counted.length - 1),
  };
}

function estimate({ value, cases }: Span, variance: number, kind: Kind): Estimate {
  const reach = z95 * Math.sqrt(variance);
  const most = kind === 'share' ? 1 : Number.POSITIVE_INFINITY;
  return { value, low: Math.max(0, value - reach), high: Math.min(most, value + reach), n: cases };
}

function sinceWhen({ value, caseVariance }: Span, after: readonly Day[], kind: Kind): string {
  const counted = after.filter(({ cases }) => cases > 0);
  const ofCase = kind === 'share' ? Math.max(value * (1 - value), caseVariance) : caseVariance;
  const observed = counted.map(
    ({ sum, cases }): Observed => ({ value: sum / cases, error: Math.sqrt(ofCase / cases) }),
  );
  const first = movingAverage(value, observed).findIndex(({ alarm }) => alarm);
  return counted[Math.max(0, first)]?.day ?? '';
}
