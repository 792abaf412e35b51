/** Bands of a MinHash signature, and hashes in each: two texts are candidates when a whole band agrees, P = 1 − (1 − J⁶)²⁰. */
const bands = 20;
const rows = 6;

/** What two texts share at least to be worth a look, of their shingles. Not what makes a duplicate: that is for a person to say. */
export const worthALook = 0.6;

/** How many that share a band each one is compared with, besides the first: a hundred copies of a boilerplate are one chain anyway. */
const mostInBand = 50;

/** The share of hashes that agree: an estimate of the likeness without bias. */
export function estimated(one: Uint32Array, other: Uint32Array): number {
  let same = 0;
  for (let at = 0; at < one.length; at += 1) if (one[at] === other[at]) same += 1;
  return one.length === 0 ? 0 : same / one.length;
}

/** Exactly: of the shingles that either has, those that both have. Both ascending, each once. */
export function jaccard(one: Float64Array, other: Float64Array): number {
  let [left, right, shared] = [0, 0, 0];
  while (left < one.length && right < other.length) {
    const difference = (one[left] ?? 0) - (other[right] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) left += 1;
    if (difference >= 0) right += 1;
  }
  const either = one.length + other.length - shared;
  return either === 0 ? 0 : shared / either;
}

/** The bands of a signature, as names that are equal when the bands are. */
function bandsOf(minHash: Uint32Array): string[] {
  return Array.from({ length: bands }, (_, band) => {
    let name = `${band}`;
    for (let at = band * rows; at < (band + 1) * rows; at += 1) name += `.${(minHash[at] ?? 0).toString(36)}`;
    return name;
  });
}

/** Pairs of places in the list whose signatures agree in a band: nearly all that share 80 % of their shingles, most that share 70 %. Pure. */
export function candidates(signatures: readonly Uint32Array[]): (readonly [number, number])[] {
  const buckets = new Map<string, number[]>();
  for (const [at, signature] of signatures.entries())
    for (const band of bandsOf(signature)) {
      const bucket = buckets.get(band);
      if (bucket === undefined) buckets.set(band, [at]);
      else bucket.push(at);
    }
  const pairs = new Set<number>();
  const { length } = signatures;
  for (const bucket of buckets.values())
    for (const [at, other] of bucket.entries())
      for (const one of [bucket[0] ?? 0, ...bucket.slice(Math.max(0, at - mostInBand), at)])
        if (one !== other) pairs.add(one * length + other);
  return [...pairs].map((pair) => [Math.floor(pair / length), pair % length] as const);
}
