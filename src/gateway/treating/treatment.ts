import type { Uninspectable } from './leaves.ts';

/** What was found in an execution and done about it, as it is recorded: classes and counts, never what was found. */
export interface Treatment {
  /** How often each kind stood in what was sent: `email`, `national_id.es_dni`. */
  readonly input: Readonly<Record<string, number>>;
  /** The same of what came out; null until it came. */
  readonly output: Readonly<Record<string, number>> | null;
  /** Kinds of content that nobody could look into. */
  readonly uninspected: readonly Uninspectable[];
  /** Obligations that were carried out: `redact:email`. */
  readonly done: readonly string[];
  /** Picked for a person to look at. */
  readonly sampled: boolean;
}

export const untreated: Treatment = { input: {}, output: null, uninspected: [], done: [], sampled: false };
