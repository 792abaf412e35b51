import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { EntryId, OrganizationId } from '../entry.ts';
import './tables.ts';

/** A search that somebody saved for themselves. */
export interface SavedSearch {
  readonly id: Id<'sea'>;
  readonly owner: string;
  readonly name: string;
  /** The query of `entry.list`, as it goes on the wire. */
  readonly query: JsonObject;
  readonly madeAt: Date;
}

/** That somebody looked at the entries in [from, treeSize) under a signed head, and what they found. */
export interface Attestation {
  readonly id: Id<'att'>;
  readonly from: number;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  readonly conclusion: 'nothing' | 'findings';
  readonly findings: string;
  readonly by: string;
  readonly at: Date;
  readonly entry: EntryId;
}

/** @returns false when the owner has one of that name */
export async function insertSearch(
  tx: Tx,
  organization: OrganizationId,
  search: SavedSearch,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('ledger_saved_search')
    .values({
      organization_id: organization,
      id: search.id,
      owner_id: search.owner,
      name: search.name,
      query: JSON.stringify(search.query),
      made_at: search.madeAt,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns its name, or undefined when the owner has none with that id */
export async function deleteSearch(
  tx: Tx,
  organization: OrganizationId,
  owner: string,
  id: Id<'sea'>,
): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('ledger_saved_search')
    .where('organization_id', '=', organization)
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}

export async function listSearches(
  db: Reader,
  organization: OrganizationId,
  owner: string,
): Promise<SavedSearch[]> {
  const rows = await db
    .selectFrom('ledger_saved_search')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('owner_id', '=', owner)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    owner: row.owner_id,
    name: row.name,
    query: row.query,
    madeAt: row.made_at,
  }));
}

export async function insertAttestation(
  tx: Tx,
  organization: OrganizationId,
  attestation: Attestation,
  salt: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('ledger_attestation')
    .values({
      organization_id: organization,
      id: attestation.id,
      from_index: attestation.from,
      tree_size: attestation.treeSize,
      root_hash: attestation.rootHash,
      conclusion: attestation.conclusion,
      findings: attestation.findings,
      salt,
      by_id: attestation.by,
      at: attestation.at,
      entry_id: attestation.entry,
    })
    .execute();
}

/** Newest first. */
export async function listAttestations(
  db: Reader,
  organization: OrganizationId,
  limit: number,
): Promise<Attestation[]> {
  const rows = await db
    .selectFrom('ledger_attestation')
    .selectAll()
    .where('organization_id', '=', organization)
    .orderBy('tree_size', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    from: row.from_index,
    treeSize: row.tree_size,
    rootHash: row.root_hash,
    conclusion: row.conclusion,
    findings: row.findings,
    by: row.by_id,
    at: row.at,
    entry: row.entry_id,
  }));
}
