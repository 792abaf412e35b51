import { describe, expect, it } from 'vitest';
import { type BudgetSubject, fits, forecast, isUnder, periodEnd, periodStart, reached } from './budget.ts';
import { amountOf, estimateUsage } from './estimate.ts';

const at = new Date('2026-12-31T23:59:30.500Z');

describe('periods go by the calendar, in UTC', () => {
  it.each([
    ['minute', '2026-12-31T23:59:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['day', '2026-12-31T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['month', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ] as const)('%s', (period, start, end) => {
    expect(periodStart(period, at).toISOString()).toBe(start);
    expect(periodEnd(period, at).toISOString()).toBe(end);
    expect(periodStart(period, new Date(start)).toISOString()).toBe(start);
  });
});

it('what is reserved counts like what is spent; a soft budget refuses nothing', () => {
  expect(fits({ limit: 10, hard: true }, { spent: 4, reserved: 5 }, 1)).toBe(true);
  expect(fits({ limit: 10, hard: true }, { spent: 4, reserved: 5 }, 2)).toBe(false);
  expect(fits({ limit: 10, hard: false }, { spent: 40, reserved: 5 }, 2)).toBe(true);
  expect(fits({ limit: 0, hard: true }, { spent: 0, reserved: 0 }, 1)).toBe(false);
});

it('a forecast goes on as until now, and says nothing at the very beginning', () => {
  expect(forecast('day', 300, new Date('2026-11-27T06:00:00Z'))).toBe(1_200);
  expect(forecast('day', 300, new Date('2026-11-27T00:10:00Z'))).toBeNull();
});

it('the highest share that is reached', () => {
  expect([0, 49, 50, 79, 80, 99, 100, 250].map((spent) => reached(100, spent))).toEqual([
    0, 0, 50, 50, 80, 80, 100, 100,
  ]);
});

it('each scope holds for its own, and a person’s for what their apps run', () => {
  const subject: BudgetSubject = {
    person: 'per_a',
    principal: 'app_a',
    teams: ['tea_a'],
    key: 'key_a',
    library: 'lib_a',
    useCase: 'support',
    model: 'm',
  };
  const own = [
    ['organization', ''],
    ['person', 'per_a'],
    ['app', 'app_a'],
    ['team', 'tea_a'],
    ['key', 'key_a'],
    ['library', 'lib_a'],
    ['use_case', 'support'],
    ['model', 'm'],
  ] as const;
  for (const [scope, target] of own) {
    expect(isUnder({ scope, target }, subject)).toBe(true);
    if (scope !== 'organization') expect(isUnder({ scope, target: 'other' }, subject)).toBe(false);
  }
});

describe('AT-61 an estimate is an upper one', () => {
  it('counts every answer that is asked for, each as long as it may be', () => {
    expect(estimateUsage('chat', { max_tokens: 100, n: 5 }).outputTokens).toBe(500);
    expect(estimateUsage('chat', { max_tokens: 100, max_completion_tokens: 50 }).outputTokens).toBe(50);
    expect(estimateUsage('chat', {}).outputTokens).toBe(4_096);
    expect(estimateUsage('embeddings', { input: 'x' }).outputTokens).toBe(0);
  });

  it('an absurd limit is a number that can be added up', () => {
    for (const n of [1, 1e15]) {
      const usage = estimateUsage('chat', { max_tokens: Number.MAX_SAFE_INTEGER, n });
      expect(amountOf('tokens', 'simulated-fast', usage)).toBeLessThanOrEqual(1e12);
      expect(amountOf('micro_usd', 'simulated-careful', usage)).toBeLessThanOrEqual(1e12);
    }
  });

  it('a negative or broken limit, and a negative n, lower nothing', () => {
    expect(estimateUsage('chat', { max_tokens: -5, n: -3 }).outputTokens).toBe(4_096);
    expect(estimateUsage('chat', { max_tokens: '9', n: 0 }).outputTokens).toBe(4_096);
  });

  it('money of a model without a price is unknown, never nothing', () => {
    expect(amountOf('micro_usd', 'nobody-knows', { inputTokens: 1, outputTokens: 1 })).toBeNull();
  });
});
