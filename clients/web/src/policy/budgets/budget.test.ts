import { describe, expect, it } from 'vitest';
import type { Budget } from '../../api/types.ts';
import { limitOf, sharesOf, standingOf, titleOf, typedLimit } from './budget.ts';

const at = (spent: number, reserved: number, forecast: number | null = null) => ({
  ...{ from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z' },
  ...{ spent, reserved, forecast, left: Math.max(0, 100 - spent - reserved) },
});
const month = { limit: 100, hard: true, period: 'month' } as const;

describe('how a budget stands', () => {
  it.each([
    [10, 0, 50, 'On course'],
    [10, 0, 101, 'Will not last'],
    [80, 0, 101, 'Nearly used up'],
    [60, 40, null, 'Used up'],
  ] as const)('%i spent, %i reserved, forecast %s: %s', (spent, reserved, forecast, word) => {
    expect(standingOf({ ...month, current: at(spent, reserved, forecast) }).word).toBe(word);
  });

  it('a soft one is over and refuses nothing; a rate has no forecast', () => {
    expect(standingOf({ ...month, hard: false, current: at(100, 0) }).word).toBe('Over');
    expect(standingOf({ ...month, period: 'minute', current: at(10, 0, 500) }).word).toBe('On course');
  });
});

it('a bar never holds more than all', () => {
  expect(sharesOf({ limit: 100, current: at(70, 60) })).toEqual({ spent: 70, reserved: 30 });
  expect(sharesOf({ limit: 100, current: at(250, 10) })).toEqual({ spent: 100, reserved: 0 });
  expect(sharesOf({ limit: 0, current: at(0, 0) })).toEqual({ spent: 0, reserved: 0 });
});

it('dollars are typed, micro-USD are meant, exactly', () => {
  expect(limitOf('micro_usd', '$1,250.50')).toBe(1_250_500_000);
  expect(limitOf('micro_usd', '0.000001')).toBe(1);
  expect(limitOf('tokens', '2000000')).toBe(2_000_000);
  for (const typed of ['', '-1', '1e9', '1.0000001', 'ten', '99999999999999'])
    expect(limitOf('micro_usd', typed)).toBeNull();
  expect(limitOf('executions', '1.5')).toBeNull();
  for (const limit of [1, 20_000_000, 1_250_500_000])
    expect(limitOf('micro_usd', typedLimit('micro_usd', limit))).toBe(limit);
});

it('says for whom and how long', () => {
  const named = (scope: Budget['scope'], name: string) =>
    titleOf({ scope, target: { id: 'x', name }, period: 'day' });
  expect(titleOf({ scope: 'organization', target: null, period: 'month' })).toBe(
    'the organization, in a month',
  );
  expect(named('app', 'Service desk')).toBe('the app Service desk, in a day');
  expect(named('person', 'Ben')).toBe('the person Ben, in a day');
});
