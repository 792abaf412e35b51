import { expect, it } from 'vitest';
import { type Delegation, isRunning, lengthFault, linkFault, running } from './delegation.ts';

const at = new Date('2026-11-01T12:00:00Z');
const later = (ms: number) => new Date(at.getTime() + ms);
const delegation = (
  from: `per_${string}`,
  to: `per_${string}`,
  more: Partial<Delegation> = {},
): Delegation => ({
  ...{ organization: 'org_a', id: 'dlg_1', from, to, startsAt: at, until: later(1_000) },
  ...{ reason: 'away', createdBy: from, endedAt: null },
  ...more,
});

it('runs from its start to before its end, unless it was ended', () => {
  const one = delegation('per_a', 'per_b');
  expect([0, 999].map((ms) => isRunning(one, later(ms)))).toEqual([true, true]);
  expect([-1, 1_000].map((ms) => isRunning(one, later(ms)))).toEqual([false, false]);
  expect(isRunning({ ...one, endedAt: at }, at)).toBe(false);
});

it('AT-18: makes no chain, no loop, and no second one', () => {
  const fault = (from: `per_${string}`, to: `per_${string}`, ...others: Delegation[]) =>
    linkFault({ from, to }, others, at);
  const running = delegation('per_a', 'per_b');
  expect(fault('per_a', 'per_a')).toContain('oneself');
  expect(fault('per_a', 'per_c', running)).toContain('stands in already');
  expect(fault('per_c', 'per_a', running)).toContain('is away too');
  expect(fault('per_b', 'per_c', running)).toContain('handed on once');
  expect(fault('per_b', 'per_a', running)).toContain('is away too');
  expect(fault('per_c', 'per_b', running)).toBe(null);
  expect(fault('per_c', 'per_d', running)).toBe(null);
  for (const over of [delegation('per_a', 'per_b', { until: at }), { ...running, endedAt: at }])
    expect(fault('per_a', 'per_c', over)).toBe(null);
});

it('lasts from now at most 90 days', () => {
  const longest = 90 * 86_400_000;
  expect([1, longest].map((ms) => lengthFault(later(ms), at))).toEqual([null, null]);
  for (const ms of [-1, 0, longest + 1, Number.NaN])
    expect(lengthFault(later(ms), at)).toContain('at most 90 days ahead');
});

it('AT-18: lends the right of whom it is from to whom it is to, while it runs, and to nobody else', () => {
  const all = [delegation('per_a', 'per_b'), delegation('per_c', 'per_d')];
  const found = (from: `per_${string}`, to: `per_${string}`, when = at) => running(all, { from, to }, when);
  expect([found('per_a', 'per_b'), found('per_c', 'per_d')]).toEqual(all);
  expect(found('per_b', 'per_a')).toBe(undefined);
  expect(found('per_a', 'per_d')).toBe(undefined);
  expect(found('per_c', 'per_b')).toBe(undefined);
  expect(found('per_a', 'per_b', later(1_000))).toBe(undefined);
});
