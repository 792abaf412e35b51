import type { LibraryId, PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Id } from '../../platform/id.ts';

export type RecallId = Id<'rcl'>;
export const recallKinds = ['version', 'asset', 'workflow', 'model'] as const;

/** What is recalled: exact bytes, an asset whatever its bytes (a workflow is one), or a model wherever it would answer. */
export type RecallTarget =
  | {
      readonly kind: 'version';
      readonly library: LibraryId;
      readonly path: string;
      readonly version: number;
      readonly digest: Digest;
    }
  | { readonly kind: 'asset' | 'workflow'; readonly library: LibraryId; readonly path: string }
  | { readonly kind: 'model'; readonly model: string };

export interface Recall {
  readonly organization: OrganizationId;
  readonly id: RecallId;
  readonly target: RecallTarget;
  readonly reason: string;
  readonly by: string;
  readonly human: PersonId;
  readonly at: Date;
  readonly entry: EntryId;
  /** Null while it is in force. */
  readonly lifted: {
    readonly by: string;
    readonly at: Date;
    readonly reason: string;
    readonly entry: EntryId;
  } | null;
}
