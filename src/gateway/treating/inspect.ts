import type { JsonValue } from '../../platform/canonical-json.ts';
import { type Detector, type Found, findData, fullName } from '../../policy/index.ts';
import { type Leaf, mapLeaves, type Uninspectable } from './leaves.ts';

/** Something found in a leaf. What goes over several leaves has a place in each, and only the first is told. */
export interface Placed extends Found {
  /** In the order of `mapLeaves`. */
  readonly leaf: number;
  readonly continues: boolean;
}

/** What a value holds, without what it says. */
export interface Inspection {
  readonly placed: readonly Placed[];
  readonly uninspected: readonly Uninspectable[];
}

/** Shorter texts hold nothing that the built-in detectors know. */
const shortest = 6;
/** How far around the seam of two texts something is looked for that stands in both. */
const seam = 256;

/**
 * Looks at every text of a value, and at what is said over several of them: parts of a message, messages, those of one role. Pure; linear.
 * @param detectors the built-in ones and the organization's own
 */
export function inspect(value: JsonValue, detectors: readonly Detector[], own: boolean): Inspection {
  const leaves: Leaf[] = [];
  const uninspected = new Set<Uninspectable>();
  mapLeaves(
    value,
    (leaf) => {
      leaves.push(leaf);
      return leaf.text;
    },
    (what) => uninspected.add(what),
  );
  const placed = leaves.flatMap(({ text }, leaf) =>
    text.length < shortest && !own
      ? []
      : findData(text, detectors).map((found) => ({ ...found, leaf, continues: false })),
  );
  const said = leaves.flatMap((leaf, index) => (leaf.said && leaf.text !== '' ? [{ ...leaf, index }] : []));
  return {
    placed: [...placed, ...withoutKnown(acrossAll(said, detectors), placed)],
    uninspected: [...uninspected].sort(),
  };
}

interface Said extends Leaf {
  readonly index: number;
}

/** What is split over texts that belong together: as they follow each other, and those that one side says (a card in two turns of a person). */
function acrossAll(said: readonly Said[], detectors: readonly Detector[]): Placed[] {
  if (said.length < 2) return [];
  const users = said.filter(({ role }) => role === 'user');
  const rows = users.length < 2 || users.length === said.length ? [said] : [said, users];
  return rows.flatMap((row) => ['', ' '].flatMap((joint) => across(row, joint, detectors)));
}

function across(row: readonly Said[], joint: string, detectors: readonly Detector[]): Placed[] {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of row) {
    starts.push(length);
    length += text.length + joint.length;
  }
  const whole = row.map(({ text }) => text).join(joint);
  return windows(starts, whole.length).flatMap(([from, to]) =>
    findData(whole.slice(from, to), detectors).flatMap((found) => {
      if (found.confidence !== 'certain') return [];
      const start = found.start + from;
      const end = found.end + from;
      const first = lastAtMost(starts, start);
      const last = lastAtMost(starts, end - 1);
      if (first === last) return [];
      return row.slice(first, last + 1).flatMap(({ index, text }, at): Placed[] => {
        const offset = starts[first + at] ?? 0;
        const place = { start: Math.max(0, start - offset), end: Math.min(text.length, end - offset) };
        return place.end <= place.start ? [] : [{ ...found, ...place, leaf: index, continues: at > 0 }];
      });
    }),
  );
}

/** Around each seam; those that touch are one. */
function windows(starts: readonly number[], length: number): [number, number][] {
  const merged: [number, number][] = [];
  for (const at of starts.slice(1)) {
    const from = Math.max(0, at - seam);
    const to = Math.min(length, at + seam);
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else merged.push([from, to]);
  }
  return merged;
}

/** Index of the last start that is at most `at`. Binary search: texts may be thousands. */
function lastAtMost(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What each text shows alone is not told again. */
function withoutKnown(more: readonly Placed[], known: readonly Placed[]): Placed[] {
  const seen = new Set(known.map(keyOf));
  return more.filter((one) => {
    const key = keyOf(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const keyOf = ({ leaf, start, end, dataClass, kind }: Placed): string =>
  `${leaf} ${start} ${end} ${dataClass} ${kind}`;

/** How often each kind was found, by name. What is only possible is left out. */
export function countsOf(placed: readonly Placed[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const one of placed) {
    if (one.confidence === 'possible' || one.continues) continue;
    const name = fullName(one);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The names that policy is asked with: each kind, and its class. */
export function classNames(counts: Readonly<Record<string, number>>): string[] {
  return [...new Set(Object.keys(counts).flatMap((name) => [name.split('.')[0] ?? name, name]))].sort();
}
