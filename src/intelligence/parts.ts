import type { Access } from '../access/index.ts';
import type { Changes, Mailer } from '../changes/index.ts';
import type { Gateway } from '../gateway/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Libraries } from '../libraries/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/db/index.ts';
import type { Policies } from '../policy/index.ts';

/** What the slice works with: its own roll-ups, and the others' doors for names and for what one may see. */
export interface IntelligenceParts {
  readonly reader: Reader;
  readonly ledger: Ledger;
  readonly libraries: Pick<
    Libraries,
    | 'visible'
    | 'byId'
    | 'byName'
    | 'signed'
    | 'shingles'
    | 'owners'
    | 'find'
    | 'resolve'
    | 'liveTexts'
    | 'versions'
  >;
  readonly access: Pick<Access, 'names' | 'teamById' | 'principalNow' | 'personById' | 'still'>;
  readonly changes: Pick<Changes, 'waitingFor' | 'named' | 'story'>;
  readonly gateway: Pick<Gateway, 'recent' | 'evidence' | 'beside' | 'judging'>;
  /** What the organization says of models, now. */
  readonly register: Policies['register'];
  readonly clock: Clock;
  /** Where people reach the server: links in letters lead there. */
  readonly address: string;
  /** Without, no letters go out. */
  readonly mailer: Mailer | undefined;
  /** Groups of fewer people show nothing. 1: all show. */
  readonly smallestGroup: number;
  /** What was not reviewed for so long is stale. */
  readonly reviewDays: number;
}
