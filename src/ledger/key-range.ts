/**
 * A key signs by range. The entry that announces a key has an index R: the checkpoints of up to R + 1 entries, the one that first holds
 * it included, are signed by the key before; those of more by the new one.
 */
export interface RangedKey {
  /** The entry that announced it; null for a log's first key. */
  readonly entry: string | null;
  /** That entry's index; undefined while it waits. */
  readonly index: number | undefined;
}

/** The key that signs the checkpoint of `treeSize` entries. */
export function keyFor<Key extends RangedKey>(keys: readonly Key[], treeSize: number): Key | undefined {
  return inForce(keys, treeSize).at(-1);
}

/** The keys that signed or sign checkpoints of up to `treeSize` entries, in their order. */
export function inForce<Key extends RangedKey>(keys: readonly Key[], treeSize: number): readonly Key[] {
  const first = keys.filter(({ entry }) => entry === null);
  const later = keys
    .filter(({ entry, index }) => entry !== null && index !== undefined && index + 1 < treeSize)
    .toSorted((left, right) => (left.index ?? 0) - (right.index ?? 0));
  return [...first, ...later];
}

/** The key whose announcement is recorded and not yet in the log. */
export function announced<Key extends RangedKey>(keys: readonly Key[]): Key | undefined {
  return keys.find(({ entry, index }) => entry !== null && index === undefined);
}
