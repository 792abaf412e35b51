import { type Selectable, sql } from 'kysely';
import type { LibraryId, PersonId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Change, ChangeId, Stage } from '../change.ts';
import type { ChangeTable } from './tables.ts';

type Handle = Reader | Tx;

function changeFrom(row: Selectable<ChangeTable>): Change {
  return {
    organization: row.organization_id,
    id: row.id,
    library: row.library_id,
    number: row.number,
    title: row.title,
    description: row.description,
    branch: row.branch,
    environment: row.environment,
    stage: row.stage,
    createdBy: row.created_by,
    createdHuman: row.created_human,
    submittedHuman: row.submitted_human,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    submittedAt: row.submitted_at,
    publishedAt: row.published_at,
    finalRevision: row.final_revision,
    finalBase: row.final_base,
  };
}

export async function readChange(
  db: Handle,
  organization: OrganizationId,
  id: string,
): Promise<Change | undefined> {
  const row = await db
    .selectFrom('changes_change')
    .selectAll()
    .where('organization_id', '=', organization)
    .where(sql<string>`id`, '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : changeFrom(row);
}

/** Some changes, by id; those that the organization does not have are not in the map. */
export async function changesById(
  db: Handle,
  organization: OrganizationId,
  ids: readonly ChangeId[],
): Promise<ReadonlyMap<ChangeId, Change>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('changes_change')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, changeFrom(row)]));
}

/** Reads and locks a change until the transaction ends: acts on one change happen one after the other. */
export async function lockChange(
  tx: Tx,
  organization: OrganizationId,
  id: ChangeId,
): Promise<Change | undefined> {
  const row = await tx
    .selectFrom('changes_change')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : changeFrom(row);
}

/** Until the transaction ends nobody else opens a change in this library: what is looked up then, still holds when it is inserted. */
export async function lockOpening(tx: Tx, library: LibraryId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`changes:${library}`}, 0))`.execute(tx);
}

/** Inserts a change with the library's next number. Under `lockOpening`. */
export async function insertChange(tx: Tx, change: Omit<Change, 'number'>): Promise<Change> {
  const { next } = await tx
    .selectFrom('changes_change')
    .select((query) => query.fn.coalesce(query.fn.max('number'), sql<number>`0`).as('next'))
    .where('organization_id', '=', change.organization)
    .where('library_id', '=', change.library)
    .executeTakeFirstOrThrow();
  const numbered = { ...change, number: next + 1 };
  await tx
    .insertInto('changes_change')
    .values({
      organization_id: numbered.organization,
      id: numbered.id,
      library_id: numbered.library,
      number: numbered.number,
      title: numbered.title,
      description: numbered.description,
      branch: numbered.branch,
      environment: numbered.environment,
      stage: numbered.stage,
      created_by: numbered.createdBy,
      created_human: numbered.createdHuman,
      submitted_human: null,
      created_at: numbered.createdAt,
      updated_at: numbered.updatedAt,
      submitted_at: null,
      published_at: null,
      final_revision: null,
      final_base: null,
    })
    .execute();
  return numbered;
}

/** The change that lives on a branch for an environment, if one does. */
export async function livingOn(
  db: Handle,
  organization: OrganizationId,
  library: LibraryId,
  branch: string,
  environment: string,
): Promise<ChangeId | undefined> {
  const row = await db
    .selectFrom('changes_change')
    .select('id')
    .where('organization_id', '=', organization)
    .where('library_id', '=', library)
    .where('branch', '=', branch)
    .where('environment', '=', environment)
    .where('stage', 'in', ['draft', 'open'])
    .executeTakeFirst();
  return row?.id;
}

/** Draft → open, asked for by a human. */
export async function openForReview(
  tx: Tx,
  { organization, id }: Change,
  at: Date,
  human: PersonId,
): Promise<void> {
  await tx
    .updateTable('changes_change')
    .set({ stage: 'open', updated_at: at, submitted_at: at, submitted_human: human })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

export async function moveStage(
  tx: Tx,
  change: Change,
  to: Exclude<Stage, 'draft' | 'open'>,
  at: Date,
  final: { readonly revision: string; readonly base: string },
): Promise<void> {
  await tx
    .updateTable('changes_change')
    .set({
      stage: to,
      updated_at: at,
      ...(to === 'published' ? { published_at: at } : {}),
      final_revision: final.revision,
      final_base: final.base,
    })
    .where('organization_id', '=', change.organization)
    .where('id', '=', change.id)
    .execute();
}

export async function rename(
  tx: Tx,
  change: Change,
  { title, description }: Pick<Change, 'title' | 'description'>,
): Promise<void> {
  await tx
    .updateTable('changes_change')
    .set({ title, description })
    .where('organization_id', '=', change.organization)
    .where('id', '=', change.id)
    .execute();
}

export async function touch(tx: Tx, change: Change, at: Date): Promise<void> {
  await tx
    .updateTable('changes_change')
    .set({ updated_at: at })
    .where('organization_id', '=', change.organization)
    .where('id', '=', change.id)
    .execute();
}

export interface ChangeFilter {
  readonly libraries: readonly LibraryId[];
  readonly stages: readonly Stage[] | undefined;
  /** Only those that this human asked for. */
  readonly createdHuman?: PersonId | undefined;
  readonly limit: number;
  /** Keyset: only changes before this one in the order newest-updated first. */
  readonly before: { readonly at: Date; readonly id: string } | undefined;
}

/** Changes of libraries that the caller has found visible, newest-updated first. */
export async function listChanges(
  db: Reader,
  organization: OrganizationId,
  filter: ChangeFilter,
): Promise<Change[]> {
  if (filter.libraries.length === 0) return [];
  let query = db
    .selectFrom('changes_change')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('library_id', 'in', filter.libraries);
  if (filter.stages !== undefined) query = query.where('stage', 'in', filter.stages);
  if (filter.createdHuman !== undefined) query = query.where('created_human', '=', filter.createdHuman);
  if (filter.before !== undefined)
    query = query.where(
      sql<boolean>`(date_trunc('milliseconds', updated_at), id) < (${filter.before.at}, ${filter.before.id})`,
    );
  const rows = await query
    .orderBy(sql`date_trunc('milliseconds', updated_at)`, 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(changeFrom);
}

/** Changes by one human that were published to the same place since a time, without this one. */
export async function publishedBeside(
  db: Handle,
  { organization, library, environment, createdHuman, id }: Change,
  since: Date,
): Promise<ChangeId[]> {
  const rows = await db
    .selectFrom('changes_change')
    .select('id')
    .where('organization_id', '=', organization)
    .where('library_id', '=', library)
    .where('environment', '=', environment)
    .where('created_human', '=', createdHuman)
    .where('stage', '=', 'published')
    .where('published_at', '>=', since)
    .where('id', '<>', id)
    .execute();
  return rows.map((row) => row.id);
}

/** The open changes of every organization, for the loop that ends what has lapsed. */
export async function openChanges(db: Reader): Promise<Change[]> {
  const rows = await db
    .selectFrom('changes_change')
    .selectAll()
    .where('stage', '=', 'open')
    .orderBy('organization_id')
    .orderBy('id')
    .limit(10_000)
    .execute();
  return rows.map(changeFrom);
}

/**
 * Until the transaction ends, what is in force in an organization stays: publications hold it together, one that brings other rules holds
 * it alone. So no publication overlaps a change of the rules that it was judged by.
 */
export async function lockRequirements(tx: Tx, organization: OrganizationId, alone: boolean): Promise<void> {
  const name = `changes:requirements:${organization}`;
  await (alone
    ? sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`
    : sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`
  ).execute(tx);
}

/** Until the transaction ends, nobody else publishes in this library: what adds up over several changes is counted one after the other. */
export async function lockPublishing(tx: Tx, library: LibraryId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`changes:publish:${library}`}, 0))`.execute(tx);
}
