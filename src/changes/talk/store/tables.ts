import type { Generated } from 'kysely';
import type { PersonId } from '../../../access/index.ts';
import type { EntryId, OrganizationId } from '../../../ledger/index.ts';
import type { Digest } from '../../../libraries/index.ts';
import type { ChangeId, CommentId } from '../../change.ts';
import type { ThreadId } from '../thread.ts';

export interface CommentTable {
  organization_id: OrganizationId;
  id: CommentId;
  change_id: ChangeId;
  thread_id: ThreadId;
  written_by: string;
  written_human: PersonId | null;
  written_at: Date;
  text: string;
  path: string | null;
  side: 'base' | 'head' | null;
  first_line: number | null;
  line: number | null;
  anchor: Digest | null;
  quote: string | null;
  replacement: string | null;
  salt: Uint8Array;
  entry_id: EntryId;
}

interface OfChange {
  organization_id: OrganizationId;
  change_id: ChangeId;
  entry_id: EntryId;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    changes_comment: CommentTable;
    changes_thread_mark: OfChange & {
      thread_id: string;
      sequence: Generated<number>;
      resolved: boolean;
      marked_by: string;
      marked_at: Date;
    };
    changes_comment_withdrawal: OfChange & { comment_id: string; withdrawn_at: Date };
    changes_suggestion_acceptance: OfChange & {
      comment_id: string;
      accepted_by: string;
      accepted_at: Date;
      commit_oid: string;
    };
    changes_reviewer_request: OfChange & {
      sequence: Generated<number>;
      reviewer: string;
      wanted: boolean;
      asked_by: string;
      asked_at: Date;
    };
    changes_subscription: OfChange & {
      sequence: Generated<number>;
      person_id: PersonId;
      wanted: boolean;
      at: Date;
    };
  }
}
