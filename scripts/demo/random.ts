/** A small seeded generator (mulberry32), so that the sample organization looks the same on every machine. Not for secrets. */
export function seeded(seed: number): {
  next(): number;
  pick<Item>(items: readonly Item[]): Item;
  below(limit: number): number;
} {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('invariant: there is something to pick from');
      return item;
    },
  };
}
