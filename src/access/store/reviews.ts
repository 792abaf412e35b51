import type { Selectable } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Tables } from '../../platform/db/tables.ts';
import type { Id } from '../../platform/id.ts';
import type { RecordedReview } from '../review/recorded.ts';

export async function insertReview(
  tx: Tx,
  organization: OrganizationId,
  recorded: RecordedReview,
): Promise<void> {
  await tx
    .insertInto('access_review')
    .values({
      organization_id: organization,
      id: recorded.id,
      entry_id: recorded.entry,
      digest: recorded.digest,
      grants: JSON.stringify(recorded.grants),
      findings: recorded.findings,
      findings_salt: Buffer.from(recorded.salt),
      reviewed_by: recorded.by,
      reviewed_at: recorded.at,
    })
    .execute();
}

/** A page, newest first. */
export async function selectReviews(
  reader: Reader,
  organization: OrganizationId,
  page: { readonly before: Id<'arv'> | undefined; readonly limit: number },
): Promise<RecordedReview[]> {
  let query = reader.selectFrom('access_review').selectAll().where('organization_id', '=', organization);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(recordedOf);
}

export async function selectReview(
  reader: Reader,
  organization: OrganizationId,
  id: Id<'arv'>,
): Promise<RecordedReview | undefined> {
  const row = await reader
    .selectFrom('access_review')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && recordedOf(row);
}

const recordedOf = (row: Selectable<Tables['access_review']>): RecordedReview => ({
  id: row.id,
  entry: row.entry_id,
  digest: row.digest,
  grants: row.grants,
  findings: row.findings,
  salt: row.findings_salt,
  by: row.reviewed_by,
  at: row.reviewed_at,
});
