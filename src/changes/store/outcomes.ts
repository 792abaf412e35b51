import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { ChangeId } from '../change.ts';
import { type Outcome, outcomeFrom, outcomeJson } from '../standing/outcome.ts';
import './tables.ts';

/** Keeps where a change stood when it ended. Once: a change ends once. */
export async function insertOutcome(
  tx: Tx,
  organization: OrganizationId,
  change: ChangeId,
  outcome: Outcome,
): Promise<void> {
  await tx
    .insertInto('changes_outcome')
    .values({ organization_id: organization, change_id: change, outcome: outcomeJson(outcome) })
    .execute();
}

/** Undefined for a change that goes on, or that ended before outcomes were kept. */
export async function readOutcome(
  db: Reader | Tx,
  organization: OrganizationId,
  change: ChangeId,
): Promise<Outcome | undefined> {
  const row = await db
    .selectFrom('changes_outcome')
    .select('outcome')
    .where('organization_id', '=', organization)
    .where('change_id', '=', change)
    .executeTakeFirst();
  return row === undefined ? undefined : outcomeFrom(row.outcome);
}

/** Of some changes; those without are not in the map. */
export async function outcomesOf(
  db: Reader,
  organization: OrganizationId,
  changes: readonly ChangeId[],
): Promise<ReadonlyMap<ChangeId, Outcome>> {
  if (changes.length === 0) return new Map();
  const rows = await db
    .selectFrom('changes_outcome')
    .select(['change_id', 'outcome'])
    .where('organization_id', '=', organization)
    .where('change_id', 'in', changes)
    .execute();
  return new Map(rows.map((row) => [row.change_id, outcomeFrom(row.outcome)]));
}
