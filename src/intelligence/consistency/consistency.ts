import { type Estimate, z95 } from '../formulas/interval.ts';

/** One answer: to what, by what, and what it was. */
export interface Answer {
  readonly version: number;
  readonly model: string;
  readonly input: string;
  readonly output: string;
}

/** How alike answers to the same input are. */
export interface Consistency {
  /** Answers to inputs that came more than once. */
  readonly runs: number;
  /** Inputs that came more than once, to one version on one model. */
  readonly inputs: number;
  /** How likely two answers to one input differ in more than white space; each input counts the same. */
  readonly differ: Estimate;
  /** Words that two answers to one input share, of all that either has: the mean. Null without two answers. */
  readonly likeness: number | null;
}

/** Fewer inputs than these say too little for an interval. */
export const fewestInputs = 5;

/** Answers of one prompt, compared among those to the same input. Pure. */
export function consistencyOf(answers: readonly Answer[]): Consistency {
  const groups = [
    ...Map.groupBy(answers, ({ version, model, input }) => JSON.stringify([version, model, input])).values(),
  ].filter((group) => group.length > 1);
  const shares = groups.map((group) =>
    mean(pairsOf(group).map(([one, other]) => (same(one, other) ? 0 : 1))),
  );
  const alike = groups.map((group) => mean(pairsOf(group).map(([one, other]) => shared(one, other))));
  const runs = groups.reduce((sum, group) => sum + group.length, 0);
  return {
    ...{ runs, inputs: groups.length, differ: meanShare(shares) },
    likeness: groups.length === 0 ? null : mean(alike),
  };
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Inputs are the sample: answers to one of them go together. */
function meanShare(shares: readonly number[]): Estimate {
  const n = shares.length;
  if (n === 0) return { value: null, low: null, high: null, n };
  const value = mean(shares);
  if (n < fewestInputs) return { value, low: null, high: null, n };
  const variance = shares.reduce((sum, share) => sum + (share - value) ** 2, 0) / (n - 1);
  // All alike says that it is rare that they are not, not that it never is.
  const reach = Math.max(z95 * Math.sqrt(variance / n), variance === 0 ? 3 / n : 0);
  return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach), n };
}

function pairsOf(group: readonly Answer[]): (readonly [string, string])[] {
  return group.flatMap(({ output }, at) =>
    group.slice(at + 1).map((other) => [output, other.output] as const),
  );
}

const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
const same = (one: string, other: string) => plain(one) === plain(other);

function shared(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => new Set(plain(text).toLowerCase().split(' ')));
  const all = (left?.union(right ?? new Set()) ?? new Set()).size;
  return all === 0 ? 1 : (left?.intersection(right ?? new Set()).size ?? 0) / all;
}
