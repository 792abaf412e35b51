import { describe, expect, it } from 'vitest';
import { casesOf, cumulated, declaredCost, paidBack, stepsOf, tornadoOf } from './value.ts';

const assumed = {
  ...{ before: 12, after: 4, review: 1, rework: 5, reworkShare: 0.2 },
  ...{ wage: 60, becomesWork: 0.5, accepted: 0.8 },
};
const around = (mid: number) => ({ low: mid * 0.8, mid, high: mid * 1.2 });
const assumes = {
  ...{ before: around(12), after: around(4), review: around(1), rework: around(5), reworkShare: around(0.2) },
  ...{ wage: around(60), becomesWork: around(0.5), accepted: around(0.8) },
};

describe('the value of runs', () => {
  it('is N·a·(t₀ − t₁ − t_review − p·t_rework)·w·r, step by step', () => {
    const steps = stepsOf(100, assumed, 1);
    const rounded = Object.fromEntries(
      Object.entries(steps).map(([name, usd]) => [name, Math.round(usd) + 0]),
    );
    expect(rounded).toEqual({
      ...{ saved: 800, review: -100, rework: -100, notAccepted: -120, notWork: -240, doubt: 0 },
      value: 240,
    });
    expect(steps.value).toBeCloseTo(100 * 0.8 * (12 - 4 - 1 - 0.2 * 5) * 1 * 0.5, 10);
    expect(stepsOf(100, assumed, 0.5)).toMatchObject({ doubt: -120, value: 120 });
  });

  it('is a loss whole when runs take longer than before', () => {
    expect(stepsOf(60, { ...assumed, after: 15 }, 0.5)).toMatchObject({
      ...{ saved: -180, notAccepted: 0, notWork: 0, doubt: 0, value: -300 },
    });
  });

  it('is never one number: least and most lie at corners of what is assumed', () => {
    const { low, mid, high } = casesOf(assumes, 1);
    expect(mid).toEqual(assumed);
    expect(low).toMatchObject({ before: around(12).low, after: around(4).high, accepted: around(0.8).low });
    expect(high).toMatchObject({ before: around(12).high, after: around(4).low, wage: around(60).high });
    const value = (of: typeof low) => stepsOf(1, of, 1).value;
    expect(value(low)).toBeLessThan(value(mid));
    expect(value(mid)).toBeLessThan(value(high));
  });

  it('has low assumptions cost more where each run is a loss', () => {
    const loss = { ...assumes, after: { low: 20, mid: 22, high: 24 } };
    expect(casesOf(loss, 1).low).toMatchObject({ wage: around(60).high });
  });
});

it('the tornado has what matters most first', () => {
  const bars = tornadoOf(100, assumes, 1);
  expect(bars[0]?.assumption).toBe('before');
  expect(bars.at(-1)?.assumption).toMatch(/^rework|^review/);
  expect(bars.find(({ assumption }) => assumption === 'wage')).toMatchObject({ low: 192, high: 288 });
});

describe('value over time', () => {
  const costs = [
    { what: 'Training', once: 300, perMonth: 0 },
    { what: 'Upkeep', once: 0, perMonth: 30.4375 },
  ];
  const weeks = ['2026-08-03', '2026-08-10', '2026-08-17'].map((week) => ({ week, runs: 100, modelsUsd: 3 }));

  it('is added up after what it cost: once at the start, and every week', () => {
    expect(declaredCost(costs, 2)).toBeCloseTo(314, 10);
    const sums = cumulated(weeks, casesOf(assumes, 1), 1, costs);
    expect(sums.map(({ mid }) => Math.round(mid))).toEqual([-70, 160, 390]);
    expect(paidBack(sums, 'mid')).toBe('2026-08-10');
    expect(paidBack(sums, 'low')).toBeNull();
    expect(sums.at(-1)?.mid).toBeCloseTo(3 * 240 - 9 - declaredCost(costs, 3), 8);
  });
});
