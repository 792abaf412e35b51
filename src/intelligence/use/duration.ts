/** Buckets grow by this factor, so a quantile read from them is at most 2.5 % off. */
const growth = 1.05;
const step = Math.log(growth);

/** The bucket of a duration. Pure. */
export function bucketOf(durationMs: number): number {
  return durationMs < 1 ? 0 : Math.floor(Math.log(durationMs) / step) + 1;
}

/** The middle of a bucket, in milliseconds. Pure. */
export function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : growth ** (bucket - 0.5);
}

/** A quantile of durations from merged buckets; null without any. Pure. */
export function quantileOfBuckets(
  buckets: readonly { readonly bucket: number; readonly executions: number }[],
  share: number,
): number | null {
  const total = buckets.reduce((sum, { executions }) => sum + executions, 0);
  if (total === 0) return null;
  const sorted = buckets.toSorted((one, other) => one.bucket - other.bucket);
  const wanted = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const { bucket, executions } of sorted) {
    seen += executions;
    if (seen >= wanted) return middleOf(bucket);
  }
  return null;
}
