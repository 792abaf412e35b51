import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { UseAbout } from './fact.ts';

/** An execution whose outcome is not in the log yet. */
export interface OpenUse {
  readonly execution: string;
  readonly index: number;
  readonly about: UseAbout;
}

interface OpenRow {
  organization_id: OrganizationId;
  execution_id: string;
  opened_index: number;
  about: UseAbout;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_open: OpenRow;
  }
}

export async function insertOpen(
  tx: Tx,
  organization: OrganizationId,
  opened: readonly OpenUse[],
): Promise<void> {
  if (opened.length === 0) return;
  await sql`
    insert into intelligence_open (organization_id, execution_id, opened_index, about)
    select ${organization}, execution, index, about
    from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) as opened (execution text, index bigint, about jsonb)`.execute(
    tx,
  );
}

/** Takes out those of these executions that are open. */
export async function takeOpen(
  tx: Tx,
  organization: OrganizationId,
  executions: readonly string[],
): Promise<Map<string, OpenUse>> {
  if (executions.length === 0) return new Map();
  const rows = await tx
    .deleteFrom('intelligence_open')
    .where('organization_id', '=', organization)
    .where(({ eb }) => eb('execution_id', '=', sql<string>`any(${executions}::text[])`))
    .returning(['execution_id', 'opened_index', 'about'])
    .execute();
  return new Map(
    rows.map(({ execution_id, opened_index, about }) => [
      execution_id,
      { execution: execution_id, index: opened_index, about },
    ]),
  );
}
