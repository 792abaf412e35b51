import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Change, ChangeId } from '../change.ts';
import type { ActTable } from './tables.ts';

type Handle = Reader | Tx;

export interface Act {
  readonly action: string;
  readonly by: string;
  readonly at: Date;
  readonly detail: string;
  readonly entry: EntryId;
}

export async function insertAct(
  tx: Tx,
  organization: OrganizationId,
  change: ChangeId,
  act: Act,
): Promise<void> {
  await tx
    .insertInto('changes_act')
    .values({
      organization_id: organization,
      change_id: change,
      action: act.action,
      acted_by: act.by,
      acted_at: act.at,
      detail: act.detail,
      entry_id: act.entry,
    } satisfies ActTable)
    .execute();
}

export async function actsOf(db: Handle, organization: OrganizationId, change: ChangeId): Promise<Act[]> {
  const rows = await db
    .selectFrom('changes_act')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', '=', change)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => ({
    action: row.action,
    by: row.acted_by,
    at: row.acted_at,
    detail: row.detail,
    entry: row.entry_id,
  }));
}

/** When a change was rejected or withdrawn. */
export async function endOf(db: Handle, { organization, id }: Change): Promise<Date | undefined> {
  const row = await db
    .selectFrom('changes_act')
    .select('acted_at')
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .where('action', 'in', ['change.reject', 'change.withdraw', 'change.lapse'])
    .executeTakeFirst();
  return row?.acted_at;
}
