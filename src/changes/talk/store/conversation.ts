import type { Selectable } from 'kysely';
import type { EntryId, OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { ChangeId } from '../../change.ts';
import type { Anchor } from '../anchor.ts';
import type { Acceptance, Comment, Conversation, Mark } from '../thread.ts';
import type { CommentTable } from './tables.ts';

type Handle = Reader | Tx;
/** Which change, in whose organization. */
export interface OfChange {
  readonly organization: OrganizationId;
  readonly id: ChangeId;
}

export async function insertComment(
  tx: Tx,
  { organization, id }: OfChange,
  comment: Comment,
  salt: Uint8Array,
): Promise<void> {
  const { anchor } = comment;
  await tx
    .insertInto('changes_comment')
    .values({
      organization_id: organization,
      id: comment.id,
      change_id: id,
      thread_id: comment.thread,
      written_by: comment.by,
      written_human: comment.human,
      written_at: comment.at,
      text: comment.text,
      path: comment.path,
      side: anchor?.side ?? null,
      first_line: anchor?.firstLine ?? null,
      line: anchor?.lastLine ?? null,
      anchor: anchor?.digest ?? null,
      quote: anchor?.quote ?? null,
      replacement: comment.replacement,
      salt,
      entry_id: comment.entry,
    })
    .execute();
}

export async function insertMark(
  tx: Tx,
  { organization, id }: OfChange,
  mark: Mark & { readonly entry: EntryId },
): Promise<void> {
  await tx
    .insertInto('changes_thread_mark')
    .values({
      organization_id: organization,
      change_id: id,
      thread_id: mark.thread,
      resolved: mark.resolved,
      marked_by: mark.by,
      marked_at: mark.at,
      entry_id: mark.entry,
    })
    .execute();
}

export async function insertWithdrawal(
  tx: Tx,
  { organization, id }: OfChange,
  { comment, at, entry }: { readonly comment: string; readonly at: Date; readonly entry: EntryId },
): Promise<void> {
  await tx
    .insertInto('changes_comment_withdrawal')
    .values({
      organization_id: organization,
      comment_id: comment,
      change_id: id,
      withdrawn_at: at,
      entry_id: entry,
    })
    .execute();
}

export async function insertAcceptance(
  tx: Tx,
  { organization, id }: OfChange,
  { comment, by, at, commit, entry }: Acceptance,
): Promise<void> {
  await tx
    .insertInto('changes_suggestion_acceptance')
    .values({
      organization_id: organization,
      comment_id: comment,
      change_id: id,
      accepted_by: by,
      accepted_at: at,
      commit_oid: commit,
      entry_id: entry,
    })
    .execute();
}

/** Everything that was said about a change. */
export async function conversationOf(db: Handle, { organization, id }: OfChange): Promise<Conversation> {
  const comments = await db
    .selectFrom('changes_comment')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .orderBy('written_at')
    .orderBy('id')
    .execute();
  const marks = await db
    .selectFrom('changes_thread_mark')
    .select(['thread_id as thread', 'resolved', 'marked_by as by', 'marked_at as at'])
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .orderBy('sequence')
    .execute();
  const withdrawn = await db
    .selectFrom('changes_comment_withdrawal')
    .select('comment_id')
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .execute();
  const acceptances = await db
    .selectFrom('changes_suggestion_acceptance')
    .select([
      'comment_id as comment',
      'accepted_by as by',
      'accepted_at as at',
      'commit_oid as commit',
      'entry_id as entry',
    ])
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .execute();
  return {
    comments: comments.map(commentFrom),
    marks,
    withdrawn: new Set(withdrawn.map((row) => row.comment_id)),
    acceptances,
  };
}

function commentFrom(row: Selectable<CommentTable>): Comment {
  return {
    id: row.id,
    thread: row.thread_id,
    by: row.written_by,
    human: row.written_human,
    at: row.written_at,
    text: row.text,
    replacement: row.replacement,
    entry: row.entry_id,
    path: row.path,
    anchor: anchorFrom(row),
  };
}

function anchorFrom({
  path,
  side,
  first_line,
  line,
  anchor,
  quote,
}: Selectable<CommentTable>): Anchor | null {
  if (path === null || side === null || first_line === null || line === null) return null;
  if (anchor === null || quote === null) return null;
  return { path, side, firstLine: first_line, lastLine: line, digest: anchor, quote };
}

/** Which of some changes anything was said about. */
export async function talkedAbout(
  db: Reader,
  organization: OrganizationId,
  changes: readonly ChangeId[],
): Promise<ReadonlySet<ChangeId>> {
  if (changes.length === 0) return new Set();
  const rows = await db
    .selectFrom('changes_comment')
    .select('change_id')
    .distinct()
    .where('organization_id', '=', organization)
    .where('change_id', 'in', changes)
    .execute();
  return new Set(rows.map((row) => row.change_id));
}
