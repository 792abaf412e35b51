/** `a[fromA..toA)` was replaced by `b[fromB..toB)`; one of the two may be empty, never both. */
export interface Difference {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Items times edits that a search may look at in all; half a second on a slow machine. */
const EFFORT = 16_000_000;
const FAR = 0x3fffffff;

interface Box {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Reading past an end means nothing here; types want it said. */
const read = (list: Int32Array, index: number): number => list[index] ?? -1;

/**
 * The differences of two sequences, in order, with something equal between any two of them. Pure.
 * Shortest when there are few (Myers 1986, linear space); beyond `patience` edits a cut is taken where the two searches
 * came farthest, so that the time is O((n + m) · patience) whatever the input is. The answer is always a true one.
 */
export function differences(
  a: readonly string[],
  b: readonly string[],
  patience: number = Math.max(32, Math.min(256, Math.floor(EFFORT / (a.length + b.length + 1)))),
): readonly Difference[] {
  const changedA = new Uint8Array(a.length).fill(1);
  const changedB = new Uint8Array(b.length).fill(1);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  changedA.fill(0, 0, start).fill(0, a.length - end);
  changedB.fill(0, 0, start).fill(0, b.length - end);
  // What the other side does not have at all cannot be matched, so it need not be searched through.
  const left = shared(a, b, start, a.length - end, b.length - end);
  const right = shared(b, a, start, b.length - end, a.length - end);
  for (const [one, other] of matches(left, right, patience)) {
    changedA[left.places[one] ?? 0] = 0;
    changedB[right.places[other] ?? 0] = 0;
  }
  return collect(changedA, changedB);
}

interface Sharing {
  readonly places: readonly number[];
  readonly items: readonly string[];
}

function shared(
  list: readonly string[],
  other: readonly string[],
  from: number,
  to: number,
  otherTo: number,
): Sharing {
  const known = new Set(other.slice(from, otherTo));
  const places: number[] = [];
  const items: string[] = [];
  for (let place = from; place < to; place++) {
    const item = list[place] ?? '';
    if (!known.has(item)) continue;
    places.push(place);
    items.push(item);
  }
  return { places, items };
}

/** Pairs of places whose items are equal, ascending on both sides. */
function matches(left: Sharing, right: Sharing, patience: number): [number, number][] {
  const numbers = new Map<string, number>();
  const number = (item: string): number => {
    const known = numbers.get(item) ?? numbers.size;
    numbers.set(item, known);
    return known;
  };
  const a = Int32Array.from(left.items, number);
  const b = Int32Array.from(right.items, number);
  const search = new Search(a, b, patience);
  const found: [number, number][] = [];
  const open: Box[] = [{ fromA: 0, toA: a.length, fromB: 0, toB: b.length }];
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    let { fromA, toA, fromB, toB } = box;
    while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) found.push([fromA++, fromB++]);
    while (fromA < toA && fromB < toB && a[toA - 1] === b[toB - 1]) found.push([--toA, --toB]);
    if (fromA === toA || fromB === toB) continue;
    const [atA, atB] = search.cut({ fromA, toA, fromB, toB });
    open.push({ fromA, toA: atA, fromB, toB: atB }, { fromA: atA, toA, fromB: atB, toB });
  }
  return found;
}

/** The search for a place on the shortest path, from both ends at once. Diagonals are numbered `place in a - place in b`. */
class Search {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #patience: number;
  readonly #zero: number;
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;

  constructor(a: Int32Array, b: Int32Array, patience: number) {
    this.#a = a;
    this.#b = b;
    this.#patience = patience;
    this.#zero = b.length + 2;
    this.#forward = new Int32Array(a.length + b.length + 5);
    this.#backward = new Int32Array(a.length + b.length + 5);
  }

  /** A place strictly inside the path through `box`, whose first and last items differ. */
  cut(box: Box): readonly [number, number] {
    const down = box.fromA - box.fromB;
    const up = box.toA - box.toB;
    const odd = ((down - up) & 1) !== 0;
    this.#forward[this.#zero + down] = box.fromA;
    this.#backward[this.#zero + up] = box.toA;
    let [fromDown, toDown, fromUp, toUp] = [down, down, up, up];
    for (let edits = 1; ; edits++) {
      [fromDown, toDown] = this.#widen(box, this.#forward, fromDown, toDown, -1);
      const met = this.#advance(box, fromDown, toDown, odd ? [fromUp, toUp] : undefined);
      if (met) return met;
      [fromUp, toUp] = this.#widen(box, this.#backward, fromUp, toUp, FAR);
      const back = this.#retreat(box, fromUp, toUp, odd ? undefined : [fromDown, toDown]);
      if (back) return back;
      if (edits >= this.#patience) return this.#farthest(box, [fromDown, toDown], [fromUp, toUp]);
    }
  }

  #widen(box: Box, reach: Int32Array, from: number, to: number, unreached: number): [number, number] {
    const lowest = box.fromA - box.toB;
    const highest = box.toA - box.fromB;
    const nextFrom = from > lowest ? from - 1 : from + 1;
    const nextTo = to < highest ? to + 1 : to - 1;
    if (nextFrom < from) reach[this.#zero + nextFrom - 1] = unreached;
    if (nextTo > to) reach[this.#zero + nextTo + 1] = unreached;
    return [nextFrom, nextTo];
  }

  #advance(
    { toA, toB }: Box,
    from: number,
    to: number,
    other: readonly [number, number] | undefined,
  ): readonly [number, number] | undefined {
    const [a, b, reach, zero] = [this.#a, this.#b, this.#forward, this.#zero];
    for (let diagonal = to; diagonal >= from; diagonal -= 2) {
      const place = zero + diagonal;
      let i = Math.max(read(reach, place - 1) + 1, read(reach, place + 1));
      while (i < toA && i - diagonal < toB && a[i] === b[i - diagonal]) i += 1;
      reach[place] = i;
      if (other && diagonal >= other[0] && diagonal <= other[1] && read(this.#backward, place) <= i)
        return [i, i - diagonal];
    }
    return undefined;
  }

  #retreat(
    { fromA, fromB }: Box,
    from: number,
    to: number,
    other: readonly [number, number] | undefined,
  ): readonly [number, number] | undefined {
    const [a, b, reach, zero] = [this.#a, this.#b, this.#backward, this.#zero];
    for (let diagonal = to; diagonal >= from; diagonal -= 2) {
      const place = zero + diagonal;
      let i = Math.min(read(reach, place - 1), read(reach, place + 1) - 1);
      while (i > fromA && i - diagonal > fromB && a[i - 1] === b[i - 1 - diagonal]) i -= 1;
      reach[place] = i;
      if (other && diagonal >= other[0] && diagonal <= other[1] && i <= read(this.#forward, place))
        return [i, i - diagonal];
    }
    return undefined;
  }

  /** Where the search that came farther stands. Not always on the shortest path. */
  #farthest(
    box: Box,
    down: readonly [number, number],
    up: readonly [number, number],
  ): readonly [number, number] {
    let ahead: readonly [number, number] = [box.fromA, box.fromB];
    for (let diagonal = down[0]; diagonal <= down[1]; diagonal += 2) {
      const i = Math.min(read(this.#forward, this.#zero + diagonal), box.toA, box.toB + diagonal);
      const inside = i >= box.fromA && i - diagonal >= box.fromB;
      if (inside && 2 * i - diagonal > ahead[0] + ahead[1]) ahead = [i, i - diagonal];
    }
    let behind: readonly [number, number] = [box.toA, box.toB];
    for (let diagonal = up[0]; diagonal <= up[1]; diagonal += 2) {
      const i = Math.max(read(this.#backward, this.#zero + diagonal), box.fromA, box.fromB + diagonal);
      const inside = i <= box.toA && i - diagonal <= box.toB;
      if (inside && 2 * i - diagonal < behind[0] + behind[1]) behind = [i, i - diagonal];
    }
    const gone = ahead[0] + ahead[1] - box.fromA - box.fromB;
    const left = box.toA + box.toB - behind[0] - behind[1];
    return gone >= left ? ahead : behind;
  }
}

function collect(changedA: Uint8Array, changedB: Uint8Array): Difference[] {
  const found: Difference[] = [];
  let [a, b] = [0, 0];
  while (a < changedA.length || b < changedB.length) {
    const [fromA, fromB] = [a, b];
    while (changedA[a] === 1) a += 1;
    while (changedB[b] === 1) b += 1;
    if (a > fromA || b > fromB) found.push({ fromA, toA: a, fromB, toB: b });
    a += 1;
    b += 1;
  }
  return found;
}
