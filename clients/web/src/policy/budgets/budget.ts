import type { Budget, BudgetPeriod, BudgetScope, BudgetUnit } from '../../api/types.ts';
import { count, money } from '../../design/money.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

export const scopeWords: Record<BudgetScope, string> = {
  organization: 'the organization',
  team: 'a team',
  person: 'a person, with their apps',
  app: 'an app',
  key: 'a key',
  library: 'a library',
  use_case: 'a use case',
  model: 'a model',
};
export const unitWords: Record<BudgetUnit, string> = {
  micro_usd: 'money, in US dollars',
  tokens: 'tokens, in and out',
  executions: 'calls',
};
export const periodWords: Record<BudgetPeriod, string> = {
  minute: 'a minute',
  day: 'a day',
  month: 'a month',
};

export const amountText = (unit: BudgetUnit, amount: number): string =>
  unit === 'micro_usd' ? money(amount) : `${count(amount)} ${unit === 'tokens' ? 'tokens' : 'calls'}`;

/** For whom and how long, in words: "the organization, in a month". */
export function titleOf({ scope, target, period }: Pick<Budget, 'scope' | 'target' | 'period'>): string {
  const [, noun = scope] = /^an? ([^,]+)/.exec(scopeWords[scope]) ?? [];
  const whom = target === null ? scopeWords.organization : `the ${noun} ${target.name}`;
  return `${whom}, in ${periodWords[period]}`;
}

/** Shares of the limit, in percent, that add up to 100 at most. */
export function sharesOf({ limit, current: { spent, reserved } }: Pick<Budget, 'limit' | 'current'>) {
  const share = (amount: number): number =>
    limit === 0 ? (amount > 0 ? 100 : 0) : Math.min(100, (amount / limit) * 100);
  const gone = share(spent);
  return { spent: gone, reserved: Math.min(100 - gone, share(reserved)) };
}

interface Standing {
  readonly word: string;
  readonly shape: Shape;
  readonly tone: Tone;
}

/** How a budget stands: what is gone counts before what is foreseen. */
export function standingOf({
  limit,
  hard,
  period,
  current: { spent, left, forecast },
}: Pick<Budget, 'limit' | 'hard' | 'period' | 'current'>): Standing {
  if (left === 0)
    return hard
      ? { word: 'Used up', shape: 'cross', tone: 'bad' }
      : { word: 'Over', shape: 'triangle', tone: 'warn' };
  if (spent >= limit * 0.8) return { word: 'Nearly used up', shape: 'triangle', tone: 'warn' };
  // A rate is back within the minute: there is nothing to foresee.
  if (period !== 'minute' && forecast !== null && forecast > limit)
    return { word: 'Will not last', shape: 'half', tone: 'warn' };
  return { word: 'On course', shape: 'check', tone: 'good' };
}

const most = 1_000_000_000_000_000;

/** What was typed as a limit, in the unit's whole numbers; null when it is none. Dollars may have six decimals, which are micro-USD. */
export function limitOf(unit: BudgetUnit, typed: string): number | null {
  const plain = typed.trim().replaceAll(',', '').replace(/^\$/, '');
  const [, whole, decimals = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(plain) ?? [];
  if (whole === undefined || (unit !== 'micro_usd' && decimals !== '')) return null;
  const limit =
    unit === 'micro_usd' ? Number(whole) * 1_000_000 + Number(decimals.padEnd(6, '0')) : Number(whole);
  return limit <= most ? limit : null;
}

/** A limit as one types it. */
export const typedLimit = (unit: BudgetUnit, limit: number): string =>
  unit === 'micro_usd' ? String(limit / 1_000_000) : String(limit);
