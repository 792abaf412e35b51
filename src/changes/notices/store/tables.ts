import type { Generated, JSONColumnType } from 'kysely';
import type { LibraryId, PersonId } from '../../../access/index.ts';
import type { EntryId, OrganizationId } from '../../../ledger/index.ts';
import type { JsonObject } from '../../../platform/canonical-json.ts';
import type { ChangeId } from '../../change.ts';
import type { EmailChoice, NoticeId, NoticeKind, Topic } from '../notice.ts';

export interface NoticeTable {
  organization_id: OrganizationId;
  id: NoticeId;
  sequence: Generated<number>;
  person_id: PersonId;
  kind: NoticeKind;
  direct: boolean;
  change_id: ChangeId | null;
  library_id: LibraryId | null;
  by_id: string | null;
  detail: JSONColumnType<JsonObject>;
  entry_id: EntryId;
  about: string;
  created_at: Date;
  read_at: Date | null;
}

export interface NoticeSettingTable {
  organization_id: OrganizationId;
  person_id: PersonId;
  topic: Topic;
  by_email: EmailChoice;
  updated_at: Date;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    changes_notice: NoticeTable;
    changes_notice_setting: NoticeSettingTable;
  }
}
