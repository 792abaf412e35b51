import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gathering, gather } from './gather.ts';

interface Round {
  readonly items: readonly number[];
  end(): void;
}

/** A gathering whose rounds end when the test says so. */
function gathering(over: { lanes?: number; enough?: number; maxItems?: number; maxWeight?: number } = {}) {
  const rounds: Round[] = [];
  const made: Gathering<number> = gather({
    ...{ lanes: 1, enough: 1, maxItems: 100, maxWeight: 1_000, ...over },
    weigh: (item) => item,
    run: (items) => new Promise((resolve) => rounds.push({ items, end: resolve })),
  });
  return { made, rounds, items: () => rounds.map((round) => round.items) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('what is gathered', () => {
  it('begins at once when nothing is under way, and together when something is', async () => {
    const { made, rounds, items } = gathering();
    for (const item of [1, 2, 3]) made.add(item);
    expect(items()).toEqual([[1]]);
    expect(made.waiting()).toBe(2);
    rounds[0]?.end();
    await settle();
    expect(items()).toEqual([[1], [2, 3]]);
    expect(made.waiting()).toBe(0);
  });

  it('goes by a second lane only when enough waits', () => {
    const { made, items } = gathering({ lanes: 2, enough: 3 });
    for (const item of [1, 2, 3]) made.add(item);
    expect(items()).toEqual([[1]]);
    made.add(4);
    expect(items()).toEqual([[1], [2, 3, 4]]);
    for (const item of [5, 6, 7, 8]) made.add(item);
    expect(made.waiting()).toBe(4);
  });

  it('takes no more than the limits, but always one', async () => {
    const { made, rounds, items } = gathering({ maxItems: 2, maxWeight: 10 });
    for (const item of [1, 50, 1, 1, 1, 9, 2]) made.add(item);
    for (let at = 0; at < 6; at += 1) {
      rounds[at]?.end();
      await settle();
    }
    expect(items()).toEqual([[1], [50], [1, 1], [1, 9], [2]]);
  });

  it('is in exactly one round, in the order in which it came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constant('end'), fc.integer({ min: 1, max: 40 })), { maxLength: 60 }),
        async (steps) => {
          const { made, rounds, items } = gathering({ lanes: 2, enough: 4, maxItems: 5, maxWeight: 60 });
          let ended = 0;
          for (const step of steps)
            if (typeof step === 'number') made.add(step);
            else rounds[ended++]?.end();
          for (ended = 0; ended < rounds.length; ended += 1) {
            rounds[ended]?.end();
            await settle();
          }
          expect(items().flat()).toEqual(steps.filter((step) => typeof step === 'number'));
        },
      ),
      { numRuns: 50 },
    );
  });
});
