/** Runs of digits in a text, and what stands between each and the one before. Arrays side by side: a text may hold thousands. */
export interface DigitGroups {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Index in `separators` of the single character that joins a group to the one before; 0 where they are apart. */
  readonly joins: readonly number[];
}

/** What joins groups of one number. The first stands for: nothing does. */
export const separators = ['', ' ', '-', '.', '/', '+'] as const;
const joinOf = new Map<number, number>(separators.map((one, index) => [one.charCodeAt(0), index]));

/** The most groups that one number is written in. */
const mostGroups = 7;
/** More digits than any number that we know has. */
const mostDigits = 19;

/** Finds the runs. One pass, linear. Pure. */
export function digitGroups(text: string): DigitGroups {
  const starts: number[] = [];
  const ends: number[] = [];
  const joins: number[] = [];
  let last = -2;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) continue;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    starts.push(at);
    ends.push(end);
    joins.push(last === at - 1 ? (joinOf.get(text.charCodeAt(at - 1)) ?? 0) : 0);
    last = end;
    at = end;
  }
  return { starts, ends, joins };
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** A number's shape as a key: lengths of its groups with what joins them. `3.3.3-2` is the Brazilian CPF's. */
export function shapeKey(shape: string): number {
  let key = 0;
  for (const [, join = '', length = ''] of shape.matchAll(/([^\d]?)(\d+)/g))
    key = longer(key, joinOf.get(join.charCodeAt(0)) ?? 0, Number(length));
  return key;
}

/** 120 shapes of a group: 6 joins × up to 19 digits. */
const longer = (key: number, join: number, length: number): number => key * 121 + join * 20 + length;

/** One way to read digits as one number. */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

/**
 * Gives every reading whose shape is known to `take`: neighbors may stand right before and after a number (an amount, a check value), so
 * each row of up to seven groups is a candidate. Linear in the groups.
 */
export function readDigits<Form>(
  text: string,
  groups: DigitGroups,
  known: ReadonlyMap<number, readonly Form[]>,
  take: (form: Form, reading: Reading) => void,
): void {
  const { starts, ends, joins } = groups;
  for (let first = 0; first < starts.length; first += 1) {
    const start = starts[first] ?? 0;
    if (isGlued(text.charCodeAt(start - 1))) continue;
    let key = 0;
    let digits = '';
    for (let index = first; index < Math.min(first + mostGroups, starts.length); index += 1) {
      const join = index === first ? 0 : (joins[index] ?? 0);
      if (index > first && join === 0) break;
      const from = starts[index] ?? 0;
      const end = ends[index] ?? 0;
      if (digits.length + end - from > mostDigits) break;
      key = longer(key, join, end - from);
      digits += text.slice(from, end);
      const forms = known.get(key);
      if (forms === undefined || isGlued(text.charCodeAt(end))) continue;
      for (const form of forms) take(form, { start, end, digits });
    }
  }
}

/** A letter or an underscore makes a number a part of a name. */
export function isGlued(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 191;
}
