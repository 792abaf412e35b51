/** A place where two sides changed something in ways that only a person can bring together. */
export interface Clash {
  /** What stands against what: the value of a key, a section, whole lines, or words inside a line. */
  readonly kind: 'key' | 'section' | 'lines' | 'words';
  /** The name of the place, when it has one of its own: `input.schema.customer`. */
  readonly label?: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** A stretch of a merge: text that is settled, or a clash. */
export type Piece = string | Clash;

export type Side = 'base' | 'ours' | 'theirs';

/** The text with every clash decided for one side. */
export function textOf(pieces: readonly Piece[], side: Side = 'ours'): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece[side])).join('');
}

export function isClean(pieces: readonly Piece[]): boolean {
  return pieces.every((piece) => typeof piece === 'string');
}

/** Three values of which at most one was changed; undefined when two were changed differently. */
export function threeWay<Value>(base: Value, ours: Value, theirs: Value): { value: Value } | undefined {
  if (ours === theirs || theirs === base) return { value: ours };
  return ours === base ? { value: theirs } : undefined;
}
