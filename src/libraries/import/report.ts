/** What became of one thing that was sent: taken as it is, under another name, in another format, or not. */
export const IMPORT_OUTCOMES = ['imported', 'renamed', 'converted', 'skipped'] as const;
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];

/** One line of the report of an import. */
export interface ImportItem {
  /** What it was called where it came from: a path, or a path and the name of a prompt inside. */
  readonly source: string;
  /** Where it is now; null when it was skipped. */
  readonly path: string | null;
  readonly outcome: ImportOutcome;
  /** A sentence: what was done to it, or why it was left out. */
  readonly why: string;
}

/** A file that is to be committed. */
export interface ImportedFile {
  readonly path: string;
  readonly text: string;
}

/** What a converter made of a source. */
export interface Imported {
  readonly files: readonly ImportedFile[];
  readonly report: readonly ImportItem[];
}
