/** Which parts of something tall have been on the screen: `[from, to)` in pixels, in order, apart from each other. */
export type Interval = readonly [from: number, to: number];

/** Adds a part to what was seen. */
export function cover(seen: readonly Interval[], [from, to]: Interval): Interval[] {
  if (to <= from) return [...seen];
  const apart = seen.filter(([start, end]) => end < from || start > to);
  const touching = seen.filter(([start, end]) => end >= from && start <= to);
  const joined: Interval = [
    Math.min(from, ...touching.map(([start]) => start)),
    Math.max(to, ...touching.map(([, end]) => end)),
  ];
  return [...apart, joined].sort(([a], [b]) => a - b);
}

/** The first part of `height` that was not seen, or null. What is thinner than a line does not count. */
export function firstGap(seen: readonly Interval[], height: number, tolerance = 8): Interval | null {
  let reached = 0;
  for (const [from, to] of seen) {
    if (from - reached > tolerance) return [reached, from];
    reached = Math.max(reached, to);
  }
  return height - reached > tolerance ? [reached, height] : null;
}
