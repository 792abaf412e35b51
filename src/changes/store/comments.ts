import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { ChangeId, CommentId } from '../change.ts';

type Handle = Reader | Tx;

export interface Comment {
  readonly id: CommentId;
  readonly by: string;
  readonly at: Date;
  readonly text: string;
  readonly path: string | null;
  readonly line: number | null;
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
