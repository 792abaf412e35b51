import { type Selectable, sql } from 'kysely';
import type { LibraryId, PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest, Library } from '../../libraries/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { ChangeId } from '../change.ts';
import type { BreakGlass, BreakGlassId, BrokenAsset } from './break-glass.ts';

interface BreakGlassTable {
  organization_id: OrganizationId;
  id: BreakGlassId;
  change_id: ChangeId;
  library_id: LibraryId;
  environment: string;
  digest: Digest;
  reason: string;
  salt: Uint8Array;
  made_by: string;
  made_human: PersonId;
  made_at: Date;
  expires_at: Date;
  entry_id: EntryId;
  verdict: 'uphold' | 'undo' | null;
  reviewed_by: string | null;
  reviewed_human: PersonId | null;
  reviewed_at: Date | null;
  review_comment: string | null;
  review_salt: Uint8Array | null;
  review_entry: EntryId | null;
  ended_at: Date | null;
  end_entry: EntryId | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_break_glass: BreakGlassTable;
    changes_break_glass_asset: {
      organization_id: OrganizationId;
      break_glass_id: BreakGlassId;
      library_id: LibraryId;
      path: string;
      number: number | null;
      digest: Digest | null;
      cleared_at: Date | null;
    };
  }
}

export async function insertBreakGlass(
  tx: Tx,
  made: BreakGlass,
  assets: readonly BrokenAsset[],
  salt: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('changes_break_glass')
    .values({
      organization_id: made.organization,
      id: made.id,
      change_id: made.change,
      library_id: made.library,
      environment: made.environment,
      digest: made.digest,
      reason: made.reason,
      salt,
      made_by: made.by,
      made_human: made.human,
      made_at: made.at,
      expires_at: made.expiresAt,
      entry_id: made.entry,
      verdict: null,
      reviewed_by: null,
      reviewed_human: null,
      reviewed_at: null,
      review_comment: null,
      review_salt: null,
      review_entry: null,
      ended_at: null,
      end_entry: null,
    })
    .execute();
  const rows = assets.map((asset) => ({
    organization_id: made.organization,
    break_glass_id: made.id,
    library_id: made.library,
    path: asset.path,
    number: asset.number,
    digest: asset.digest,
    cleared_at: null,
  }));
  for (let at = 0; at < rows.length; at += 1_000)
    await tx
      .insertInto('changes_break_glass_asset')
      .values(rows.slice(at, at + 1_000))
      .execute();
}

const all = (db: Reader, organization: OrganizationId) =>
  db.selectFrom('changes_break_glass').selectAll().where('organization_id', '=', organization);

export async function breakGlassOf(
  db: Reader,
  organization: OrganizationId,
  change: ChangeId,
): Promise<BreakGlass | undefined> {
  const row = await all(db, organization).where('change_id', '=', change).executeTakeFirst();
  return row && breakGlassFrom(row);
}

/** Reads and locks one until the transaction ends; undefined when another transaction has it (`skip`), or when there is none. */
export async function lockBreakGlass(
  tx: Tx,
  organization: OrganizationId,
  change: ChangeId,
  whenLocked: 'wait' | 'skip',
): Promise<BreakGlass | undefined> {
  const query = all(tx, organization).where('change_id', '=', change).forUpdate();
  const row = await (whenLocked === 'skip' ? query.skipLocked() : query).executeTakeFirst();
  return row && breakGlassFrom(row);
}

export async function assetsOf(db: Reader, { organization, id }: BreakGlass): Promise<BrokenAsset[]> {
  return db
    .selectFrom('changes_break_glass_asset')
    .select(['path', 'number', 'digest'])
    .where('organization_id', '=', organization)
    .where('break_glass_id', '=', id)
    .orderBy('path')
    .execute();
}

/** Whether exactly this content went live there by break-glass before, and nobody upheld it. */
export async function brokeBefore(
  db: Reader,
  library: Library,
  environment: string,
  digest: Digest,
): Promise<boolean> {
  const row = await all(db, library.organization)
    .where('library_id', '=', library.id)
    .where('environment', '=', environment)
    .where('digest', '=', digest)
    .where((is) => is.or([is('verdict', 'is', null), is('verdict', '=', 'undo')]))
    .executeTakeFirst();
  return row !== undefined;
}

export async function reviewed(
  tx: Tx,
  { organization, id }: BreakGlass,
  review: {
    readonly verdict: 'uphold' | 'undo';
    readonly by: string;
    readonly human: PersonId;
    readonly at: Date;
    readonly comment: string;
    readonly salt: Uint8Array;
    readonly entry: EntryId;
  },
): Promise<void> {
  await tx
    .updateTable('changes_break_glass')
    .set({
      verdict: review.verdict,
      reviewed_by: review.by,
      reviewed_human: review.human,
      reviewed_at: review.at,
      review_comment: review.comment,
      review_salt: review.salt,
      review_entry: review.entry,
    })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

/** Says that the environment went back. */
export async function ended(
  tx: Tx,
  { organization, id }: BreakGlass,
  { at, entry }: { readonly at: Date; readonly entry: EntryId },
): Promise<void> {
  await tx
    .updateTable('changes_break_glass')
    .set({ ended_at: at, end_entry: entry })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

/** These bytes are approved after all: what an emergency brought of them is not stopped any more. */
export async function clearEmergencies(
  tx: Tx,
  { organization, id }: Library,
  assets: readonly { readonly digest: Digest }[],
  at: Date,
): Promise<void> {
  const digests = assets.map(({ digest }) => digest);
  await tx
    .updateTable('changes_break_glass_asset')
    .set({ cleared_at: at })
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('digest', '=', sql<Digest>`any(${digests}::text[])`)
    .where('cleared_at', 'is', null)
    .execute();
}

/** In these libraries, newest first; with `due`, only those whose review is not done. */
export async function listBreakGlasses(
  db: Reader,
  organization: OrganizationId,
  filter: { readonly libraries: readonly LibraryId[]; readonly due: boolean; readonly limit: number },
): Promise<BreakGlass[]> {
  let query = all(db, organization).where(
    'library_id',
    '=',
    sql<LibraryId>`any(${filter.libraries}::text[])`,
  );
  if (filter.due) query = query.where('verdict', 'is', null);
  const rows = await query.orderBy('made_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute();
  return rows.map(breakGlassFrom);
}

/** Of any organization, those whose time is over while their environment has not gone back. Not for callers: housekeeping. */
export async function overdue(db: Reader, now: Date, limit: number): Promise<BreakGlass[]> {
  const rows = await db
    .selectFrom('changes_break_glass')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('verdict', 'is', null)
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(breakGlassFrom);
}

function breakGlassFrom(row: Selectable<BreakGlassTable>): BreakGlass {
  const { verdict, reviewed_by: reviewer, reviewed_at: reviewedAt, review_entry: reviewEntry } = row;
  return {
    organization: row.organization_id,
    id: row.id,
    change: row.change_id,
    library: row.library_id,
    environment: row.environment,
    digest: row.digest,
    reason: row.reason,
    by: row.made_by,
    human: row.made_human,
    at: row.made_at,
    expiresAt: row.expires_at,
    entry: row.entry_id,
    review:
      verdict === null || reviewer === null || reviewedAt === null || reviewEntry === null
        ? null
        : { verdict, by: reviewer, at: reviewedAt, comment: row.review_comment ?? '', entry: reviewEntry },
    endedAt: row.ended_at,
  };
}
