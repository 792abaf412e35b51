import type { ListedFile, Listing } from '../git/index.ts';
import type { Choice, Conflict } from '../merge/index.ts';
import type { NewBlob } from '../write-commit.ts';

/** How a place can be decided. */
export type Take = 'ours' | 'theirs' | 'both' | 'base' | 'text';

/** One place for a person to decide. */
export interface PlaceConflict {
  /** Unique in its file: `c1`, `c2`, … for places in a text, else what the whole file's conflict is about. */
  readonly id: string;
  /**
   * What stands against what. In a text: the value of a key, a section, lines, words. Whole files: `deleted` on one side and changed on the
   * other; `added` on both; `binary`, which cannot be merged by place; `renamed` to two names; a file that is a `folder` on the other
   * side; `bases` that disagree, after histories that were merged crosswise.
   */
  readonly kind: Conflict['where']['kind'] | 'deleted' | 'added' | 'binary' | 'renamed' | 'folder' | 'bases';
  readonly label: string;
  /** Counted from 1 in the text with ours at every conflict; null for a whole file. */
  readonly line: number | null;
  /** Null where the side has no such file. What is no text is described in a sentence. */
  readonly base: string | null;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** What taking both gives, where that can be shown. */
  readonly both: string | null;
  readonly takes: readonly Take[];
}

/** A file as a commit holds it, with its blob when that may be new. */
export interface PlacedFile extends ListedFile {
  readonly path: string;
  readonly blob?: NewBlob;
}

/** Decided: the files that stand there now (none for a deletion). Or the ids of what is not decided. */
export type Decided = { readonly files: readonly PlacedFile[] } | { readonly missing: readonly string[] };

/** What became of one file that both sides touched. */
export interface FileOutcome {
  readonly path: string;
  readonly from: string | undefined;
  /** Empty when it merged cleanly. */
  readonly conflicts: readonly PlaceConflict[];
  /** The merged text; with git's markers when there are conflicts; null when it is no text. */
  readonly text: string | null;
  /** The merged text with each conflict by its id; null where conflicts are about the whole file. */
  readonly parts: readonly (string | { readonly conflict: string })[] | null;
  /** @param choices by conflict id */
  readonly decide: (choices: ReadonlyMap<string, Choice>) => Decided;
}

/** A merge of two states of a library. */
export interface Outcome {
  /** Files that need nobody: changed on one side only, or alike on both. */
  readonly settled: Listing;
  readonly files: readonly FileOutcome[];
  /** New path → old path. */
  readonly renamed: ReadonlyMap<string, string>;
}
