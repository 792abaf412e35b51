import { type Generated, type Selectable, sql } from 'kysely';
import type { LibraryId, PersonId } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { Digest } from '../libraries/index.ts';
import type { Reader, Tx } from '../platform/db/index.ts';
import type { Change, ChangeId, CommentId, Decision, DecisionId, Stage } from './change.ts';

interface ChangeTable {
  organization_id: OrganizationId;
  id: ChangeId;
  library_id: LibraryId;
  number: number;
  title: string;
  description: string;
  branch: string;
  environment: string;
  stage: Stage;
  created_by: string;
  created_human: PersonId;
  created_at: Date;
  updated_at: Date;
  submitted_at: Date | null;
  published_at: Date | null;
  final_revision: string | null;
  final_base: string | null;
}

interface DecisionTable {
  organization_id: OrganizationId;
  id: DecisionId;
  change_id: ChangeId;
  kind: Decision['kind'];
  verdict: Decision['verdict'];
  decided_by: string;
  human_id: PersonId;
  decided_at: Date;
  comment: string;
  revision: string;
  digest: Digest;
  environment: string;
  requirement_version: string;
  shown: Digest | null;
  credential: Decision['credential'];
  entry_id: EntryId;
}

interface CommentTable {
  organization_id: OrganizationId;
  id: CommentId;
  change_id: ChangeId;
  written_by: string;
  written_at: Date;
  text: string;
  path: string | null;
  line: number | null;
  salt: Uint8Array;
  entry_id: EntryId;
}

interface ActTable {
  organization_id: OrganizationId;
  change_id: ChangeId;
  action: string;
  acted_by: string;
  acted_at: Date;
  detail: string;
  entry_id: EntryId;
}

declare module '../platform/db/tables.ts' {
  interface Tables {
    changes_change: ChangeTable;
    changes_decision: DecisionTable & { sequence: Generated<number> };
    changes_comment: CommentTable;
    changes_act: ActTable & { sequence: Generated<number> };
  }
}

type Handle = Reader | Tx;

export interface Comment {
  readonly id: CommentId;
  readonly by: string;
  readonly at: Date;
  readonly text: string;
  readonly path: string | null;
  readonly line: number | null;
}

export interface Act {
  readonly action: string;
  readonly by: string;
  readonly at: Date;
  readonly detail: string;
  readonly entry: EntryId;
}

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

export async function moveStage(
  tx: Tx,
  change: Change,
  to: Stage,
  at: Date,
  final: { readonly revision: string; readonly base: string } | null,
): Promise<void> {
  await tx
    .updateTable('changes_change')
    .set({
      stage: to,
      updated_at: at,
      ...(to === 'open' ? { submitted_at: at } : {}),
      ...(to === 'published' ? { published_at: at } : {}),
      ...(final === null ? {} : { final_revision: final.revision, final_base: final.base }),
    })
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

export async function insertDecision(
  tx: Tx,
  organization: OrganizationId,
  decision: Decision,
): Promise<void> {
  await tx
    .insertInto('changes_decision')
    .values({
      organization_id: organization,
      id: decision.id,
      change_id: decision.change,
      kind: decision.kind,
      verdict: decision.verdict,
      decided_by: decision.by,
      human_id: decision.human,
      decided_at: decision.at,
      comment: decision.comment,
      revision: decision.revision,
      digest: decision.digest,
      environment: decision.environment,
      requirement_version: decision.requirementVersion,
      shown: decision.shown,
      credential: decision.credential,
      entry_id: decision.entry,
    } satisfies DecisionTable)
    .execute();
}

/** Decisions of some changes, oldest first. */
export async function decisionsOf(
  db: Handle,
  organization: OrganizationId,
  changes: readonly ChangeId[],
): Promise<Decision[]> {
  if (changes.length === 0) return [];
  const rows = await db
    .selectFrom('changes_decision')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', 'in', changes)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    change: row.change_id,
    kind: row.kind,
    verdict: row.verdict,
    by: row.decided_by,
    human: row.human_id,
    at: row.decided_at,
    comment: row.comment,
    revision: row.revision,
    digest: row.digest,
    environment: row.environment,
    requirementVersion: row.requirement_version,
    shown: row.shown,
    credential: row.credential,
    entry: row.entry_id,
  }));
}

export async function insertComment(
  tx: Tx,
  organization: OrganizationId,
  change: ChangeId,
  comment: Comment,
  salt: Uint8Array,
  entry: EntryId,
): Promise<void> {
  await tx
    .insertInto('changes_comment')
    .values({
      organization_id: organization,
      id: comment.id,
      change_id: change,
      written_by: comment.by,
      written_at: comment.at,
      text: comment.text,
      path: comment.path,
      line: comment.line,
      salt,
      entry_id: entry,
    })
    .execute();
}

export async function commentsOf(
  db: Handle,
  organization: OrganizationId,
  change: ChangeId,
): Promise<Comment[]> {
  const rows = await db
    .selectFrom('changes_comment')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', '=', change)
    .orderBy('written_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    by: row.written_by,
    at: row.written_at,
    text: row.text,
    path: row.path,
    line: row.line,
  }));
}

export async function insertAct(
  tx: Tx,
  organization: OrganizationId,
  change: ChangeId,
  act: Act,
): Promise<void> {
  await tx
    .insertInto('changes_act')
    .values({
      organization_id: organization,
      change_id: change,
      action: act.action,
      acted_by: act.by,
      acted_at: act.at,
      detail: act.detail,
      entry_id: act.entry,
    } satisfies ActTable)
    .execute();
}

export async function actsOf(db: Handle, organization: OrganizationId, change: ChangeId): Promise<Act[]> {
  const rows = await db
    .selectFrom('changes_act')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', '=', change)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => ({
    action: row.action,
    by: row.acted_by,
    at: row.acted_at,
    detail: row.detail,
    entry: row.entry_id,
  }));
}

/** When a change was rejected or withdrawn. */
export async function endOf(db: Handle, { organization, id }: Change): Promise<Date | undefined> {
  const row = await db
    .selectFrom('changes_act')
    .select('acted_at')
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .where('action', 'in', ['change.reject', 'change.withdraw'])
    .executeTakeFirst();
  return row?.acted_at;
}

export interface ChangeFilter {
  readonly libraries: readonly LibraryId[];
  readonly stages: readonly Stage[] | undefined;
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

/** Hours from submit to last approval of the changes published since a time, for the libraries given. */
export async function approvalHours(
  db: Reader,
  organization: OrganizationId,
  libraries: readonly LibraryId[],
  since: Date,
): Promise<number[]> {
  if (libraries.length === 0) return [];
  const rows = await db
    .selectFrom('changes_change as change')
    .innerJoin('changes_decision as decision', (join) =>
      join
        .onRef('decision.organization_id', '=', 'change.organization_id')
        .onRef('decision.change_id', '=', 'change.id'),
    )
    .select((query) => [
      'change.id',
      'change.submitted_at',
      query.fn.max('decision.decided_at').as('approved_at'),
    ])
    .where('change.organization_id', '=', organization)
    .where('change.library_id', 'in', libraries)
    .where('change.published_at', '>=', since)
    .where('decision.verdict', '=', 'approve')
    .groupBy(['change.organization_id', 'change.id', 'change.submitted_at'])
    .execute();
  return rows.flatMap((row) =>
    row.submitted_at === null ? [] : [(row.approved_at.getTime() - row.submitted_at.getTime()) / 3_600_000],
  );
}
