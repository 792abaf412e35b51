import type { Generated } from 'kysely';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { ChangeId } from '../change.ts';
import type { CheckReport } from '../checks/reported.ts';

interface CheckReportTable {
  organization_id: OrganizationId;
  id: Id<'chk'>;
  change_id: ChangeId;
  sequence: Generated<number>;
  name: string;
  digest: Digest;
  state: CheckReport['state'];
  detail: string;
  link: string | null;
  valid_until: Date | null;
  reported_by: string;
  reported_at: Date;
  entry_id: EntryId;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_check_report: CheckReportTable;
  }
}

export async function insertCheckReport(
  tx: Tx,
  organization: OrganizationId,
  change: ChangeId,
  report: CheckReport,
): Promise<void> {
  await tx
    .insertInto('changes_check_report')
    .values({
      organization_id: organization,
      id: report.id,
      change_id: change,
      name: report.name,
      digest: report.digest,
      state: report.state,
      detail: report.detail,
      link: report.link,
      valid_until: report.validUntil,
      reported_by: report.by,
      reported_at: report.at,
      entry_id: report.entry,
    })
    .execute();
}

/** The newest report for each name and content of a change, newest first. */
export async function checkReportsOf(
  db: Reader | Tx,
  organization: OrganizationId,
  change: ChangeId,
): Promise<CheckReport[]> {
  const rows = await db
    .selectFrom(
      db
        .selectFrom('changes_check_report')
        .selectAll()
        .distinctOn(['name', 'digest'])
        .where('organization_id', '=', organization)
        .where('change_id', '=', change)
        .orderBy('name')
        .orderBy('digest')
        .orderBy('sequence', 'desc')
        .as('newest'),
    )
    .selectAll()
    .orderBy('sequence', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    digest: row.digest,
    state: row.state,
    detail: row.detail,
    link: row.link,
    validUntil: row.valid_until,
    by: row.reported_by,
    at: row.reported_at,
    entry: row.entry_id,
  }));
}
