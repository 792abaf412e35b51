/** One step from a leaf to the root: what is joined with what. */
export type PathStep = {
  /** On which side the sibling stands. */
  side: 'left' | 'right';
  sibling: Uint8Array;
  /** What the two make together. */
  node: Uint8Array;
};

/**
 * The way from a leaf to the root (RFC 9162 §2.1.3.2), each step with what it makes. Undefined when the proof is too long or too short for
 * that place. The last node is the root that the proof leads to: whether it is the signed one, the caller compares.
 */
export function pathOf(
  leaf: Uint8Array,
  index: number,
  treeSize: number,
  proof: readonly Uint8Array[],
  join: (left: Uint8Array, right: Uint8Array) => Uint8Array,
): PathStep[] | undefined {
  let [place, last, node] = [index, treeSize - 1, leaf];
  const steps: PathStep[] = [];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    const isRight = place % 2 === 1 || place === last;
    node = isRight ? join(sibling, node) : join(node, sibling);
    steps.push({ side: isRight ? 'left' : 'right', sibling, node });
    if (isRight)
      while (place % 2 === 0 && place !== 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? steps : undefined;
}
