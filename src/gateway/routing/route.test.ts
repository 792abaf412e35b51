import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure, asking, type Circuit, closed, createCircuits, isWell } from './circuit.ts';
import { createRetryBudget } from './retry-budget.ts';
import { ordered, type RouteTarget } from './route.ts';

const target = (model: string, weight: number): RouteTarget => ({ model, weight, timeoutMs: null });
const names = (targets: readonly RouteTarget[]) => targets.map(({ model }) => model);
const always = () => true;

describe('the order of targets', () => {
  const targets = [target('last', 0), target('a', 3), target('b', 1), target('never', 0)];

  it('begins by weight, goes on with the heavier, and ends with those that have none', () => {
    expect(names(ordered(targets, always, 0))).toEqual(['a', 'b', 'last', 'never']);
    expect(names(ordered(targets, always, 0.74))).toEqual(['a', 'b', 'last', 'never']);
    expect(names(ordered(targets, always, 0.76))).toEqual(['b', 'a', 'last', 'never']);
  });

  it('shares the calls as the weights say', () => {
    const rolls = Array.from({ length: 1_000 }, (_, index) => index / 1_000);
    const first = rolls.map((roll) => names(ordered(targets, always, roll))[0]);
    expect(first.filter((name) => name === 'a')).toHaveLength(750);
  });

  it('does not begin with one that is not well, unless all are', () => {
    for (const roll of [0, 0.5, 0.99]) {
      expect(names(ordered(targets, ({ model }) => model !== 'a', roll))[0]).toBe('b');
      expect(['a', 'b']).toContain(names(ordered(targets, () => false, roll))[0]);
    }
  });

  it('holds every target exactly once, whatever they are', () => {
    const some = fc.uniqueArray(fc.record({ model: fc.string(), weight: fc.nat(9) }), {
      selector: ({ model }) => model,
    });
    fc.assert(
      fc.property(some, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.boolean(), (given, roll, well) => {
        const all = given.map(({ model, weight }) => target(model, weight));
        expect(names(ordered(all, () => well, roll)).sort()).toEqual(names(all).sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe('a circuit', () => {
  const failing = (circuit: Circuit, times: number, nowMs: number) =>
    Array.from({ length: times }).reduce<Circuit>((one) => afterFailure(one, nowMs), circuit);

  it('opens after five failures in a row, and lets one call look after a rest', () => {
    expect(asking(failing(closed, 4, 0), 0)).toBeDefined();
    const open = failing(closed, 5, 0);
    expect(open.state).toBe('open');
    expect(asking(open, 4_999)).toBeUndefined();
    const probing = asking(open, 5_000);
    expect(probing?.state).toBe('probing');
    expect(probing && asking(probing, 5_001)).toBeUndefined();
  });

  it('rests twice as long when the look fails, up to two minutes; a look that never ends is made good', () => {
    let circuit = failing(closed, 5, 0);
    let nowMs = 0;
    const rests: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      rests.push(circuit.untilMs - nowMs);
      nowMs = circuit.untilMs;
      const probing = asking(circuit, nowMs);
      if (probing === undefined) throw new Error('it may look');
      expect(isWell(probing, nowMs + probing.restMs)).toBe(true);
      circuit = afterFailure(probing, nowMs);
    }
    expect(rests).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
  });

  it('closes with the first success, and knows others apart', () => {
    let nowMs = 0;
    const circuits = createCircuits(() => nowMs);
    for (let time = 0; time < 5; time += 1) circuits.failed('org/a');
    expect([circuits.mayAsk('org/a'), circuits.mayAsk('other/a')]).toEqual([false, true]);
    nowMs = 5_000;
    expect([circuits.mayAsk('org/a'), circuits.mayAsk('org/a')]).toEqual([true, false]);
    circuits.succeeded('org/a');
    expect(circuits.of('org/a')).toEqual(closed);
  });
});

it('retries are at most ten at once, and then one for five calls', () => {
  const budget = createRetryBudget();
  const taken = () => Array.from({ length: 20 }, () => budget.take()).filter(Boolean).length;
  expect(taken()).toBe(10);
  for (let call = 0; call < 25; call += 1) budget.called();
  expect(taken()).toBe(5);
});
