import type { Composition } from './compose.ts';

/** What was found in a source, before it has a path. */
export type Found = FoundPrompt | FoundFile | FoundNothing;

export interface FoundPrompt {
  readonly type: 'prompt';
  /** What it is called in the report. */
  readonly source: string;
  /** What it is called where it comes from: `Emails/Welcome back`. */
  readonly name: string;
  /** Of several with one name the highest is taken. */
  readonly version?: number | undefined;
  readonly composition: Composition;
  /** Sentences for the report. */
  readonly notes: readonly string[];
}

export interface FoundFile {
  readonly type: 'file';
  readonly source: string;
  readonly path: string;
  readonly text: string;
  readonly notes: readonly string[];
}

export interface FoundNothing {
  readonly type: 'nothing';
  readonly source: string;
  readonly why: string;
}

/** Where an export lies, and what lies beside it. */
export interface Surroundings {
  /** Its path, for the report. */
  readonly source: string;
  /** What a prompt in it is called that has no name of its own. */
  readonly name: string;
  /** The text of another file of the same upload, by its path from the export's folder. It is then not imported for itself. */
  readonly beside: (path: string) => string | undefined;
}

/** Why one prompt cannot be converted, as a sentence. Thrown inside a converter and caught at its door. */
export class Unconvertible extends Error {}

/** A prompt, or the reason why it is none. */
export function foundOr(source: string, make: () => Found): Found {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Unconvertible)) throw error;
    return { type: 'nothing', source, why: error.message };
  }
}
