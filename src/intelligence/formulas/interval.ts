/** A value with its 95 % interval. Null where there is nothing to take it from. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What it was taken from: trials of a share, values of a median. */
  readonly n: number;
}

/** The 97.5 % point of the normal distribution. */
export const z95 = 1.959964;

/** Wilson's score interval of a share: 9 of 10 is between 0.596 and 0.982. Pure. */
export function share(part: number, whole: number): Estimate {
  if (whole === 0) return { value: null, low: null, high: null, n: 0 };
  const p = part / whole;
  const z2 = z95 * z95;
  const middle = (p + z2 / (2 * whole)) / (1 + z2 / whole);
  const reach = (z95 * Math.sqrt((p * (1 - p)) / whole + z2 / (4 * whole * whole))) / (1 + z2 / whole);
  // Rounding leaves 1e-17 where the formula says 0 or 1 exactly.
  const low = part === 0 ? 0 : Math.max(0, middle - reach);
  const high = part === whole ? 1 : Math.min(1, middle + reach);
  return { value: p, low, high, n: whole };
}

/** Linear between the two nearest of sorted values. Pure. */
export function quantile(sorted: readonly number[], at: number): number | null {
  if (sorted.length === 0) return null;
  const place = at * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * The median with an interval that assumes no distribution: the order statistics between which the median lies in 95 of 100 samples
 * (binomial, by the normal approximation). Without interval under six values, where none reaches 95 %. Pure.
 */
export function median(values: readonly number[]): Estimate {
  const sorted = values.toSorted((one, other) => one - other);
  const n = sorted.length;
  const value = quantile(sorted, 0.5);
  if (n < 6) return { value, low: null, high: null, n };
  const reach = (z95 * Math.sqrt(n)) / 2;
  const low = sorted[Math.max(0, Math.floor(n / 2 - reach))] ?? null;
  const high = sorted[Math.min(n - 1, Math.ceil(n / 2 + reach) - 1)] ?? null;
  return { value, low, high, n };
}

/** A number that was counted whole: no sample, so no interval. Pure. */
export const counted = (value: number): Estimate => ({ value, low: null, high: null, n: value });
