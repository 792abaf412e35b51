import type { AnswerOf } from '@countersign/sdk';
import { visible } from './visible.ts';

type Budget = AnswerOf<'budget.list'>['items'][number];

export const scopes = [
  'organization',
  'team',
  'person',
  'app',
  'key',
  'library',
  'use_case',
  'model',
] as const;
/** What people call a unit, and what the API does. */
export const units = { usd: 'micro_usd', tokens: 'tokens', calls: 'executions' } as const;

/** A typed limit in the unit's whole numbers. Dollars may have six decimals. @throws Error for what is none */
export function limitOf(unit: Budget['unit'], typed: string): number {
  const [, whole, decimals = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(typed) ?? [];
  if (whole === undefined || (unit !== 'micro_usd' && decimals !== ''))
    throw new Error(
      unit === 'micro_usd'
        ? 'The limit is dollars with at most six decimals, e.g. 250.00.'
        : 'The limit is a whole number, e.g. 1000.',
    );
  return unit === 'micro_usd' ? Number(whole) * 1_000_000 + Number(decimals.padEnd(6, '0')) : Number(whole);
}

/** One budget in one line. */
export function lineOf({ id, scope, target, unit, period, limit, hard, current }: Budget): string {
  const { spent, reserved, left, until } = current;
  const whom = target === null ? 'the organization' : `${scope.replace('_', ' ')} ${target.name}`;
  const amounts = `${amount(unit, spent)} spent, ${amount(unit, reserved)} reserved, ${amount(unit, left)} left until ${until}`;
  return visible(
    `${id}  ${amount(unit, limit)} a ${period} for ${whom}, ${hard ? 'refuses' : 'only tells'}: ${amounts}`,
  );
}

function amount(unit: Budget['unit'], value: number): string {
  if (unit !== 'micro_usd') return `${value} ${unit === 'tokens' ? 'tokens' : 'calls'}`;
  const [, whole = '0', decimals = ''] = /^(\d+)(\d{6})$/.exec(String(value).padStart(7, '0')) ?? [];
  return `$${whole}.${decimals.replace(/0{1,4}$/, '')}`;
}
