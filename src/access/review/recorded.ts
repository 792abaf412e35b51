import type { EntryId } from '../../ledger/index.ts';
import type { JsonValue } from '../../platform/canonical-json.ts';
import type { Id } from '../../platform/id.ts';
import type { AppId, PersonId } from '../principal.ts';

/** Somebody has looked over who holds what. */
export interface RecordedReview {
  readonly id: Id<'arv'>;
  /** In the log; it commits to the grants and to the findings. */
  readonly entry: EntryId;
  readonly digest: string;
  /** The grants as they were, with what was known of their use. */
  readonly grants: JsonValue;
  readonly findings: string;
  readonly salt: Uint8Array;
  readonly by: PersonId | AppId;
  readonly at: Date;
}
