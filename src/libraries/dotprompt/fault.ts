/** A place in a file, both counted from 1, columns in UTF-16 code units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Stable names of everything that can be wrong with a prompt. They become problem codes, so they are never renamed. */
export type FaultCode =
  | 'prompt.unparsable'
  | 'prompt.front_matter_invalid'
  | 'prompt.schema_invalid'
  | 'prompt.construct_refused'
  | 'prompt.unknown_helper'
  | 'prompt.helper_misused'
  | 'prompt.role_unknown'
  | 'prompt.media_invalid'
  | 'prompt.partial_missing'
  | 'prompt.variable_missing'
  | 'prompt.variable_invalid'
  | 'prompt.limit_exceeded';

/** One thing that is wrong, where, and what to do about it. */
export interface Fault extends Position {
  readonly code: FaultCode;
  /** A sentence for people that says what to do next. */
  readonly message: string;
  /** The variable that is meant, as a JSON pointer without the leading slash (`address/city`). */
  readonly path?: string;
  /** The partial in which `line` and `column` are to be read; absent for the prompt itself. */
  readonly partial?: string;
}

/** Carries faults up to the folder's door, which turns them into a result. Never leaves this folder. */
export class FaultError extends Error {
  readonly faults: readonly Fault[];

  constructor(...faults: readonly Fault[]) {
    super(faults[0]?.message ?? 'fault');
    this.faults = faults;
  }
}

/** Runs `work`; faults become a value, bugs stay exceptions. */
export function collectFaults<Value>(
  work: () => Value,
): { ok: true; value: Value } | { ok: false; faults: readonly Fault[] } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, faults: error.faults };
    throw error;
  }
}

/** ` Did you mean "x"?` when one of `known` is close to `name`, else an empty string. */
export function didYouMean(name: string, known: readonly string[]): string {
  const wanted = name.slice(0, 40).toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, edits: editDistance(wanted, candidate.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(1, Math.floor(wanted.length / 3))
    ? ` Did you mean "${best.candidate}"?`
    : '';
}

/** Letters added, left out, replaced, or swapped with their neighbor. */
function editDistance(from: string, to: string): number {
  let earlier: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap && row > 1 ? (earlier[column - 2] ?? 0) + 1 : replaced;
      const added = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      current.push(Math.min(replaced, swapped, added));
    }
    [earlier, previous] = [previous, current];
  }
  return previous[to.length] ?? 0;
}
