import { sql } from 'kysely';
import type { PersonId } from '../../access/index.ts';
import type { EntryId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { HistoryNode } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';
import { ofLibrary, reach } from './reach.ts';
import type { RepositoryKey } from './tables.ts';
import { walk } from './walk.ts';

/** What the index knows of a commit. */
export interface CommitRow extends HistoryNode {
  readonly tree: Oid;
  readonly message: string;
  /** Paths that differ from every parent. */
  readonly paths: readonly string[];
  readonly principal: string;
  readonly human: PersonId;
  readonly at: Date;
  /** The entry that says so. */
  readonly entry: EntryId;
}

/** Somebody who contributed bytes, as we authenticated them: a principal and the human behind it. */
export interface Contributor {
  readonly principal: string;
  readonly human: PersonId;
}

/** Adds one commit. @param contributors its author alone, if nobody else is given */
export function insertCommit(
  tx: Tx,
  key: RepositoryKey,
  commit: CommitRow,
  contributors: readonly Contributor[] = [commit],
): Promise<void> {
  return insertCommits(tx, key, [commit], () => contributors);
}

/** Rows of one insert: PostgreSQL takes 65,535 values at most. */
const rowsAtOnce = 1_000;

/**
 * Adds commits whose objects are stored, who contributed them, and which paths they changed. The same commit made twice (same parent,
 * bytes, author and second, on two branches) is one commit: the first stays.
 */
export async function insertCommits(
  tx: Tx,
  key: RepositoryKey,
  commits: readonly CommitRow[],
  contributorsTo: (commit: CommitRow) => readonly Contributor[] = (commit) => [commit],
): Promise<void> {
  for (let at = 0; at < commits.length; at += rowsAtOnce) {
    const some = commits.slice(at, at + rowsAtOnce);
    await insertRows(tx, key, some);
    await insertContributions(tx, key, some, contributorsTo);
    await insertPaths(tx, key, some);
  }
}

async function insertRows(tx: Tx, { organization, id }: RepositoryKey, commits: readonly CommitRow[]) {
  await tx
    .insertInto('libraries_commit')
    .values(
      commits.map((commit) => ({
        organization_id: organization,
        library_id: id,
        oid: commit.oid,
        tree: commit.tree,
        parents: [...commit.parents],
        generation: commit.generation,
        message: commit.message,
        paths: [...commit.paths],
        principal_id: commit.principal,
        human_id: commit.human,
        at: commit.at,
        entry_id: commit.entry,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function insertContributions(
  tx: Tx,
  { organization, id }: RepositoryKey,
  commits: readonly CommitRow[],
  contributorsTo: (commit: CommitRow) => readonly Contributor[],
) {
  const rows = commits.flatMap((commit) =>
    contributorsTo(commit).map(({ principal, human }) => ({
      organization_id: organization,
      library_id: id,
      commit_oid: commit.oid,
      principal_id: principal,
      human_id: human,
      at: commit.at,
    })),
  );
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await tx
      .insertInto('libraries_contribution')
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

async function insertPaths(tx: Tx, { organization, id }: RepositoryKey, commits: readonly CommitRow[]) {
  const changed = commits.flatMap(({ oid, generation, paths }) =>
    paths.map((path) => ({ oid, generation, path })),
  );
  await sql`
    insert into libraries_commit_path (organization_id, library_id, path, generation, oid)
    select ${organization}, ${id}, c.path, c.generation, c.oid
    from unnest(
      ${changed.map(({ path }) => path)}::text[], ${changed.map(({ generation }) => generation)}::integer[],
      ${changed.map(({ oid }) => oid)}::text[]
    ) as c (path, generation, oid)
    on conflict do nothing
  `.execute(tx);
}

export async function readCommit(
  reader: Reader,
  key: RepositoryKey,
  oid: Oid,
): Promise<CommitRow | undefined> {
  const row = await reader
    .selectFrom('libraries_commit')
    .where('organization_id', '=', key.organization)
    .where('library_id', '=', key.id)
    .where('oid', '=', oid)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : commitRow(row);
}

/** These commits, children before parents. What is not stored is absent. */
export async function readCommits(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<CommitRow[]> {
  const rows = await reader
    .selectFrom('libraries_commit')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .selectAll()
    .orderBy('generation', 'desc')
    .orderBy('oid')
    .execute();
  return rows.map(commitRow);
}

/** How many generations are fetched at once when history is walked. */
const generationsPerBatch = 200;

/** These commits and up to 200 generations of their ancestors, in one query. */
export async function loadHistory(
  reader: Reader,
  key: RepositoryKey,
  oids: readonly Oid[],
): Promise<HistoryNode[]> {
  return reader
    .selectFrom(
      sql<{ oid: Oid; parents: Oid[]; generation: number }>`(
        ${walk(key, sql`oid = any(${oids}::text[])`, sql`(select max(generation) from start) - ${generationsPerBatch}`)}
        select oid, parents, generation from walk
      )`.as('history'),
    )
    .selectAll()
    .execute();
}

export interface HistoryPage {
  /** Only commits that changed this path. */
  readonly path: string | undefined;
  /** Only commits after this place of the list. */
  readonly after: { readonly generation: number; readonly oid: Oid } | undefined;
  readonly limit: number;
}

/** Commits that can be reached from `head`, children before parents. */
export async function listCommits(
  reader: Reader,
  key: RepositoryKey,
  head: Oid,
  { path, after, limit }: HistoryPage,
): Promise<CommitRow[]> {
  const later =
    after === undefined
      ? sql`true`
      : sql`(c.generation <= ${after.generation} and (c.generation < ${after.generation} or c.oid > ${after.oid}))`;
  const page = sql`${later} order by c.generation desc, c.oid limit ${limit}`;
  const changed =
    path === undefined
      ? sql`true`
      : sql`exists (
          select from libraries_commit_path n
          where ${ofLibrary('n', key)} and n.path = ${path} and n.generation = c.generation and n.oid = c.oid
        )`;
  const published =
    path === undefined
      ? sql`select c.oid, c.generation from libraries_published_commit c
          where ${ofLibrary('c', key)} and c.number <= (select number from state) and ${page}`
      : sql`select c.oid, c.generation from libraries_commit_path c ${withinState(key)}
          where ${ofLibrary('c', key)} and c.path = ${path} and ${page}`;
  const rows = await reader
    .selectFrom(
      sql<{ oid: Oid }>`(
        ${reach(key, head)}
        select c.oid from (
          (${published}) union all (select c.oid, c.generation from loose c where ${changed} and ${page})
        ) c order by c.generation desc, c.oid limit ${limit}
      )`.as('listed'),
    )
    .innerJoin('libraries_commit as c', (on) =>
      on
        .on('c.organization_id', '=', key.organization)
        .on('c.library_id', '=', key.id)
        .onRef('c.oid', '=', 'listed.oid'),
    )
    .selectAll('c')
    .orderBy('c.generation', 'desc')
    .orderBy('c.oid')
    .execute();
  return rows.map(commitRow);
}

/** Of rows that name a commit as `c.oid`, those that lie under `reach`'s `state`: each looked up by primary key. */
function withinState(key: RepositoryKey) {
  return sql`cross join lateral (
    select from libraries_published_commit p
    where ${ofLibrary('p', key)} and p.oid = c.oid and p.number <= (select number from state) offset 0
  ) within`;
}

/** Those of these commits that changed a path, children before parents. */
export async function commitsNamed(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
  path: string,
): Promise<CommitRow[]> {
  const rows = await reader
    .selectFrom('libraries_commit')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .where(sql<boolean>`${path} = any(paths)`)
    .selectAll()
    .orderBy('generation', 'desc')
    .orderBy('oid')
    .execute();
  return rows.map(commitRow);
}

/** For each of these paths, the newest commit under `head` that changed it. Paths that none changed are absent. */
export async function lastChanges(
  reader: Reader,
  key: RepositoryKey,
  head: Oid,
  paths: readonly string[],
): Promise<ReadonlyMap<string, { readonly at: Date; readonly principal: string }>> {
  const rows = await reader
    .selectFrom(
      sql<{ path: string; oid: Oid }>`(
        ${reach(key, head)}
        select distinct on (path) path, oid from (
          select a.path, c.generation, c.oid from unnest(${paths}::text[]) as a (path)
          cross join lateral (
            select c.generation, c.oid from libraries_commit_path c ${withinState(key)}
            where ${ofLibrary('c', key)} and c.path = a.path order by c.generation desc, c.oid limit 1
          ) c
          union all
          select a.path, l.generation, l.oid from loose l
          cross join lateral (
            select c.paths from libraries_commit c where ${ofLibrary('c', key)} and c.oid = l.oid offset 0
          ) c
          cross join lateral unnest(c.paths) as a (path)
          where a.path = any(${paths}::text[])
        ) changed order by path, generation desc, oid
      )`.as('changed'),
    )
    .innerJoin('libraries_commit as c', (on) =>
      on
        .on('c.organization_id', '=', key.organization)
        .on('c.library_id', '=', key.id)
        .onRef('c.oid', '=', 'changed.oid'),
    )
    .select(['changed.path', 'c.at', 'c.principal_id as principal'])
    .execute();
  return new Map(rows.map(({ path, at, principal }) => [path, { at, principal }]));
}

/** Everybody who contributed to these commits. */
export async function contributorsOf(
  reader: Reader,
  { organization, id }: RepositoryKey,
  commits: readonly Oid[],
): Promise<Contributor[]> {
  if (commits.length === 0) return [];
  const rows = await reader
    .selectFrom('libraries_contribution')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('commit_oid', '=', sql<Oid>`any(${commits}::text[])`)
    .select(['principal_id as principal', 'human_id as human'])
    .distinct()
    .orderBy('principal_id')
    .execute();
  return rows;
}

/** Who contributed to some commits beside the one who made each: suggested it, or wrote what was picked. Commits by one alone are absent. */
export async function coAuthorsOf(
  reader: Reader,
  { organization, id }: RepositoryKey,
  commits: readonly Pick<CommitRow, 'oid' | 'principal'>[],
): Promise<ReadonlyMap<Oid, readonly string[]>> {
  const makers = new Map(commits.map(({ oid, principal }) => [oid, principal]));
  if (makers.size === 0) return new Map();
  const rows = await reader
    .selectFrom('libraries_contribution')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('commit_oid', '=', sql<Oid>`any(${[...makers.keys()]}::text[])`)
    .select(['commit_oid as oid', 'principal_id as principal'])
    .orderBy('principal_id')
    .execute();
  const others = rows.filter(({ oid, principal }) => makers.get(oid) !== principal);
  return new Map(
    [...Map.groupBy(others, ({ oid }) => oid)].map(([oid, found]) => [
      oid,
      found.map(({ principal }) => principal),
    ]),
  );
}

/**
 * Everybody who contributed to commits that `head` has and `since` has not, and that changed one of these paths.
 * @param since undefined for the whole history
 */
export async function contributorsSince(
  reader: Reader,
  key: RepositoryKey,
  head: Oid,
  since: Oid | undefined,
  paths: readonly string[],
): Promise<{ principal: string; human: PersonId }[]> {
  const old =
    since === undefined
      ? sql`select null::text`
      : sql`${walk(key, sql`oid = ${since}`)} select oid from walk`;
  const query = sql<{ oid: Oid }>`(
    ${walk(key, sql`oid = ${head}`)}
    select oid from walk where paths && ${paths}::text[] except (${old}))`;
  const rows = await reader.selectFrom(query.as('newer')).select('oid').execute();
  return contributorsOf(
    reader,
    key,
    rows.map(({ oid }) => oid),
  );
}

function commitRow(row: {
  oid: Oid;
  tree: Oid;
  parents: Oid[];
  generation: number;
  message: string;
  paths: string[];
  principal_id: string;
  human_id: PersonId;
  at: Date;
  entry_id: EntryId;
}): CommitRow {
  const { oid, tree, parents, generation, message, paths, at } = row;
  const { principal_id: principal, human_id: human, entry_id: entry } = row;
  return { oid, tree, parents, generation, message, paths, principal, human, at, entry };
}
