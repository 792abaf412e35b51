import { expect, it } from 'vitest';
import { limitOf, lineOf } from './budget-line.ts';

it('dollars are typed, micro-USD are sent, exactly', () => {
  expect(limitOf('micro_usd', '250.5')).toBe(250_500_000);
  expect(limitOf('micro_usd', '0.000001')).toBe(1);
  expect(limitOf('tokens', '5000')).toBe(5_000);
  for (const typed of ['', '-1', '1e3', '1.0000001', 'ten'])
    expect(() => limitOf('micro_usd', typed)).toThrow('dollars');
  expect(() => limitOf('executions', '1.5')).toThrow('whole number');
});

it('a budget is one line, in which nothing hides', () => {
  const [from, until] = ['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'];
  const line = lineOf({
    ...{ id: 'bud_1', scope: 'team', target: { id: 'tea_1', name: 'Risk\u001b[2J' }, unit: 'micro_usd' },
    ...{ period: 'month', limit: 25_000_000, hard: true },
    setBy: { id: 'per_1', kind: 'person', displayName: 'Amara' },
    setAt: from,
    current: { from, until, spent: 1_250_000, reserved: 150, left: 23_749_850, forecast: null },
  });
  expect(line).toContain('bud_1  $25.00 a month for team Risk');
  expect(line).toContain('$1.25 spent, $0.00015 reserved, $23.74985 left until 2026-12-01');
  expect(line).not.toContain('\u001b');
});
