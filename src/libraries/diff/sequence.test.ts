import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from './sequence.ts';

const items = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });

/** Length of the longest common subsequence, by the textbook. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    b.forEach((other, index) => {
      const kept = item === other ? (row[index] ?? 0) + 1 : 0;
      next.push(Math.max(kept, row[index + 1] ?? 0, next[index] ?? 0));
    });
    row = next;
  }
  return row[b.length] ?? 0;
}

function applied(
  a: readonly string[],
  b: readonly string[],
  found: ReturnType<typeof differences>,
): string[] {
  const made: string[] = [];
  let at = 0;
  for (const { fromA, toA, fromB, toB } of found) {
    made.push(...a.slice(at, fromA), ...b.slice(fromB, toB));
    at = toA;
  }
  return [...made, ...a.slice(at)];
}

describe('differences', () => {
  it('lead from one sequence to the other, in order, none empty, none touching', () => {
    fc.assert(
      fc.property(items, items, fc.constantFrom(1, 2, 4, 256), (a, b, patience) => {
        const found = differences(a, b, patience);
        expect(applied(a, b, found)).toEqual(b);
        found.forEach(({ fromA, toA, fromB, toB }, index) => {
          expect(toA - fromA + toB - fromB).toBeGreaterThan(0);
          const before = found[index - 1];
          if (before) expect(Math.min(fromA - before.toA, fromB - before.toB)).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('are the fewest there can be while patience lasts', () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        const lost = differences(a, b).reduce((sum, { fromA, toA }) => sum + toA - fromA, 0);
        expect(a.length - lost).toBe(longestCommon(a, b));
      }),
    );
  });

  it('take under a second for the worst that fits into a file', () => {
    let state = 7;
    const next = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return String.fromCharCode(97 + ((state >> 16) % 3));
    };
    const [a, b] = [Array.from({ length: 131_072 }, next), Array.from({ length: 131_072 }, next)];
    const started = process.cpuUsage();
    const found = differences(a, b);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(1_000);
    expect(applied(a, b, found).join('')).toBe(b.join(''));
  });
});
