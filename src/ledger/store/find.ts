import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Tables } from '../../platform/db/tables.ts';
import type { OrganizationId } from '../entry.ts';
import type { EntryFilter } from '../ledger.ts';
import { wordQuery } from '../words.ts';
import type { StoredLeaf } from './entries.ts';
import './tables.ts';

/**
 * Puts the next entries of one log into the index for finding, at most `limit`. One at a time for each log, so that it has no gaps.
 * @returns how many were put; `limit` when there may be more
 */
export async function indexNext(tx: Tx, organization: OrganizationId, limit: number): Promise<number> {
  const place = `ledger:find:${organization}`;
  const lock = await sql<{ ours: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${place}, 0)) as ours`.execute(tx);
  if (lock.rows[0]?.ours !== true) return 0;
  const from = await indexedTo(tx, organization);
  const { numAffectedRows } = await sql`
    insert into ledger_find (organization_id, index, id, at, action, subject_kind, subject_id, actor_id, words)
    select l.organization_id, p.index, l.id, l.at, l.action, l.subject_kind, l.subject_id, l.actor_id, ledger_words(l.leaf)
    from ledger_position p join ledger_leaf l on l.organization_id = p.organization_id and l.id = p.id
    where p.organization_id = ${organization} and p.index >= ${from} and p.index < ${from + limit}
    order by p.index on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Entries below this are in the index for finding. */
async function indexedTo(db: Reader, organization: OrganizationId): Promise<number> {
  const row = await db
    .selectFrom('ledger_find')
    .where('organization_id', '=', organization)
    .orderBy('index', 'desc')
    .limit(1)
    .select('index')
    .executeTakeFirst();
  return row === undefined ? 0 : row.index + 1;
}

/** Entries in the log that match, newest first unless asked otherwise. What is not in the index yet is looked through as it is. */
export async function findLeaves(
  reader: Reader,
  organization: OrganizationId,
  filter: EntryFilter,
): Promise<StoredLeaf[]> {
  const query = filter.text === undefined ? null : wordQuery(filter.text);
  // Words were asked for and there are none: nothing has them.
  if (query === undefined) return [];
  const end = await indexedTo(reader, organization);
  const { beforeIndex = Number.MAX_SAFE_INTEGER, fromIndex = 0, limit } = filter;
  const parts = [
    { from: Math.max(end, fromIndex), to: beforeIndex, read: unindexed },
    { from: fromIndex, to: Math.min(end, beforeIndex), read: indexed },
  ];
  const found: StoredLeaf[] = [];
  for (const { from, to, read } of filter.oldestFirst === true ? parts.toReversed() : parts)
    if (from < to && found.length < limit)
      found.push(
        ...(await read(reader, organization, { ...filter, from, to, query, limit: limit - found.length })),
      );
  return found;
}

type Range = EntryFilter & { readonly from: number; readonly to: number; readonly query: string | null };

function indexed(reader: Reader, organization: OrganizationId, filter: Range): Promise<StoredLeaf[]> {
  const { from, to, query, limit } = filter;
  // The entries are chosen first, by the index alone, and then read: an order by the joined table would keep the planner from both.
  return reader
    .with('chosen', (db) => {
      let chosen = db
        .selectFrom('ledger_find as l')
        .where('l.organization_id', '=', organization)
        .where('l.index', '>=', from)
        .where('l.index', '<', to)
        .where((is) => is.and(conditions(is, filter)));
      if (query !== null) chosen = chosen.where(sql<boolean>`l.words @@ to_tsquery('simple', ${query})`);
      return chosen
        .orderBy('l.index', filter.oldestFirst === true ? 'asc' : 'desc')
        .limit(limit)
        .select(['l.index', 'l.id']);
    })
    .selectFrom('chosen as p')
    .innerJoin('ledger_leaf as l', 'l.id', 'p.id')
    .where('l.organization_id', '=', organization)
    .orderBy('p.index', filter.oldestFirst === true ? 'asc' : 'desc')
    .select(['p.index', 'l.id', 'l.leaf'])
    .execute();
}

function unindexed(reader: Reader, organization: OrganizationId, filter: Range): Promise<StoredLeaf[]> {
  const { from, to, query, limit } = filter;
  const direction = filter.oldestFirst === true ? 'asc' : 'desc';
  // Read first and then looked through: a planner that knows nothing of the log yet would take words apart for every pair of rows.
  let found = reader
    .with(
      (named) => named('tail').materialized(),
      (db) =>
        db
          .selectFrom('ledger_position as p')
          .innerJoin('ledger_leaf as l', (on) =>
            on.onRef('l.organization_id', '=', 'p.organization_id').onRef('l.id', '=', 'p.id'),
          )
          .where('p.organization_id', '=', organization)
          .where('p.index', '>=', from)
          .where('p.index', '<', to)
          .where((is) => is.and(conditions(is, filter)))
          .orderBy('p.index', direction)
          .$if(query === null, (all) => all.limit(limit))
          .select(['p.index', 'l.id', 'l.leaf']),
    )
    .selectFrom('tail as l');
  if (query !== null)
    found = found.where(sql<boolean>`ledger_words(l.leaf) @@ to_tsquery('simple', ${query})`);
  return found.orderBy('l.index', direction).limit(limit).select(['l.index', 'l.id', 'l.leaf']).execute();
}

type Columns = {
  l: Pick<Tables['ledger_leaf'], 'action' | 'subject_kind' | 'subject_id' | 'actor_id' | 'at'>;
};

/** What both the leaves and their index say of an entry. */
function conditions(is: ExpressionBuilder<Columns, 'l'>, filter: EntryFilter): Expression<SqlBool>[] {
  const { action, subjectKind, subjectId, actorId, since, until } = filter;
  const wanted: Expression<SqlBool>[] = [];
  if (action?.endsWith('.') === true)
    wanted.push(is('l.action', 'like', `${action.replaceAll('_', '\\_')}%`));
  else if (action !== undefined) wanted.push(is('l.action', '=', action));
  if (subjectKind !== undefined) wanted.push(is('l.subject_kind', '=', subjectKind));
  if (subjectId !== undefined) wanted.push(is('l.subject_id', '=', subjectId));
  if (actorId !== undefined) wanted.push(is('l.actor_id', '=', actorId));
  if (since !== undefined) wanted.push(is('l.at', '>=', since));
  if (until !== undefined) wanted.push(is('l.at', '<', until));
  return wanted;
}

/** How many entries of each action are in the index, counted up to `most`: its part of the index of actions, and no entry, is read. */
export async function countActions(
  reader: Reader,
  organization: OrganizationId,
  actions: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, number>> {
  const query = sql<{ action: string; entries: number }>`(
    select a.action, c.entries from unnest(${actions}::text[]) as a (action)
    cross join lateral (
      select count(*)::integer as entries from (
        select 1 from ledger_find f where f.organization_id = ${organization} and f.action = a.action limit ${most}
      ) counted
    ) c)`;
  const rows = await reader.selectFrom(query.as('counts')).selectAll().execute();
  return new Map(rows.map(({ action, entries }) => [action, entries]));
}
