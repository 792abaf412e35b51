import { type Generated, sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { ExecutionId } from '../execution.ts';
import type { Budget, BudgetId, BudgetPeriod, BudgetScope, BudgetUnit, BudgetUse } from './budget.ts';

interface BudgetRow {
  organization_id: OrganizationId;
  id: BudgetId;
  scope: BudgetScope;
  target: string;
  unit: BudgetUnit;
  period: BudgetPeriod;
  most: number;
  hard: boolean;
  set_by: string;
  set_at: Date;
  ended_at: Date | null;
}

interface BudgetUseRow {
  organization_id: OrganizationId;
  budget_id: BudgetId;
  period_start: Date;
  spent: Generated<number>;
  reserved: Generated<number>;
  alerted: Generated<number>;
}

interface ReservationRow {
  organization_id: OrganizationId;
  execution_id: ExecutionId;
  budget_id: BudgetId;
  period_start: Date;
  amount: number;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    gateway_budget: BudgetRow;
    gateway_budget_use: BudgetUseRow;
    gateway_reservation: ReservationRow;
  }
}

/** One period of one budget. */
export interface UseKey {
  readonly organization: OrganizationId;
  readonly budget: BudgetId;
  readonly periodStart: Date;
}

/** By how much a use changes. */
export interface UseStep extends UseKey {
  readonly spent: number;
  readonly reserved: number;
}

export interface ReservationKey extends UseKey {
  readonly execution: ExecutionId;
  readonly amount: number;
}

export const keyText = ({ organization, budget, periodStart }: UseKey): string =>
  `${organization} ${budget} ${periodStart.toISOString()}`;

/** The budgets in force, in the order in which they were set. */
export async function selectBudgets(db: Reader, organization: OrganizationId): Promise<Budget[]> {
  const rows = await db
    .selectFrom('gateway_budget')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('ended_at', 'is', null)
    .orderBy('set_at')
    .orderBy('id')
    .execute();
  return rows.map(budgetOf);
}

export async function selectBudget(
  db: Reader,
  organization: OrganizationId,
  id: BudgetId,
): Promise<Budget | undefined> {
  const row = await db
    .selectFrom('gateway_budget')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : budgetOf(row);
}

function budgetOf(row: BudgetRow): Budget {
  const { id, scope, target, unit, period, hard } = row;
  return {
    organization: row.organization_id,
    ...{ id, scope, target, unit, period, hard },
    limit: row.most,
    setBy: row.set_by,
    setAt: row.set_at,
  };
}

/** @returns false when there is one in force for the same scope, target, unit and period */
export async function insertBudget(tx: Tx, budget: Budget): Promise<boolean> {
  const { organization, id, scope, target, unit, period, limit, hard, setBy, setAt } = budget;
  const inserted = await tx
    .insertInto('gateway_budget')
    .values({
      organization_id: organization,
      ...{ id, scope, target, unit, period, hard },
      most: limit,
      set_by: setBy,
      set_at: setAt,
    })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** @returns false when it is not in force any more */
export async function updateBudget(
  tx: Tx,
  { organization, id, limit, hard, setBy, setAt }: Omit<Budget, 'scope' | 'target' | 'unit' | 'period'>,
): Promise<boolean> {
  const updated = await tx
    .updateTable('gateway_budget')
    .set({ most: limit, hard, set_by: setBy, set_at: setAt })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** @returns false when it is not in force any more */
export async function endBudget(
  tx: Tx,
  { organization, id }: Pick<Budget, 'organization' | 'id'>,
  at: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('gateway_budget')
    .set({ ended_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/**
 * Locks uses until the transaction ends, always in the same order, so that no two transactions wait for each other. Those that are not
 * there yet begin at nothing.
 */
export async function lockUses(tx: Tx, keys: readonly UseKey[]): Promise<Map<string, BudgetUse>> {
  const once = [...new Map(keys.map((key) => [keyText(key), key])).entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, key]) => key);
  if (once.length === 0) return new Map();
  await tx
    .insertInto('gateway_budget_use')
    .values(
      once.map(({ organization, budget, periodStart }) => ({
        organization_id: organization,
        budget_id: budget,
        period_start: periodStart,
      })),
    )
    .onConflict((same) => same.doNothing())
    .execute();
  const rows = await tx
    .selectFrom('gateway_budget_use')
    .select(['organization_id', 'budget_id', 'period_start', 'spent', 'reserved'])
    .where((is) =>
      is(
        is.refTuple('organization_id', 'budget_id', 'period_start'),
        'in',
        once.map(({ organization, budget, periodStart }) => is.tuple(organization, budget, periodStart)),
      ),
    )
    .orderBy('organization_id')
    .orderBy('budget_id')
    .orderBy('period_start')
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [
      keyText({ organization: row.organization_id, budget: row.budget_id, periodStart: row.period_start }),
      { spent: row.spent, reserved: row.reserved },
    ]),
  );
}

/** Writes what uses changed by, in one statement. Whoever calls holds their locks. */
export async function addToUses(tx: Tx, steps: readonly UseStep[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ organization, budget, periodStart, spent, reserved }) => ({
    organization_id: organization,
    budget_id: budget,
    period_start: periodStart,
    ...{ spent, reserved },
  }));
  await sql`
    update gateway_budget_use as u
    set spent = u.spent + s.spent, reserved = greatest(0, u.reserved + s.reserved)
    from (
      select organization_id, budget_id, period_start, sum(spent)::bigint as spent, sum(reserved)::bigint as reserved
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r(organization_id text, budget_id text, period_start timestamptz, spent bigint, reserved bigint)
      group by 1, 2, 3
    ) as s
    where u.organization_id = s.organization_id and u.budget_id = s.budget_id and u.period_start = s.period_start`.execute(
    tx,
  );
}

export async function insertReservations(tx: Tx, reservations: readonly ReservationKey[]): Promise<void> {
  if (reservations.length === 0) return;
  await tx
    .insertInto('gateway_reservation')
    .values(
      reservations.map(({ organization, execution, budget, periodStart, amount }) => ({
        organization_id: organization,
        execution_id: execution,
        budget_id: budget,
        period_start: periodStart,
        amount,
      })),
    )
    .execute();
}

/** What executions have reserved. */
export async function selectReservations(
  db: Reader,
  organization: OrganizationId,
  executions: readonly ExecutionId[],
): Promise<ReservationKey[]> {
  const rows = await db
    .selectFrom('gateway_reservation')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('execution_id', 'in', [...executions])
    .execute();
  return rows.map((row) => ({
    organization: row.organization_id,
    execution: row.execution_id,
    budget: row.budget_id,
    periodStart: row.period_start,
    amount: row.amount,
  }));
}

export async function deleteReservations(
  tx: Tx,
  executions: readonly { readonly organization: OrganizationId; readonly execution: ExecutionId }[],
): Promise<void> {
  if (executions.length === 0) return;
  await tx
    .deleteFrom('gateway_reservation')
    .where((is) =>
      is(
        is.refTuple('organization_id', 'execution_id'),
        'in',
        executions.map(({ organization, execution }) => is.tuple(organization, execution)),
      ),
    )
    .execute();
}

/** What is gone of budgets in some periods, by `keyText`; those of which nothing is gone are absent. */
export async function selectUses(
  db: Reader,
  organization: OrganizationId,
  since: Date,
): Promise<ReadonlyMap<string, BudgetUse & { readonly alerted: number }>> {
  const rows = await db
    .selectFrom('gateway_budget_use')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('period_start', '>=', since)
    .orderBy('period_start')
    .execute();
  return new Map(
    rows.map((row) => [
      keyText({ organization, budget: row.budget_id, periodStart: row.period_start }),
      { spent: row.spent, reserved: row.reserved, alerted: row.alerted },
    ]),
  );
}

/** @returns false when somebody was first */
export async function markAlerted(tx: Tx, key: UseKey, percent: number): Promise<boolean> {
  const updated = await tx
    .updateTable('gateway_budget_use')
    .set({ alerted: percent })
    .where('organization_id', '=', key.organization)
    .where('budget_id', '=', key.budget)
    .where('period_start', '=', key.periodStart)
    .where('alerted', '<', percent)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Organizations with a budget in force. Not for callers: housekeeping. */
export async function budgetOrganizations(db: Reader): Promise<OrganizationId[]> {
  const rows = await db
    .selectFrom('gateway_budget')
    .select('organization_id')
    .distinct()
    .where('ended_at', 'is', null)
    .execute();
  return rows.map((row) => row.organization_id);
}
