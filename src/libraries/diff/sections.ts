import { differences } from './sequence.ts';
import { isWord, tokens } from './words.ts';

/** A stretch of a template that begins at a marker. Joined, `text + gap` of all sections are the template again. */
export interface Section {
  /** `start` is what stands before the first marker. */
  readonly type: 'start' | 'role' | 'history' | 'media' | 'section';
  /** For people: `system message`, `history`, `media`, `section "tone"`. */
  readonly label: string;
  readonly text: string;
  /** The white space after it, up to the next marker. */
  readonly gap: string;
}

const TAG = /\\\{\{|\{\{!--[\s\S]*?(?:--\}\}|$)|\{\{\{[^{}]*\}\}\}|\{\{(?<inside>[^{}]*)\}\}/g;
const INSIDE = /^~?\s*(?<sign>[#^/])?(?:(?<marker>role|history|media|section)\b)?\s*(?:["'](?<name>[^"']*))?/;

/**
 * Cuts a template at its `{{role}}`, `{{history}}`, `{{media}}` and `{{section}}` markers; those inside a block stay with it.
 * Pure, total: what does not parse is cut too.
 */
export function splitSections(template: string): readonly Section[] {
  const starts: { at: number; type: Section['type']; label: string }[] = [];
  let depth = 0;
  for (const match of template.matchAll(TAG)) {
    const inside = match.groups?.inside ?? '!';
    const { sign, marker, name } = INSIDE.exec(inside.slice(0, 200))?.groups ?? {};
    // `{{^}}` alone is an "else"; with a name it opens a block.
    if (sign === '#' || (sign === '^' && /\w/.test(inside))) depth += 1;
    else if (sign === '/') depth = Math.max(0, depth - 1);
    else if (sign === undefined && marker !== undefined && depth === 0)
      starts.push({ at: match.index, ...markerOf(marker, name ?? '') });
  }
  if (starts[0]?.at !== 0) starts.unshift({ at: 0, type: 'start', label: 'start' });
  return starts.map(({ at, type, label }, index) => {
    const whole = template.slice(at, starts[index + 1]?.at);
    const text = whole.trimEnd();
    return { type, label, text, gap: whole.slice(text.length) };
  });
}

function markerOf(marker: string, name: string): Pick<Section, 'type' | 'label'> {
  if (marker === 'role') return { type: 'role', label: `${name.slice(0, 40)} message` };
  if (marker === 'section') return { type: 'section', label: `section "${name.slice(0, 40)}"` };
  return marker === 'history' ? { type: 'history', label: 'history' } : { type: 'media', label: 'media' };
}

/** For every section of `b` the place of the one in `a` that it comes from, or undefined for a new one. */
export function pairSections(a: readonly Section[], b: readonly Section[]): readonly (number | undefined)[] {
  const from: (number | undefined)[] = b.map(() => undefined);
  const taken = new Set<number>();
  const pair = (one: number, other: number): void => {
    from[other] = one;
    taken.add(one);
  };
  const exact = new Map<string, number[]>();
  a.forEach(({ text }, index) => {
    const places = exact.get(text);
    if (places) places.push(index);
    else exact.set(text, [index]);
  });
  b.forEach(({ text }, index) => {
    const place = exact.get(text)?.shift();
    if (place !== undefined) pair(place, index);
  });
  pairAlike(a, b, from, taken, pair);
  return from;
}

/** At most this many sections are compared word by word; prompts have a handful. */
const MOST_COMPARED = 60;
const LEAST_ALIKE = 0.5;

function pairAlike(
  a: readonly Section[],
  b: readonly Section[],
  from: readonly (number | undefined)[],
  taken: ReadonlySet<number>,
  pair: (one: number, other: number) => void,
): void {
  const left = a.flatMap((section, at) => (taken.has(at) ? [] : [{ section, at, words: wordsOf(section) }]));
  const right = b.flatMap((section, at) =>
    from[at] === undefined ? [{ section, at, words: wordsOf(section) }] : [],
  );
  if (left.length > MOST_COMPARED || right.length > MOST_COMPARED) return;
  const alike = left.flatMap((one) =>
    right.map((other) => ({ one, other, share: similarity(one.words, other.words) })),
  );
  alike.sort((x, y) => y.share - x.share);
  const done = new Set<object>();
  const settle = (one: (typeof left)[number], other: (typeof right)[number]): void => {
    if (done.has(one) || done.has(other)) return;
    done.add(one).add(other);
    pair(one.at, other.at);
  };
  for (const { one, other, share } of alike) if (share >= LEAST_ALIKE) settle(one, other);
  // What is left under the same marker, in the same order, was rewritten in place.
  const rest = [left.filter((one) => !done.has(one)), right.filter((other) => !done.has(other))] as const;
  const labels = rest.map((list) => list.map(({ section }) => section.label));
  const [one = [], other = []] = labels;
  let [x, y] = [0, 0];
  for (const gap of [
    ...differences(one, other),
    { fromA: one.length, toA: one.length, fromB: other.length, toB: other.length },
  ]) {
    for (; x < gap.fromA; x++, y++) {
      const [first, second] = [rest[0][x], rest[1][y]];
      if (first && second) settle(first, second);
    }
    [x, y] = [gap.toA, gap.toB];
  }
}

function wordsOf(section: Section): ReadonlySet<string> {
  return new Set(tokens(section.text).filter(isWord));
}

/** Words in both over words in either. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = a.intersection(b).size;
  const all = a.size + b.size - shared;
  return all === 0 ? 1 : shared / all;
}

/** What became of a section. `a` and `b` are places in either template, counted from 0. */
export type SectionChange =
  | { readonly type: 'added'; readonly label: string; readonly b: number }
  | { readonly type: 'removed'; readonly label: string; readonly a: number }
  | {
      readonly type: 'same' | 'edited' | 'moved' | 'moved_and_edited';
      readonly label: string;
      readonly a: number;
      readonly b: number;
    };

/** A summary of two templates by section, in the order of `b`, removed ones last. Pure, total. */
export function diffSections(a: string, b: string): readonly SectionChange[] {
  const [left, right] = [splitSections(a), splitSections(b)];
  const from = pairSections(left, right);
  const still = longestRise(from);
  const changes = right.map((section, index): SectionChange => {
    const origin = from[index];
    if (origin === undefined) return { type: 'added', label: section.label, b: index };
    const edited = left[origin]?.text !== section.text;
    const moved = !still.has(index);
    const type = moved ? (edited ? 'moved_and_edited' : 'moved') : edited ? 'edited' : 'same';
    return { type, label: section.label, a: origin, b: index };
  });
  const removed = left.flatMap((section, index): SectionChange[] =>
    from.includes(index) ? [] : [{ type: 'removed', label: section.label, a: index }],
  );
  return [...changes, ...removed].filter(({ label, type }) => label !== 'start' || type !== 'same');
}

/** Places of the longest ascending run of origins: those did not move. */
function longestRise(origins: readonly (number | undefined)[]): ReadonlySet<number> {
  const best: { length: number; before: number | undefined }[] = [];
  let top: number | undefined;
  origins.forEach((origin, index) => {
    let [length, before]: [number, number | undefined] = [origin === undefined ? 0 : 1, undefined];
    // Beyond some hundred sections nearest neighbors are enough for a summary.
    for (let earlier = Math.max(0, index - 200); earlier < index; earlier++) {
      const other = origins[earlier];
      const run = best[earlier]?.length ?? 0;
      if (origin === undefined || other === undefined || other >= origin || run + 1 <= length) continue;
      [length, before] = [run + 1, earlier];
    }
    best.push({ length, before });
    if (top === undefined || length > (best[top]?.length ?? 0)) top = index;
  });
  const found = new Set<number>();
  for (let at = top; at !== undefined; at = best[at]?.before) if (origins[at] !== undefined) found.add(at);
  return found;
}
