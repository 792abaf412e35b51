import type { LibraryId } from '../../../access/index.ts';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import { isId } from '../../../platform/id.ts';
import type { RetentionRule } from '../keeping.ts';
import './tables.ts';

export async function listRetention(db: Reader, organization: OrganizationId): Promise<RetentionRule[]> {
  const rows = await db
    .selectFrom('gateway_retention')
    .selectAll()
    .where('organization_id', '=', organization)
    .orderBy('library_id')
    .orderBy('data_class')
    .execute();
  return rows.map((row) => ({
    library: isId('lib', row.library_id) ? row.library_id : null,
    dataClass: row.data_class === '' ? null : row.data_class,
    days: row.days,
    by: row.set_by,
    at: row.set_at,
  }));
}

export interface RuleKey {
  readonly library: LibraryId | null;
  readonly dataClass: string | null;
}

/** Sets a rule, or takes it away with `days` null. @returns the days it had */
export async function setRetention(
  tx: Tx,
  organization: OrganizationId,
  { library, dataClass }: RuleKey,
  rule: { readonly days: number | null; readonly by: string; readonly at: Date },
): Promise<number | null> {
  const key = { organization_id: organization, library_id: library ?? '', data_class: dataClass ?? '' };
  const before = await tx
    .selectFrom('gateway_retention')
    .select('days')
    .where('organization_id', '=', key.organization_id)
    .where('library_id', '=', key.library_id)
    .where('data_class', '=', key.data_class)
    .executeTakeFirst();
  if (rule.days === null)
    await tx
      .deleteFrom('gateway_retention')
      .where('organization_id', '=', key.organization_id)
      .where('library_id', '=', key.library_id)
      .where('data_class', '=', key.data_class)
      .execute();
  else {
    const set = { days: rule.days, set_by: rule.by, set_at: rule.at };
    await tx
      .insertInto('gateway_retention')
      .values({ ...key, ...set })
      .onConflict((on) => on.columns(['organization_id', 'library_id', 'data_class']).doUpdateSet(set))
      .execute();
  }
  return before?.days ?? null;
}

/** Organizations that have a rule. Not for callers: housekeeping. */
export async function retentionOrganizations(db: Reader): Promise<OrganizationId[]> {
  const rows = await db.selectFrom('gateway_retention').select('organization_id').distinct().execute();
  return rows.map((row) => row.organization_id);
}
