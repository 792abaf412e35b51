import { sql } from 'kysely';
import type { PersonId } from '../../access/index.ts';
import type { EntryId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { HistoryNode } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';
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

/**
 * Adds a commit whose object is stored, and who contributed it: its author alone, if nobody else is given. The same commit made twice (same parent, bytes, author and second,
 * on two branches) is one commit: the first stays.
 */
export async function insertCommit(
  tx: Tx,
  { organization, id }: RepositoryKey,
  commit: CommitRow,
  contributors: readonly Contributor[] = [commit],
): Promise<void> {
  const key = { organization_id: organization, library_id: id };
  await tx
    .insertInto('libraries_commit')
    .values({
      ...key,
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
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (contributors.length === 0) return;
  await tx
    .insertInto('libraries_contribution')
    .values(
      contributors.map(({ principal, human }) => ({
        ...key,
        commit_oid: commit.oid,
        principal_id: principal,
        human_id: human,
        at: commit.at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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
  const onPath = path === undefined ? sql`true` : sql`${path} = any(paths)`;
  const later =
    after === undefined
      ? sql`true`
      : sql`(generation < ${after.generation} or (generation = ${after.generation} and oid > ${after.oid}))`;
  const rows = await reader
    .selectFrom(
      sql<{ oid: Oid }>`(
        ${walk(key, sql`oid = ${head}`)}
        select oid from walk where ${onPath} and ${later} order by generation desc, oid limit ${limit}
      )`.as('walked'),
    )
    .innerJoin('libraries_commit as c', (on) =>
      on
        .on('c.organization_id', '=', key.organization)
        .on('c.library_id', '=', key.id)
        .onRef('c.oid', '=', 'walked.oid'),
    )
    .selectAll('c')
    .orderBy('c.generation', 'desc')
    .orderBy('c.oid')
    .execute();
  return rows.map(commitRow);
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

/** For every path, the newest commit under `head` that changed it. */
export async function lastChanges(
  reader: Reader,
  key: RepositoryKey,
  head: Oid,
): Promise<ReadonlyMap<string, { readonly at: Date; readonly principal: string }>> {
  const rows = await reader
    .selectFrom(
      sql<{ path: string; oid: Oid }>`(
        ${walk(key, sql`oid = ${head}`)}
        select distinct on (path) path, oid from walk, unnest(paths) path order by path, generation desc, oid
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
