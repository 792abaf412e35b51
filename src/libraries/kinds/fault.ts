import type { AssetKind } from '../asset.ts';
import type { Position } from '../dotprompt/fault.ts';
import type { YamlFault } from '../yaml/read.ts';

/** `.unparsable`: it cannot be read at all. `.invalid`: it can, but says something that its format does not have. */
export type KindFaultCode = `${Exclude<AssetKind, 'other'>}.${'unparsable' | 'invalid' | 'limit_exceeded'}`;

/** One thing that is wrong with an asset, where, and what to do about it. Every prompt's `Fault` is one too. */
export interface AssetFault extends Position {
  readonly code: string;
  /** A sentence for people that says what to do next. */
  readonly message: string;
}

/** What is known of a text: all its faults, and its outline as far as it could be read. */
export interface KindReading<Outline> {
  readonly faults: readonly AssetFault[];
  /** Null when there is nothing to outline. */
  readonly outline: Outline | null;
}

/** How many faults one text is told at most. */
export const mostFaults = 50;

/** The reader's faults under the codes of a kind. */
export function yamlFaults(
  kind: Exclude<AssetKind, 'other'>,
  faults: readonly YamlFault[],
): readonly AssetFault[] {
  const codes = { syntax: 'unparsable', limit: 'limit_exceeded', refused: 'invalid' } as const;
  return faults.map(({ kind: found, ...fault }) => ({ code: `${kind}.${codes[found]}`, ...fault }));
}

/** In the order of the text, without repetitions, at most `mostFaults`. */
export function inOrder(faults: readonly AssetFault[]): readonly AssetFault[] {
  const sorted = [...faults].sort((one, other) => one.line - other.line || one.column - other.column);
  const seen = new Set<string>();
  return sorted
    .filter(({ line, column, message }) => {
      const known = `${line}:${column} ${message}`;
      return !seen.has(known) && seen.add(known);
    })
    .slice(0, mostFaults);
}
