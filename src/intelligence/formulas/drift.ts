/** What a population stability index means, by convention. */
export type Stability = 'stable' | 'watch' | 'act';

/**
 * The population stability index: how far counts by bin lie from those of before. An empty bin counts as half a case. Null when either side
 * has no cases. Pure.
 */
export function stabilityIndex(before: readonly number[], now: readonly number[]): number | null {
  const [wholeBefore, wholeNow] = [sum(before), sum(now)];
  if (wholeBefore === 0 || wholeNow === 0) return null;
  const bins = Array.from({ length: Math.max(before.length, now.length) }, (_, bin) => {
    const expected = Math.max(before[bin] ?? 0, 0.5) / wholeBefore;
    const actual = Math.max(now[bin] ?? 0, 0.5) / wholeNow;
    return (actual - expected) * Math.log(actual / expected);
  });
  return sum(bins);
}

export function stabilityOf(index: number): Stability {
  if (index < 0.1) return 'stable';
  return index <= 0.25 ? 'watch' : 'act';
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A day's value, and the standard error that it has by its number of cases. */
export interface Observed {
  readonly value: number;
  readonly error: number;
}

export interface Smoothed {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly alarm: boolean;
}

/**
 * The exponentially weighted moving average around a target, with limits at three standard errors of the average itself, which widen with
 * days of few cases. Pure.
 */
export function movingAverage(target: number, days: readonly Observed[], weight = 0.2): Smoothed[] {
  let value = target;
  let variance = 0;
  return days.map((day) => {
    value = weight * day.value + (1 - weight) * value;
    variance = weight ** 2 * day.error ** 2 + (1 - weight) ** 2 * variance;
    const reach = 3 * Math.sqrt(variance);
    return { value, low: target - reach, high: target + reach, alarm: Math.abs(value - target) > reach };
  });
}
