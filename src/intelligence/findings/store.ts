import { sql } from 'kysely';
import type { PersonId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { FindingKind } from './finding.ts';

interface FindingRow {
  organization_id: OrganizationId;
  id: string;
  kind: FindingKind;
  assignee_id: PersonId | null;
  snoozed_until: Date | null;
  snooze_reason: string | null;
  snoozed_by: string | null;
  change_id: Id<'chg'> | null;
  updated_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_finding: FindingRow;
  }
}

/** What people said of a finding. */
export interface FindingState {
  readonly assignee: PersonId | null;
  readonly snoozed: { readonly until: Date; readonly reason: string; readonly by: string } | null;
  readonly change: Id<'chg'> | null;
}
export const nothingSaid: FindingState = { assignee: null, snoozed: null, change: null };

/** By id; what nobody said anything of is absent. */
export async function selectFindingStates(
  reader: Reader,
  organization: OrganizationId,
): Promise<ReadonlyMap<string, FindingState>> {
  const rows = await reader
    .selectFrom('intelligence_finding')
    .where('organization_id', '=', organization)
    .selectAll()
    .execute();
  return new Map(
    rows.map(({ id, assignee_id, snoozed_until, snooze_reason, snoozed_by, change_id }) => [
      id,
      {
        assignee: assignee_id,
        snoozed:
          snoozed_until === null
            ? null
            : { until: snoozed_until, reason: snooze_reason ?? '', by: snoozed_by ?? '' },
        change: change_id,
      },
    ]),
  );
}

/** Puts what is said now in the place of what was said before of the same thing. */
export async function writeFindingState(
  tx: Tx,
  organization: OrganizationId,
  { id, kind }: { readonly id: string; readonly kind: FindingKind },
  said: Partial<FindingState>,
  at: Date,
): Promise<void> {
  const { assignee, snoozed, change } = said;
  const set = {
    ...(assignee === undefined ? {} : { assignee_id: assignee }),
    ...(snoozed === undefined
      ? {}
      : {
          snoozed_until: snoozed?.until ?? null,
          snooze_reason: snoozed?.reason ?? null,
          snoozed_by: snoozed?.by ?? null,
        }),
    ...(change === undefined ? {} : { change_id: change }),
    updated_at: at,
  };
  await tx
    .insertInto('intelligence_finding')
    .values({
      ...{ organization_id: organization, id, kind, assignee_id: null, snoozed_until: null },
      ...{ snooze_reason: null, snoozed_by: null, change_id: null },
      ...set,
    })
    .onConflict((on) => on.columns(['organization_id', 'id']).doUpdateSet(set))
    .execute();
}

/** `[library, path]` of everything that ran in these weeks, of some libraries, as a text. */
export async function selectRanPrompts(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  from: string,
  to: string,
): Promise<ReadonlySet<string>> {
  const ran = sql<{ library: string; path: string }>`(
    select distinct library_id as library, path from intelligence_week_use
    where organization_id = ${organization} and week >= ${from}::date and week < ${to}::date
      and library_id = any(${libraries}::text[]) and executions > 0
  )`.as('ran');
  const rows = await reader.selectFrom(ran).selectAll().execute();
  return new Set(rows.map(({ library, path }) => JSON.stringify([library, path])));
}
