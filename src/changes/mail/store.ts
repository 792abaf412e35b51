import type { PersonId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Notice, NoticeId } from '../notices/notice.ts';

export interface MailTable {
  organization_id: OrganizationId;
  notice_id: NoticeId;
  person_id: PersonId;
  /** What is sent together: a change's, or a notice's own id. */
  thread: string;
  state: 'due' | 'sent' | 'dropped' | 'given_up';
  attempts: number;
  due_at: Date;
  created_at: Date;
  ended_at: Date | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_mail: MailTable;
  }
}

/** One e-mail in the making: what one person is told about one thing. */
export interface Letter {
  readonly organization: OrganizationId;
  readonly person: PersonId;
  readonly thread: string;
  readonly notices: readonly NoticeId[];
  /** How often it was tried before. */
  readonly attempts: number;
  readonly createdAt: Date;
}

export async function enqueueMail(tx: Tx, notices: readonly Notice[], at: Date): Promise<void> {
  if (notices.length === 0) return;
  await tx
    .insertInto('changes_mail')
    .values(
      notices.map(({ organization, id, person, change }) => ({
        organization_id: organization,
        notice_id: id,
        person_id: person,
        thread: change ?? id,
        state: 'due' as const,
        attempts: 0,
        due_at: at,
        created_at: at,
        ended_at: null,
      })),
    )
    .execute();
}

/** Whether anything is due, in any organization: the cheap question before a transaction is opened. */
export async function isMailDue(db: Reader, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('changes_mail')
    .select('notice_id')
    .where('state', '=', 'due')
    .where('due_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes the oldest letter that is due and that no other node is sending. Its rows stay locked until the transaction ends: that lock is the
 * claim, and a node that dies gives it back at once.
 */
export async function takeLetter(tx: Tx, now: Date): Promise<Letter | undefined> {
  const first = await tx
    .selectFrom('changes_mail')
    .selectAll()
    .where('state', '=', 'due')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (first === undefined) return undefined;
  const rows = await tx
    .selectFrom('changes_mail')
    .selectAll()
    .where('organization_id', '=', first.organization_id)
    .where('person_id', '=', first.person_id)
    .where('thread', '=', first.thread)
    .where('state', '=', 'due')
    .where('due_at', '<=', now)
    .orderBy('created_at')
    .limit(50)
    .forUpdate()
    .skipLocked()
    .execute();
  return {
    organization: first.organization_id,
    person: first.person_id,
    thread: first.thread,
    notices: rows.map(({ notice_id }) => notice_id),
    attempts: first.attempts,
    createdAt: first.created_at,
  };
}

/** What became of some notices of a letter. */
export async function settleMail(
  tx: Tx,
  organization: OrganizationId,
  notices: readonly NoticeId[],
  outcome: {
    readonly state: MailTable['state'];
    readonly attempts: number;
    readonly dueAt: Date;
    readonly endedAt: Date | null;
  },
): Promise<void> {
  if (notices.length === 0) return;
  await tx
    .updateTable('changes_mail')
    .set({
      state: outcome.state,
      attempts: outcome.attempts,
      due_at: outcome.dueAt,
      ended_at: outcome.endedAt,
    })
    .where('organization_id', '=', organization)
    .where('notice_id', 'in', notices)
    .execute();
}
