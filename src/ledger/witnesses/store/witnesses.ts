import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { OrganizationId } from '../../entry.ts';
import type { Witness, WitnessId } from '../witness.ts';
import './tables.ts';

/** Those that have not ended, oldest first. */
export async function listWitnesses(db: Reader, organization: OrganizationId): Promise<Witness[]> {
  const rows = await db
    .selectFrom('ledger_witness')
    .where('organization_id', '=', organization)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .select(['id', 'key', 'url', 'added_by', 'added_at'])
    .execute();
  return rows.map(({ id, key, url, added_by, added_at }) => ({
    ...{ id, key, url },
    ...{ addedBy: added_by, addedAt: added_at },
  }));
}

/** @returns false when the organization has that witness */
export async function insertWitness(
  tx: Tx,
  organization: OrganizationId,
  witness: Witness,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('ledger_witness')
    .values({
      organization_id: organization,
      id: witness.id,
      key: witness.key,
      url: witness.url,
      added_by: witness.addedBy,
      added_at: witness.addedAt,
      ended_at: null,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns its key, or undefined when there is no such witness that has not ended */
export async function endWitness(
  tx: Tx,
  organization: OrganizationId,
  id: WitnessId,
  at: Date,
): Promise<string | undefined> {
  const row = await tx
    .updateTable('ledger_witness')
    .set({ ended_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('key')
    .executeTakeFirst();
  return row?.key;
}

/** How many must cosign, where the organization said so. */
export async function readNeed(db: Reader, organization: OrganizationId): Promise<number | undefined> {
  const row = await db
    .selectFrom('ledger_witness_rule')
    .where('organization_id', '=', organization)
    .select('need')
    .executeTakeFirst();
  return row?.need;
}

export async function writeNeed(tx: Tx, organization: OrganizationId, need: number): Promise<void> {
  await tx
    .insertInto('ledger_witness_rule')
    .values({ organization_id: organization, need })
    .onConflict((on) => on.column('organization_id').doUpdateSet({ need }))
    .execute();
}

export async function readTroubles(
  db: Reader,
  organization: OrganizationId,
): Promise<Map<WitnessId, { problem: string; since: Date }>> {
  const rows = await db
    .selectFrom('ledger_witness_trouble')
    .where('organization_id', '=', organization)
    .select(['witness_id', 'problem', 'since'])
    .execute();
  return new Map(rows.map(({ witness_id, problem, since }) => [witness_id, { problem, since }]));
}

/** Keeps since when something is wrong; `undefined` says that all is well again. */
export async function writeTrouble(
  tx: Tx,
  organization: OrganizationId,
  witness: WitnessId,
  problem: string | undefined,
  at: Date,
): Promise<void> {
  if (problem === undefined)
    await tx
      .deleteFrom('ledger_witness_trouble')
      .where('organization_id', '=', organization)
      .where('witness_id', '=', witness)
      .execute();
  else
    await tx
      .insertInto('ledger_witness_trouble')
      .values({ organization_id: organization, witness_id: witness, problem, since: at })
      .onConflict((on) => on.columns(['organization_id', 'witness_id']).doUpdateSet({ problem }))
      .execute();
}
