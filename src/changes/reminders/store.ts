import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Change, ChangeId } from '../change.ts';
import type { ReminderKind } from './due.ts';

export interface Reminder {
  /** `RULE/STAGE`, `publish`, or `by hand`. */
  readonly stage: string;
  /** The content that waits; for those by hand the entry. */
  readonly digest: string;
  readonly kind: ReminderKind;
  readonly at: Date;
}

export interface ReminderTable {
  organization_id: OrganizationId;
  change_id: ChangeId;
  stage: string;
  digest: string;
  kind: ReminderKind;
  reminded_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_reminder: ReminderTable;
  }
}

export async function remindersOf(
  db: Reader | Tx,
  { organization, id }: Pick<Change, 'organization' | 'id'>,
): Promise<Reminder[]> {
  const rows = await db
    .selectFrom('changes_reminder')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .execute();
  return rows.map(({ stage, digest, kind, reminded_at }) => ({ stage, digest, kind, at: reminded_at }));
}

/** @returns false when it was reminded of before: whoever inserts first reminds */
export async function insertReminder(
  tx: Tx,
  { organization, id }: Pick<Change, 'organization' | 'id'>,
  { stage, digest, kind, at }: Reminder,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('changes_reminder')
    .values({ organization_id: organization, change_id: id, stage, digest, kind, reminded_at: at })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'change_id', 'stage', 'digest', 'kind']).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
