import type { OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';

export type BudgetId = Id<'bud'>;

export const budgetScopes = [
  'organization',
  'team',
  'person',
  'app',
  'key',
  'library',
  'use_case',
  'model',
] as const;
/** What a budget is over. A person's also holds for what their apps run, as a team's does for its people: nobody leaves one by way of an app. */
export type BudgetScope = (typeof budgetScopes)[number];

export const budgetUnits = ['micro_usd', 'tokens', 'executions'] as const;
export type BudgetUnit = (typeof budgetUnits)[number];

/** By the calendar, in UTC: a budget starts anew with each. `minute` makes it a rate. */
export const budgetPeriods = ['minute', 'day', 'month'] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

/** How much of something may be used in a period. */
export interface Budget {
  readonly organization: OrganizationId;
  readonly id: BudgetId;
  readonly scope: BudgetScope;
  /** An id, or the name of a use case or model; empty for the organization. */
  readonly target: string;
  readonly unit: BudgetUnit;
  readonly period: BudgetPeriod;
  readonly limit: number;
  /** A hard one refuses what would go over it; a soft one only tells. */
  readonly hard: boolean;
  readonly setBy: string;
  readonly setAt: Date;
}

/** What of a budget's period is gone: `spent` for good, `reserved` by what runs now. */
export interface BudgetUse {
  readonly spent: number;
  readonly reserved: number;
}

/** What one execution may use at most of one budget, as far as one can say before. */
export interface Reservation {
  readonly budget: Budget;
  readonly periodStart: Date;
  readonly amount: number;
}

/** What about an execution decides which budgets it is under. */
export interface BudgetSubject {
  readonly person: string;
  readonly principal: string;
  readonly teams: readonly string[];
  readonly key: string | null;
  readonly library: string | null;
  readonly useCase: string | null;
  readonly model: string;
}

/** True when what the subject runs counts against the budget. */
export function isUnder(
  { scope, target }: Pick<Budget, 'scope' | 'target'>,
  subject: BudgetSubject,
): boolean {
  switch (scope) {
    case 'organization':
      return true;
    case 'team':
      return subject.teams.includes(target);
    case 'person':
      return subject.person === target;
    case 'app':
      return subject.principal === target;
    case 'key':
      return subject.key === target;
    case 'library':
      return subject.library === target;
    case 'use_case':
      return subject.useCase === target;
    case 'model':
      return subject.model === target;
  }
}

/** The first instant of the period that `at` lies in, in UTC. */
export function periodStart(period: BudgetPeriod, at: Date): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  if (period === 'month') return new Date(Date.UTC(year, month, 1));
  if (period === 'day') return new Date(Date.UTC(year, month, day));
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}

/** The first instant after the period that `at` lies in. */
export function periodEnd(period: BudgetPeriod, at: Date): Date {
  const start = periodStart(period, at);
  if (period === 'month') return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  return new Date(start.getTime() + (period === 'day' ? 86_400_000 : 60_000));
}

/** True when the amount still fits: what is spent and what is reserved count alike, so that nothing that runs at once can overspend. */
export function fits(
  { limit, hard }: Pick<Budget, 'limit' | 'hard'>,
  use: BudgetUse,
  amount: number,
): boolean {
  return !hard || use.spent + use.reserved + amount <= limit;
}

/**
 * What will have been used at the end of the period if it goes on as until now: what was used, over the share of the period that has
 * passed. Null in the first hundredth of a period, when a single call would say everything.
 */
export function forecast(period: BudgetPeriod, spent: number, at: Date): number | null {
  const [start, end] = [periodStart(period, at).getTime(), periodEnd(period, at).getTime()];
  const share = (at.getTime() - start) / (end - start);
  return share < 0.01 ? null : Math.round(spent / share);
}

/** Shares of a budget, in percent, that are told when they are reached. */
export const alertPercents = [50, 80, 100] as const;

/** The highest share that is reached; 0 below all. */
export function reached(limit: number, spent: number): number {
  return alertPercents.findLast((percent) => spent * 100 >= limit * percent) ?? 0;
}

/** What a budget is over, in words that name nobody. */
export function overWhat({ scope, target }: Pick<Budget, 'scope' | 'target'>): string {
  switch (scope) {
    case 'organization':
      return 'the organization';
    case 'use_case':
      return `the use case ${target}`;
    case 'model':
      return `the model ${target}`;
    default:
      return `this ${scope}`;
  }
}
