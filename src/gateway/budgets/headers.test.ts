import { expect, it } from 'vitest';
import type { Budget, Reservation } from './budget.ts';
import { budgetHeaders, noteLeft } from './headers.ts';

const now = new Date('2026-11-27T10:00:30.000Z');
const admitted = (budget: Partial<Budget>, left: number): Reservation => {
  const whole: Budget = {
    ...{ organization: 'org_00000000000000000000000000', id: 'bud_00000000000000000000000000', target: 'x' },
    ...{ scope: 'person', unit: 'executions', period: 'minute', limit: 10, hard: true },
    ...{ setBy: 'per_00000000000000000000000000', setAt: now },
    ...budget,
  };
  const reservation = { budget: whole, periodStart: new Date('2026-11-27T10:00:00.000Z'), amount: 1 };
  noteLeft(reservation, left);
  return reservation;
};

it('a rate goes by the names that each official client knows, the tighter of two', () => {
  const rates = [admitted({}, 7), admitted({ limit: 100 }, 5)];
  expect(budgetHeaders('chat', rates, now)).toEqual({
    'x-ratelimit-limit-requests': '100',
    'x-ratelimit-remaining-requests': '5',
    'x-ratelimit-reset-requests': '30s',
  });
  expect(budgetHeaders('messages', [admitted({ unit: 'tokens' }, 7)], now)).toEqual({
    'anthropic-ratelimit-tokens-limit': '10',
    'anthropic-ratelimit-tokens-remaining': '7',
    'anthropic-ratelimit-tokens-reset': '2026-11-27T10:01:00.000Z',
  });
});

it('of a budget that others share it says how much is gone, and no amount', () => {
  const own = admitted({ period: 'day', limit: 200 }, 50);
  expect(budgetHeaders('chat', [own], now)).toMatchObject({
    'countersign-budget-limit': '200',
    'countersign-budget-remaining': '50',
    'countersign-budget-used-percent': '75',
    'countersign-budget-reset': '2026-11-28T00:00:00.000Z',
  });
  const shared = budgetHeaders('chat', [own, admitted({ period: 'month', scope: 'organization' }, 1)], now);
  expect(shared).toMatchObject({
    'countersign-budget-scope': 'organization',
    'countersign-budget-used-percent': '90',
  });
  expect(Object.keys(shared).join()).not.toMatch(/remaining|limit/);
  expect(budgetHeaders('chat', [admitted({ scope: 'organization' }, 3)], now)).toEqual({});
});
