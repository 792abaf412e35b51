import type { Reader } from '../../platform/db/index.ts';
import type { EntryId, OrganizationId } from '../entry.ts';

/** A leaf and its index, undefined while it waits. */
export interface StoredLeaf {
  readonly id: string;
  readonly index: number | undefined;
  readonly leaf: Uint8Array;
}

/** Those of `ids` that the organization has, in no order. */
export async function readLeaves(
  reader: Reader,
  organization: OrganizationId,
  ids: readonly EntryId[],
): Promise<StoredLeaf[]> {
  if (ids.length === 0) return [];
  const rows = await reader
    .selectFrom('ledger_leaf as l')
    .leftJoin('ledger_position as p', (on) =>
      on.onRef('p.organization_id', '=', 'l.organization_id').onRef('p.id', '=', 'l.id'),
    )
    .where('l.organization_id', '=', organization)
    .where('l.id', 'in', ids)
    .select(['l.id', 'l.leaf', 'p.index'])
    .execute();
  return rows.map(({ id, leaf, index }) => ({ id, leaf, index: index ?? undefined }));
}

/** Entries with index in [from, to), oldest first, each with its stored leaf hash. Gaps stay gaps: the verifier names them. */
export async function readRange(
  reader: Reader,
  organization: OrganizationId,
  from: number,
  to: number,
): Promise<{ index: number; leaf: Uint8Array; leafHash: Uint8Array }[]> {
  const rows = await reader
    .selectFrom('ledger_position as p')
    .innerJoin('ledger_leaf as l', (on) =>
      on.onRef('l.organization_id', '=', 'p.organization_id').onRef('l.id', '=', 'p.id'),
    )
    .where('p.organization_id', '=', organization)
    .where('p.index', '>=', from)
    .where('p.index', '<', to)
    .orderBy('p.index')
    .select(['p.index', 'l.leaf', 'p.leaf_hash'])
    .execute();
  return rows.map((row) => ({ index: row.index, leaf: row.leaf, leafHash: row.leaf_hash }));
}
