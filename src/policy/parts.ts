import type { Ledger } from '../ledger/index.ts';
import type { Libraries } from '../libraries/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/db/index.ts';
import type { Rule } from './rule.ts';

/** What the verbs of this slice work with. */
export interface PolicyParts {
  readonly reader: Reader;
  readonly ledger: Pick<Ledger, 'record'>;
  readonly libraries: Pick<Libraries, 'byName' | 'liveTexts' | 'liveTextsEnding'>;
  readonly clock: Clock;
  /** The rules that every organization has to begin with. */
  readonly builtIn: readonly Rule[];
}
