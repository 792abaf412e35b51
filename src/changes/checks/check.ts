/** A check that did not pass blocks publishing when it is required. Missing, stale and errored are not passed (design.md §4). */
export const checkStates = ['passed', 'failed', 'missing', 'errored', 'stale'] as const;
export type CheckState = (typeof checkStates)[number];

/** One thing that a check found, and where. Never holds a secret or the data itself. */
export interface Finding {
  readonly path: string;
  /** Counted from 1; null when it is about the whole file. */
  readonly line: number | null;
  readonly message: string;
}

/** Where a check's result comes from. */
export type CheckSource =
  | { readonly kind: 'built_in' }
  | {
      readonly kind: 'reported';
      /** Who reported it: an app. */
      readonly by: string;
      readonly at: Date;
      readonly link: string | null;
      readonly validUntil: Date | null;
    };

/** What is known about exactly one content under one name. */
export interface Check {
  readonly name: string;
  readonly state: CheckState;
  /** Whether publishing waits for it. */
  readonly required: boolean;
  readonly detail: string;
  /** Null while nobody has reported it. */
  readonly source: CheckSource | null;
  readonly findings: readonly Finding[];
}

/** One file of a change as a check reads it. */
export interface CheckedFile {
  readonly path: string;
  readonly text: string;
}

/** How many findings one check tells of. */
export const mostFindings = 100;

/** Names of the checks that the server makes itself. Nobody may report under them. */
export const builtInNames = [
  'content',
  'parses',
  'merges',
  'secrets',
  'data_classes',
  'hidden_characters',
  'policies',
  'policy_tests',
  'requirements',
  'redirects',
  'size',
] as const;
export type BuiltInName = (typeof builtInNames)[number];

export function isBuiltIn(name: string): boolean {
  return builtInNames.some((one) => one === name);
}

/** A check of the server's own. */
export function builtIn(
  name: BuiltInName | 'similar' | 'simulation',
  state: CheckState,
  detail: string,
  findings: readonly Finding[] = [],
  required = true,
): Check {
  return {
    name,
    state,
    required,
    detail,
    source: { kind: 'built_in' },
    findings: findings.slice(0, mostFindings),
  };
}

/** Line numbers of offsets in a text, counted from 1. Offsets must not go back. */
export function lineCounter(text: string): (offset: number) => number {
  let [line, from] = [1, 0];
  return (offset) => {
    for (let at = text.indexOf('\n', from); at !== -1 && at < offset; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    return line;
  };
}

/** `3 findings`, `1 finding`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
