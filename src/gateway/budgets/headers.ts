import type { ClientDialect } from '../dialect.ts';
import { type Budget, type BudgetUnit, periodEnd, type Reservation } from './budget.ts';

/** What was left of each budget when a reservation was admitted, as known under the locks. Kept no longer than the reservation. */
const lefts = new WeakMap<Reservation, number>();

export function noteLeft(reservation: Reservation, left: number): void {
  lefts.set(reservation, Math.max(0, left));
}

type Headers = Readonly<Record<string, string>>;

/**
 * How the caller's budgets stand, on an answer. Rates (budgets of a minute) by the names that official clients know; the tightest of the others
 * as `countersign-budget-*`. Of a budget that the caller shares with others only how much of it is gone: amounts are for auditors and admins.
 * What was reserved and not used is still counted, so it is never less than what is left.
 */
export function budgetHeaders(
  dialect: ClientDialect,
  reservations: readonly Reservation[],
  now: Date,
): Headers {
  const known = reservations.flatMap((reservation): Standing[] => {
    const { budget, periodStart } = reservation;
    const left = lefts.get(reservation);
    return left === undefined ? [] : [{ budget, left, resets: periodEnd(budget.period, periodStart) }];
  });
  const rates = known.filter(({ budget }) => budget.period === 'minute' && isOwn(budget));
  const others = known.filter(({ budget }) => budget.period !== 'minute');
  return {
    ...rateHeaders(dialect, tightest(rates, 'executions'), 'requests', now),
    ...rateHeaders(dialect, tightest(rates, 'tokens'), 'tokens', now),
    ...standingHeaders(tightest(others)),
  };
}

interface Standing {
  readonly budget: Budget;
  readonly left: number;
  readonly resets: Date;
}

/** Whether nobody else's use shows in it. */
const isOwn = ({ scope }: Budget): boolean => scope === 'person' || scope === 'app' || scope === 'key';
const share = ({ budget, left }: Standing): number => left / budget.limit;

function tightest(standings: readonly Standing[], unit?: BudgetUnit): Standing | undefined {
  return standings
    .filter(({ budget }) => unit === undefined || budget.unit === unit)
    .sort((one, other) => share(one) - share(other))[0];
}

function rateHeaders(
  dialect: ClientDialect,
  standing: Standing | undefined,
  what: string,
  now: Date,
): Headers {
  if (standing === undefined) return {};
  const { budget, left, resets } = standing;
  if (dialect === 'messages' || dialect === 'count_tokens')
    return {
      [`anthropic-ratelimit-${what}-limit`]: String(budget.limit),
      [`anthropic-ratelimit-${what}-remaining`]: String(left),
      [`anthropic-ratelimit-${what}-reset`]: resets.toISOString(),
    };
  const seconds = Math.max(0, Math.ceil((resets.getTime() - now.getTime()) / 1_000));
  return {
    [`x-ratelimit-limit-${what}`]: String(budget.limit),
    [`x-ratelimit-remaining-${what}`]: String(left),
    [`x-ratelimit-reset-${what}`]: `${seconds}s`,
  };
}

function standingHeaders(standing: Standing | undefined): Headers {
  if (standing === undefined) return {};
  const { budget, left, resets } = standing;
  return {
    'countersign-budget-scope': budget.scope,
    'countersign-budget-unit': budget.unit,
    'countersign-budget-period': budget.period,
    'countersign-budget-used-percent': String(100 - Math.floor(100 * share(standing))),
    ...(isOwn(budget)
      ? { 'countersign-budget-limit': String(budget.limit), 'countersign-budget-remaining': String(left) }
      : {}),
    'countersign-budget-reset': resets.toISOString(),
  };
}
