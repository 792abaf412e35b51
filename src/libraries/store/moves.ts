import { sql } from 'kysely';
import { type LibraryVisibility, whereVisible } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { LiveMove, MoveKind } from '../environments/move.ts';
import type { RepositoryKey } from './tables.ts';

/** One move of an environment's pointer to an asset. */
export interface Move {
  readonly library: string;
  readonly path: string;
  /** What was live before; null when nothing was. */
  readonly from: number | null;
  /** What is live from then on; null when nothing is. */
  readonly to: number | null;
  readonly at: Date;
  readonly by: string;
  readonly change: Id<'chg'>;
  readonly reason: string | null;
  readonly entry: EntryId | null;
  readonly kind: MoveKind;
}

/** Where a list of moves goes on: the key of the last one shown. */
export interface MoveKey {
  readonly at: Date;
  readonly library: string;
  readonly path: string;
  readonly sequence: number;
}

export interface MoveFilter {
  readonly environment: string;
  readonly visibility: LibraryVisibility;
  readonly library: RepositoryKey['id'] | undefined;
  readonly path: string | undefined;
  readonly before: MoveKey | undefined;
  readonly limit: number;
}

/** Moves in the libraries that the filter lets through, newest first. What it hides is never read. */
export async function listMoves(
  reader: Reader,
  organization: OrganizationId,
  { environment, visibility, library, path, before, limit }: MoveFilter,
): Promise<readonly (Move & { readonly key: MoveKey })[]> {
  const query = sql<{
    library: string;
    library_id: string;
    path: string;
    sequence: number;
    from: number | null;
    to: number | null;
    at: Date;
    by: string;
    change: Id<'chg'>;
    reason: string | null;
    entry: EntryId | null;
    kind: MoveKind;
  }>`(
    select l.name as library, m.library_id, m.path, m.sequence, b.number as from, m.number as to, m.moved_at as at,
      m.moved_by as by, m.change_id as change, m.reason, m.entry_id as entry, m.kind
    from libraries_pointer m
    join libraries_library l on l.organization_id = m.organization_id and l.id = m.library_id
    left join libraries_pointer b on b.organization_id = m.organization_id and b.library_id = m.library_id
      and b.path = m.path and b.environment = m.environment and b.sequence = m.sequence - 1
    where m.organization_id = ${organization} and m.environment = ${environment}
      and ${whereVisible(visibility, sql.ref<string>('l.id'), sql<boolean>`(l.visibility = 'restricted')`, sql.ref<string>('m.path'))}
      and ${library === undefined ? sql`true` : sql`m.library_id = ${library}`}
      and ${path === undefined ? sql`true` : sql`m.path = ${path}`}
      and ${
        before === undefined
          ? sql`true`
          : sql`(m.moved_at, m.library_id, m.path, m.sequence) < (${before.at}, ${before.library}, ${before.path}, ${before.sequence})`
      }
    order by m.moved_at desc, m.library_id desc, m.path desc, m.sequence desc
    limit ${limit})`;
  const rows = await reader
    .selectFrom(query.as('moves'))
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('library_id', 'desc')
    .orderBy('path', 'desc')
    .orderBy('sequence', 'desc')
    .execute();
  return rows.map(({ library_id, sequence, ...move }) => ({
    ...move,
    key: { at: move.at, library: library_id, path: move.path, sequence },
  }));
}

/** What is live of one asset, from which move on, and until which. */
export interface LiveState {
  readonly number: number | null;
  readonly since: Date;
  /** When the next move replaced it; null while it is in force. */
  readonly until: Date | null;
  readonly by: string;
  readonly change: Id<'chg'>;
  readonly reason: string | null;
}

/**
 * The move of one asset in force at an instant, or now. A move at T is in force at T; of several at the same instant the last one is.
 * Now means the newest move, whatever clocks say. Undefined before the first one.
 */
export async function moveInForce(
  reader: Reader,
  { organization, id }: RepositoryKey,
  path: string,
  environment: string,
  at: Date | undefined,
): Promise<LiveState | undefined> {
  const query = sql<LiveState>`(
    select m.number, m.moved_at as since, n.moved_at as until, m.moved_by as by, m.change_id as change, m.reason
    from libraries_pointer m
    left join libraries_pointer n on n.organization_id = m.organization_id and n.library_id = m.library_id
      and n.path = m.path and n.environment = m.environment and n.sequence = m.sequence + 1
    where m.organization_id = ${organization} and m.library_id = ${id} and m.path = ${path}
      and m.environment = ${environment} and ${at === undefined ? sql`true` : sql`m.moved_at <= ${at}`}
    order by m.sequence desc limit 1)`;
  return reader.selectFrom(query.as('state')).selectAll().executeTakeFirst();
}

/** An asset that is live, with the move that made it so. */
export interface LiveAsset {
  readonly library: string;
  readonly path: string;
  readonly version: number;
  readonly digest: string;
  readonly since: Date;
  readonly by: string;
  readonly change: Id<'chg'>;
  readonly reason: string | null;
}

export interface LiveFilter {
  readonly environment: string;
  readonly visibility: LibraryVisibility;
  readonly library: RepositoryKey['id'] | undefined;
  /** The instant, as `moveInForce` reads it; undefined means now. */
  readonly at: Date | undefined;
  readonly after: { readonly library: string; readonly path: string } | undefined;
  readonly limit: number;
}

/** What was live in an environment at an instant, by library and path, in the libraries that the filter lets through. */
export async function listLiveAt(
  reader: Reader,
  organization: OrganizationId,
  { environment, visibility, library, at, after, limit }: LiveFilter,
): Promise<readonly LiveAsset[]> {
  const query = sql<LiveAsset>`(
    select l.name as library, m.path, m.number as version, v.digest, m.moved_at as since, m.moved_by as by,
      m.change_id as change, m.reason
    from (
      select distinct on (library_id, path) * from libraries_pointer
      where organization_id = ${organization} and environment = ${environment}
        and ${at === undefined ? sql`true` : sql`moved_at <= ${at}`}
        and ${library === undefined ? sql`true` : sql`library_id = ${library}`}
      order by library_id, path, sequence desc
    ) m
    join libraries_library l on l.organization_id = m.organization_id and l.id = m.library_id
    join libraries_version v on v.organization_id = m.organization_id and v.library_id = m.library_id
      and v.path = m.path and v.number = m.number
    where ${whereVisible(visibility, sql.ref<string>('l.id'), sql<boolean>`(l.visibility = 'restricted')`, sql.ref<string>('m.path'))}
      and ${after === undefined ? sql`true` : sql`(l.name, m.path) > (${after.library}, ${after.path})`}
    order by l.name, m.path limit ${limit})`;
  return reader.selectFrom(query.as('live')).selectAll().orderBy('library').orderBy('path').execute();
}

/** How many assets are live in each environment, in the libraries that the filter lets through. Environments without any are absent. */
export async function countLive(
  reader: Reader,
  organization: OrganizationId,
  visibility: LibraryVisibility,
): Promise<ReadonlyMap<string, number>> {
  const query = sql<{ environment: string; live: number }>`(
    select m.environment, count(*)::integer as live
    from (
      select distinct on (p.library_id, p.path, p.environment) p.environment, p.number
      from libraries_pointer p
      join libraries_library l on l.organization_id = p.organization_id and l.id = p.library_id
      where p.organization_id = ${organization}
        and ${whereVisible(visibility, sql.ref<string>('l.id'), sql<boolean>`(l.visibility = 'restricted')`, sql.ref<string>('p.path'))}
      order by p.library_id, p.path, p.environment, p.sequence desc
    ) m where m.number is not null group by m.environment)`;
  const rows = await reader.selectFrom(query.as('counts')).selectAll().execute();
  return new Map(rows.map(({ environment, live }) => [environment, live]));
}

/** Whether anything at all is live in an environment. */
export async function anythingLive(
  reader: Reader,
  organization: OrganizationId,
  environment: string,
): Promise<boolean> {
  const query = sql<{ live: number }>`(
    select 1 as live from (
      select distinct on (library_id, path) number from libraries_pointer
      where organization_id = ${organization} and environment = ${environment}
      order by library_id, path, sequence desc
    ) m where m.number is not null limit 1)`;
  return (await reader.selectFrom(query.as('live')).selectAll().executeTakeFirst()) !== undefined;
}

/** Every move of one asset in one environment, oldest first. Under the lock of `main` this is what holds until the transaction ends. */
export async function movesOf(
  db: Reader,
  { organization, id }: RepositoryKey,
  path: string,
  environment: string,
): Promise<readonly LiveMove[]> {
  return db
    .selectFrom('libraries_pointer as moved')
    .leftJoin('libraries_version as version', (join) =>
      join
        .onRef('version.organization_id', '=', 'moved.organization_id')
        .onRef('version.library_id', '=', 'moved.library_id')
        .onRef('version.path', '=', 'moved.path')
        .onRef('version.number', '=', 'moved.number'),
    )
    .select([
      'moved.kind',
      'moved.number',
      'version.digest',
      'moved.change_id as change',
      'moved.moved_at as at',
      'moved.moved_by as by',
      'moved.entry_id as entry',
    ])
    .where('moved.organization_id', '=', organization)
    .where('moved.library_id', '=', id)
    .where('moved.path', '=', path)
    .where('moved.environment', '=', environment)
    .orderBy('moved.sequence')
    .execute();
}

/** Environments for which each version of an asset was approved: `number → environments`, by name. */
export async function approvedFor(
  db: Reader,
  { organization, id }: RepositoryKey,
  path: string,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db
    .selectFrom('libraries_pointer')
    .select(['number', 'environment'])
    .distinct()
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('path', '=', path)
    .where('kind', 'in', ['publish', 'uphold'])
    .where('number', 'is not', null)
    .orderBy('environment')
    .execute();
  const found = new Map<number, string[]>();
  for (const { number, environment } of rows)
    if (number !== null) found.set(number, [...(found.get(number) ?? []), environment]);
  return found;
}
