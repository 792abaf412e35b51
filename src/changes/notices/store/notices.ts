import { type Selectable, sql } from 'kysely';
import type { LibraryId, PersonId } from '../../../access/index.ts';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Notice, NoticeId } from '../notice.ts';
import type { NoticeTable } from './tables.ts';

const noticeFrom = (row: Selectable<NoticeTable>): Notice => ({
  organization: row.organization_id,
  id: row.id,
  person: row.person_id,
  kind: row.kind,
  direct: row.direct,
  change: row.change_id,
  library: row.library_id,
  by: row.by_id,
  detail: row.detail,
  entry: row.entry_id,
  about: row.about,
  at: row.created_at,
  readAt: row.read_at,
});

/** @returns those that were new: nobody is told the same twice */
export async function insertNotices(tx: Tx, notices: readonly Notice[]): Promise<Notice[]> {
  const [first] = notices;
  if (first === undefined) return [];
  const rows = await tx
    .insertInto('changes_notice')
    .values(
      notices.map((notice) => ({
        organization_id: notice.organization,
        id: notice.id,
        person_id: notice.person,
        kind: notice.kind,
        direct: notice.direct,
        change_id: notice.change,
        library_id: notice.library,
        by_id: notice.by,
        detail: JSON.stringify(notice.detail),
        entry_id: notice.entry,
        about: notice.about,
        created_at: notice.at,
        read_at: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['organization_id', 'person_id', 'about']).doNothing())
    .returning('id')
    .execute();
  const inserted = new Set(rows.map(({ id }) => id));
  return notices.filter(({ id }) => inserted.has(id));
}

export interface NoticeFilter {
  /** Those about these libraries, and those about none. */
  readonly libraries: readonly LibraryId[];
  readonly unread: boolean;
}

function ofPerson(db: Reader, organization: OrganizationId, person: PersonId, filter: NoticeFilter) {
  let query = db
    .selectFrom('changes_notice')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where(({ or, eb }) =>
      or([
        eb('library_id', 'is', null),
        ...(filter.libraries.length === 0 ? [] : [eb('library_id', 'in', filter.libraries)]),
      ]),
    );
  if (filter.unread) query = query.where('read_at', 'is', null);
  return query;
}

/** A page of a person's notices, newest first. */
export async function selectNotices(
  db: Reader,
  organization: OrganizationId,
  person: PersonId,
  filter: NoticeFilter,
  page: { readonly before: number | undefined; readonly limit: number },
): Promise<{ notice: Notice; sequence: number }[]> {
  let query = ofPerson(db, organization, person, filter).selectAll();
  if (page.before !== undefined) query = query.where('sequence', '<', page.before);
  const rows = await query.orderBy('sequence', 'desc').limit(page.limit).execute();
  return rows.map((row) => ({ notice: noticeFrom(row), sequence: row.sequence }));
}

export async function countUnread(
  db: Reader,
  organization: OrganizationId,
  person: PersonId,
  libraries: readonly LibraryId[],
): Promise<number> {
  const { unread } = await ofPerson(db, organization, person, { libraries, unread: true })
    .select(({ fn }) => fn.countAll<number>().as('unread'))
    .executeTakeFirstOrThrow();
  return unread;
}

export async function noticesById(
  db: Reader | Tx,
  organization: OrganizationId,
  ids: readonly NoticeId[],
): Promise<Notice[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('changes_notice')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', 'in', ids)
    .orderBy('sequence')
    .execute();
  return rows.map(noticeFrom);
}

/** Marks some of a person's notices read. @returns how many were unread */
export async function markRead(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  which: { readonly ids: readonly string[] } | { readonly upTo: string },
  at: Date,
): Promise<number> {
  let query = tx
    .updateTable('changes_notice')
    .set({ read_at: at })
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where('read_at', 'is', null);
  if ('ids' in which) query = query.where(sql<string>`id`, 'in', which.ids);
  else
    query = query.where(
      'sequence',
      '<=',
      tx
        .selectFrom('changes_notice as newest')
        .select('newest.sequence')
        .where('newest.organization_id', '=', organization)
        .where('newest.person_id', '=', person)
        .where(sql<string>`newest.id`, '=', which.upTo),
    );
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
