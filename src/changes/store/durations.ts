import type { LibraryId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';

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
