import type { ColumnType } from 'kysely';
import type { LibraryId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Estimate } from '../formulas/interval.ts';
import type { Consistency } from './consistency.ts';

interface ConsistencyRow {
  organization_id: OrganizationId;
  id: string;
  library_id: LibraryId;
  path: string;
  days: number;
  runs: number;
  inputs: number;
  differ: ColumnType<Estimate, string, never>;
  likeness: number | null;
  measured_by: string;
  entry: string;
  created_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_consistency: ConsistencyRow;
  }
}

/** A consistency that was measured, of what and by whom. */
export interface MeasuredConsistency extends Consistency {
  readonly id: string;
  readonly library: LibraryId;
  readonly path: string;
  readonly days: number;
  readonly by: string;
  readonly entry: string;
  readonly createdAt: Date;
}

export async function insertConsistency(
  tx: Tx,
  organization: OrganizationId,
  { id, library, path, days, runs, inputs, differ, likeness, by, entry, createdAt }: MeasuredConsistency,
): Promise<void> {
  await tx
    .insertInto('intelligence_consistency')
    .values({
      ...{ organization_id: organization, id, library_id: library, path, days, runs, inputs, likeness },
      ...{ differ: JSON.stringify(differ), measured_by: by, entry, created_at: createdAt },
    })
    .execute();
}

/** Newest first, at most 100. */
export async function selectConsistencies(
  reader: Reader,
  organization: OrganizationId,
): Promise<MeasuredConsistency[]> {
  const rows = await reader
    .selectFrom('intelligence_consistency')
    .where('organization_id', '=', organization)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .selectAll()
    .execute();
  return rows.map(({ id, library_id, path, days, runs, inputs, differ, likeness, ...row }) => ({
    ...{ id, library: library_id, path, days, runs, inputs, differ, likeness },
    ...{ by: row.measured_by, entry: row.entry, createdAt: row.created_at },
  }));
}
