import { sql } from 'kysely';
import type { Reader } from '../../platform/db/index.ts';
import type { EntryId, OrganizationId } from '../entry.ts';
import type { LastActs } from '../ledger.ts';

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

/** How many of an actor's entries are looked at. */
const window = 2_000;

/** What each actor did last, by action, from the index of actors: no other entry is read. */
export async function readLastActs(
  reader: Reader,
  organization: OrganizationId,
  actors: readonly string[],
): Promise<ReadonlyMap<string, LastActs>> {
  const query = sql<{ actor: string; action: string; at: Date; oldest: Date; entries: number }>`(
    select a.actor, l.action, max(l.at) as at, min(l.at) as oldest, count(*)::integer as entries
    from unnest(${actors}::text[]) as a (actor)
    cross join lateral (
      select action, at from ledger_leaf where organization_id = ${organization} and actor_id = a.actor
      order by id desc limit ${window}
    ) l group by a.actor, l.action)`;
  const rows = await reader.selectFrom(query.as('acts')).selectAll().execute();
  const acts = new Map<string, LastActs>();
  for (const [actor, own] of Map.groupBy(rows, (row) => row.actor)) {
    const isAll = own.reduce((sum, { entries }) => sum + entries, 0) < window;
    const oldest = new Date(Math.min(...own.map((row) => row.oldest.getTime())));
    acts.set(actor, {
      actions: new Map(own.map(({ action, at }) => [action, at])),
      since: isAll ? undefined : oldest,
    });
  }
  return acts;
}

/**
 * Of the entries with index in [from, to): where the log ends before `to`, else `to`, and those of some actions, oldest first. What is not
 * of these actions is not read.
 */
export async function readRangeOf(
  reader: Reader,
  organization: OrganizationId,
  from: number,
  to: number,
  actions: readonly string[],
): Promise<{ nextIndex: number; leaves: { index: number; leaf: Uint8Array }[] }> {
  const range = reader
    .selectFrom('ledger_position as p')
    .where('p.organization_id', '=', organization)
    .where('p.index', '>=', from)
    .where('p.index', '<', to);
  const last = await range.select(({ fn }) => fn.max('p.index').as('index')).executeTakeFirst();
  if (last?.index == null) return { nextIndex: from, leaves: [] };
  const leaves = await range
    .innerJoin('ledger_leaf as l', (on) =>
      on.onRef('l.organization_id', '=', 'p.organization_id').onRef('l.id', '=', 'p.id'),
    )
    .where('p.index', '<=', last.index)
    .where('l.action', 'in', actions)
    .orderBy('p.index')
    .select(['p.index', 'l.leaf'])
    .execute();
  return { nextIndex: last.index + 1, leaves };
}
