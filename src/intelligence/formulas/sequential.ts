import { z95 } from './interval.ts';

/** One arm of a comparison: how many of its runs were accepted. */
export interface Arm {
  readonly part: number;
  readonly whole: number;
}

/** A difference of two shares that one may look at after every run. */
export interface Difference {
  /** The later arm minus the earlier. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** How much likelier what was seen is with a difference than without (Λ). */
  readonly likelihood: number;
  readonly tells: boolean;
}

/** One in twenty comparisons of equal versions says "different", however often one looks. */
export const falseAlarms = 0.05;
/** The size of differences that the test is tuned to, fixed before anything is seen. */
export const tuning = 0.1;
/** Before that many in each arm, a share's own variance is too poorly known. */
export const fewestInArm = 20;
/** The 80 % point of the normal distribution. */
const z80 = 0.841621;

/**
 * The mixture sequential probability ratio test of two shares, with the interval that holds at every look. Null while an arm is too small,
 * or nothing varied. Pure.
 */
export function compareShares(before: Arm, after: Arm): Difference | null {
  if (before.whole < fewestInArm || after.whole < fewestInArm) return null;
  const value = after.part / after.whole - before.part / before.whole;
  const variance = pooledVariance(before, after);
  if (variance === 0) return null;
  const spread = variance + tuning ** 2;
  const likelihood =
    Math.sqrt(variance / spread) * Math.exp((tuning ** 2 * value ** 2) / (2 * variance * spread));
  const reach = reachOf(variance);
  return {
    value,
    likelihood,
    low: Math.max(-1, value - reach),
    high: Math.min(1, value + reach),
    tells: likelihood >= 1 / falseAlarms,
  };
}

/** For equal arms, 2p(1 − p)/n. */
function pooledVariance(before: Arm, after: Arm): number {
  const p = (before.part + after.part) / (before.whole + after.whole);
  return p * (1 - p) * (1 / before.whole + 1 / after.whole);
}

function reachOf(variance: number): number {
  const spread = variance + tuning ** 2;
  return Math.sqrt(
    ((2 * variance * spread) / tuning ** 2) * Math.log(Math.sqrt(spread / variance) / falseAlarms),
  );
}

/**
 * About how many more runs of the smaller arms it takes until a difference as large as the one seen would tell. 0: it tells. Null: nothing
 * to go by, or more than `most`. Pure.
 */
export function runsUntilItTells(before: Arm, after: Arm, most = 100_000): number | null {
  const seen = compareShares(before, after);
  if (seen === null) return null;
  if (seen.tells) return 0;
  const scale = (more: number): number => {
    // The runs go to whichever arm is behind, as they do when a new version replaces an old one.
    const [small, large] = [before.whole, after.whole].toSorted((one, other) => one - other);
    const first = Math.min(more, (large ?? 0) - (small ?? 0));
    const half = (more - first) / 2;
    return 1 / ((small ?? 0) + first + half) + 1 / ((large ?? 0) + half);
  };
  const p = (before.part + after.part) / (before.whole + after.whole);
  const tellsAfter = (more: number) => reachOf(p * (1 - p) * scale(more)) <= Math.abs(seen.value);
  if (!tellsAfter(most)) return null;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tellsAfter(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Runs for each arm with which a single look finds the difference of two shares in 80 of 100 cases. Null: there is none. Pure. */
export function runsForEachArm(one: number, other: number): number | null {
  if (one === other) return null;
  const middle = (one + other) / 2;
  const apart = z95 * Math.sqrt(2 * middle * (1 - middle));
  const found = z80 * Math.sqrt(one * (1 - one) + other * (1 - other));
  return Math.ceil((apart + found) ** 2 / (one - other) ** 2);
}
