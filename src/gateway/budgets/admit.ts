import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Execution } from '../execution.ts';
import { type Budget, type BudgetUse, fits, overWhat, periodEnd, type Reservation } from './budget.ts';
import { amountOf, mostOfOne } from './estimate.ts';
import { noteLeft } from './headers.ts';
import {
  addToUses,
  deleteReservations,
  insertReservations,
  keyText,
  lockUses,
  type ReservationKey,
  type UseKey,
  type UseStep,
} from './store.ts';

/** An execution that wants to begin. */
export interface Wanting {
  readonly execution: Execution;
  readonly reservations: readonly Reservation[];
}

/** Locks everything that a group of beginnings and ends touches, before anything else does: always uses first, then executions. */
export function lockFor(
  tx: Tx,
  wanting: readonly Wanting[],
  ending: readonly Wanting[],
): Promise<Map<string, BudgetUse>> {
  const keys = [...wanting, ...ending].flatMap(({ execution: { organization }, reservations }) =>
    reservations.map((reservation) => keyOf(organization, reservation)),
  );
  return lockUses(tx, keys);
}

/**
 * Reserves for each that fits, in order, and says no to the others. All or nothing for one execution. Promise 5: what is spent and what is
 * reserved are added up under the locks, so nothing that begins at the same time, on whatever node, can get by.
 * @returns why some may not begin
 */
export async function admit(
  tx: Tx,
  wanting: readonly Wanting[],
  uses: Map<string, BudgetUse>,
): Promise<ReadonlyMap<string, Reservation>> {
  const refused = new Map<string, Reservation>();
  const kept: ReservationKey[] = [];
  for (const { execution, reservations } of wanting) {
    const { organization, id } = execution;
    const wanted = reservations.map((reservation) => ({
      reservation,
      key: keyOf(organization, reservation),
    }));
    const over = wanted.find(
      ({ reservation, key }) => !fits(reservation.budget, useAt(uses, keyText(key)), reservation.amount),
    );
    if (over !== undefined) {
      refused.set(id, over.reservation);
      continue;
    }
    for (const { reservation, key } of wanted) {
      const use = useAt(uses, keyText(key));
      uses.set(keyText(key), { ...use, reserved: use.reserved + reservation.amount });
      noteLeft(reservation, reservation.budget.limit - use.spent - use.reserved - reservation.amount);
      kept.push({ ...key, execution: id, amount: reservation.amount });
    }
  }
  await insertReservations(tx, kept);
  await addToUses(
    tx,
    kept.map(({ amount, ...key }) => ({ ...key, spent: 0, reserved: amount })),
  );
  return refused;
}

const keyOf = (organization: Execution['organization'], { budget, periodStart }: Reservation): UseKey => ({
  organization,
  budget: budget.id,
  periodStart,
});

const useAt = (uses: ReadonlyMap<string, BudgetUse>, key: string): BudgetUse =>
  uses.get(key) ?? { spent: 0, reserved: 0 };

/** Turns what ended executions had reserved into what they used. Whoever calls holds the locks (`lockFor`). */
export async function settle(tx: Tx, ended: readonly Wanting[]): Promise<void> {
  const holding = ended.filter(({ reservations }) => reservations.length > 0);
  const steps = holding.flatMap(({ execution, reservations }) =>
    reservations.map(
      (reservation): UseStep => ({
        ...keyOf(execution.organization, reservation),
        spent: used(reservation.budget, execution, reservation.amount),
        reserved: -reservation.amount,
      }),
    ),
  );
  await addToUses(tx, steps);
  await deleteReservations(
    tx,
    holding.map(({ execution: { organization, id } }) => ({ organization, execution: id })),
  );
}

/** Codes of failures in which a provider certainly did nothing that it charges for. */
const free = ['gateway.provider_refused', 'gateway.provider_rate_limited'];

/** What an execution used. Where nobody counted, what was reserved: an upper bound, never nothing (AT-51). */
function used({ unit, scope, target }: Budget, execution: Execution, reserved: number): number {
  const { usage, model, problem, costMicroUsd } = execution;
  // Of a route's models another one answered.
  if (scope === 'model' && target !== model) return 0;
  if (unit === 'executions') return reserved;
  // Its cost was computed once, by the price that it was reserved by.
  const amount = usage === null || unit === 'micro_usd' ? costMicroUsd : amountOf(unit, model, usage);
  if (usage !== null) return Math.max(0, Math.min(amount ?? reserved, mostOfOne));
  // Of several tries each must have been free.
  const problems = execution.call?.tries?.map((one) => one.problem ?? '') ?? [problem?.code ?? ''];
  return problems.every((code) => free.includes(code) || code === 'gateway.circuit_open') ? 0 : reserved;
}

/** Why an execution may not begin, and what to do. */
export function exceeded({ budget, amount }: Reservation, clock: Clock): Problem {
  const now = clock.now();
  const ends = periodEnd(budget.period, now);
  const seconds = Math.max(1, Math.ceil((ends.getTime() - now.getTime()) / 1000));
  const tooBig = amount > budget.limit;
  const what = { micro_usd: 'money', tokens: 'tokens', executions: 'executions' }[budget.unit];
  return new Problem({
    code: 'budget.exceeded',
    status: 429,
    detail: tooBig
      ? `This call alone may use more ${what} than the budget of this ${budget.period} for ${overWhat(budget)} allows. Lower its limit of tokens (max_tokens) or shorten what it sends, or ask an admin to raise the budget.`
      : `The budget of this ${budget.period} for ${overWhat(budget)} does not have enough ${what} left for this call. It starts anew at ${ends.toISOString()}. Ask an admin if it cannot wait, or use a model that costs less.`,
    retryAfterSeconds: seconds,
    more: { budget: budget.id, resetsAt: ends.toISOString() },
  });
}
