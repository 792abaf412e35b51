import { setImmediate } from 'node:timers/promises';
import { differences, lines } from '../diff/index.ts';

/** One state of a file in its history: a commit that changed it, under the path that it had there. */
export interface Origin {
  /** Below that of every origin that descends from it. */
  readonly generation: number;
  readonly text: string;
  /** The states that it was made from, by key; first parent first. Empty for the state that began the file. */
  readonly parents: readonly string[];
  /** Whether its own history is not looked at any more: what is left here is older. */
  readonly isBoundary: boolean;
}

/** Lines that one origin wrote. Counted from 1. */
export interface BlameRange {
  readonly line: number;
  readonly count: number;
  /** Null where the history was not followed to the end. */
  readonly origin: string | null;
}

/** A line: where it stands in the origin that is suspected, and in the text that is asked about (from 0). */
interface Suspicion {
  readonly at: number;
  readonly asked: number;
}

interface Suspect {
  readonly origin: Origin;
  lines: Suspicion[];
}

/** How many lines are compared in all; some seconds on a slow machine. What is left then counts as older. */
const mostCompared = 2_000_000;

/**
 * Who wrote each line, as `git blame` tells it: a line that a parent has too is the parent's, asked of the parents in order; what no parent
 * has was written here. Where texts have repeated or moved lines there may be several shortest differences; git slides them to
 * look good, this takes the one that the reader of `diffText` sees. No I/O but `load`, which is asked for each origin more than once.
 */
export async function blameLines(
  start: string,
  load: (key: string) => Promise<Origin>,
  budget = mostCompared,
): Promise<BlameRange[]> {
  const first = await load(start);
  const count = lines(first.text).length;
  const found: (string | null)[] = new Array<string | null>(count).fill(null);
  const everything = Array.from({ length: count }, (_, at) => ({ at, asked: at }));
  const suspects = new Map<string, Suspect>([[start, { origin: first, lines: everything }]]);
  let left = budget;
  while (suspects.size > 0 && left > 0) {
    const [key, suspect] = youngest(suspects);
    suspects.delete(key);
    if (suspect.origin.isBoundary) continue;
    for (const parentKey of suspect.origin.parents) {
      if (suspect.lines.length === 0) break;
      const parent = await load(parentKey);
      left -= compared(suspect.origin.text, parent.text);
      const known = suspects.get(parentKey);
      const passed = pass(suspect, parent.text);
      if (known !== undefined) known.lines.push(...passed);
      else if (passed.length > 0) suspects.set(parentKey, { origin: parent, lines: [...passed] });
    }
    for (const { asked } of suspect.lines) found[asked] = key;
    await setImmediate();
  }
  return ranges(found);
}

/** Takes from a suspect the lines that the parent has too, and gives them as the parent's. */
function pass(suspect: Suspect, parentText: string): Suspicion[] {
  const passed: Suspicion[] = [];
  const kept: Suspicion[] = [];
  const places = placesInParent(parentText, suspect.origin.text);
  for (const line of suspect.lines) {
    const place = places(line.at);
    if (place === undefined) kept.push(line);
    else passed.push({ at: place, asked: line.asked });
  }
  suspect.lines = kept;
  return passed;
}

/** For a line of `child` its place in `parent`, or undefined when it is not from there. */
function placesInParent(parent: string, child: string): (at: number) => number | undefined {
  if (parent === child) return (at) => at;
  const own = lines(child);
  const places = new Int32Array(own.length).fill(-1);
  let [a, b] = [0, 0];
  for (const gap of [...differences(lines(parent), own), undefined]) {
    const end = gap?.fromB ?? own.length;
    for (; b < end; b++, a++) places[b] = a;
    if (gap !== undefined) [a, b] = [gap.toA, gap.toB];
  }
  return (at) => {
    const place = places[at] ?? -1;
    return place === -1 ? undefined : place;
  };
}

/** The work of one comparison, roughly: characters stand for lines of a usual length, and a text of line ends for itself. */
function compared(a: string, b: string): number {
  return a === b ? 1 : 1 + (a.length + b.length) / 8;
}

/** Histories are narrow: a scan is as fast as a heap. */
function youngest(suspects: ReadonlyMap<string, Suspect>): [string, Suspect] {
  let best: [string, Suspect] | undefined;
  for (const entry of suspects)
    if (best === undefined || entry[1].origin.generation > best[1].origin.generation) best = entry;
  if (best === undefined) throw new Error('invariant: there is a suspect');
  return best;
}

function ranges(found: readonly (string | null)[]): BlameRange[] {
  const list: { line: number; count: number; origin: string | null }[] = [];
  found.forEach((origin, at) => {
    const last = list.at(-1);
    if (last !== undefined && last.origin === origin) last.count += 1;
    else list.push({ line: at + 1, count: 1, origin });
  });
  return list;
}
