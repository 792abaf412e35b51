import { sql } from 'kysely';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { OrganizationId } from '../../entry.ts';
import type { WitnessId } from '../witness.ts';
import './tables.ts';

/** A witness's line on a checkpoint. */
export interface StoredCosignature {
  readonly treeSize: number;
  readonly witness: WitnessId;
  readonly line: string;
  readonly at: Date;
}

/** Of a witness and a size there is one line: the first. */
export async function insertCosignature(
  tx: Tx,
  organization: OrganizationId,
  { treeSize, witness, line, at }: StoredCosignature,
): Promise<void> {
  await tx
    .insertInto('ledger_cosignature')
    .values({
      organization_id: organization,
      tree_size: treeSize,
      witness_id: witness,
      line,
      cosigned_at: at,
    })
    .onConflict((on) => on.doNothing())
    .execute();
}

/** Lines on checkpoints of size `from` to `to`, both included, by size; those of witnesses that ended too: they were given. */
export async function readLines(
  db: Reader,
  organization: OrganizationId,
  from: number,
  to: number,
): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('ledger_cosignature')
    .where('organization_id', '=', organization)
    .where('tree_size', '>=', from)
    .where('tree_size', '<=', to)
    .orderBy('tree_size')
    .orderBy('witness_id')
    .select(['tree_size', 'line'])
    .execute();
  const lines = new Map<number, string>();
  for (const row of rows) lines.set(row.tree_size, `${lines.get(row.tree_size) ?? ''}${row.line}`);
  return lines;
}

/** What a witness cosigned last: the largest size, and when. */
export async function readLastCosigned(
  db: Reader,
  organization: OrganizationId,
  witness: WitnessId,
): Promise<{ treeSize: number; at: Date } | undefined> {
  const row = await db
    .selectFrom('ledger_cosignature')
    .where('organization_id', '=', organization)
    .where('witness_id', '=', witness)
    .orderBy('tree_size', 'desc')
    .limit(1)
    .select(['tree_size', 'cosigned_at'])
    .executeTakeFirst();
  return row && { treeSize: row.tree_size, at: row.cosigned_at };
}

/**
 * The largest size up to `bound` that at least `need` of the witnesses that have not ended cosigned, and when the last of them did. Looks
 * from `bound` downwards and stops at the first.
 */
export async function readWitnessedSize(
  db: Reader,
  organization: OrganizationId,
  need: number,
  bound: number,
): Promise<{ treeSize: number; at: Date } | undefined> {
  const row = await db
    .selectFrom('ledger_cosignature as c')
    .innerJoin('ledger_witness as w', (on) =>
      on.onRef('w.organization_id', '=', 'c.organization_id').onRef('w.id', '=', 'c.witness_id'),
    )
    .where('c.organization_id', '=', organization)
    .where('c.tree_size', '<=', bound)
    .where('w.ended_at', 'is', null)
    .groupBy('c.tree_size')
    .having(sql<boolean>`count(*) >= ${need}`)
    .orderBy('c.tree_size', 'desc')
    .limit(1)
    .select(['c.tree_size', sql<Date>`max(c.cosigned_at)`.as('at')])
    .executeTakeFirst();
  return row && { treeSize: row.tree_size, at: row.at };
}

/** When the first checkpoint larger than `size` was signed; undefined when there is none. */
export async function readSignedAfter(
  db: Reader,
  organization: OrganizationId,
  size: number,
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('ledger_checkpoint')
    .where('organization_id', '=', organization)
    .where('tree_size', '>', size)
    .orderBy('tree_size')
    .limit(1)
    .select('signed_at')
    .executeTakeFirst();
  return row?.signed_at;
}
