/** One hand-made merge: three texts and what a person expects of them. */
export interface MergeCase {
  /** A sentence: what both sides did. */
  readonly name: string;
  readonly path: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly expected: Expected;
}

/** The exact text of a clean merge, or the exact places of its conflicts. */
export type Expected = { readonly clean: string } | { readonly conflicts: readonly ExpectedConflict[] };

export interface ExpectedConflict {
  readonly kind: 'key' | 'section' | 'lines' | 'words';
  readonly label: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

export const clean = (text: string): Expected => ({ clean: text });

export const conflict = (...conflicts: ExpectedConflict[]): Expected => ({ conflicts });

/** A place in the order in which people read it: where, what it was, what either side made of it. */
export const place = (
  kind: ExpectedConflict['kind'],
  label: string,
  base: string,
  ours: string,
  theirs: string,
): ExpectedConflict => ({ kind, label, base, ours, theirs });

/** Lines of a text that ends with a line end. */
export const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
