import { describe, expect, it } from 'vitest';
import { compareNewest, versionsOf } from './versions.ts';

const five = ['a', 'b', 'c', 'd', 'e'];
const cell = (version: number, scores: number, accepted: number, people = five, week = '2026-01-05') => ({
  ...{ week, library: 'lib_1', path: 'p.prompt', version, people, scores, accepted },
});
const words = (...cells: ReturnType<typeof cell>[]) => compareNewest(versionsOf(cells, 5))?.words;

describe('acceptance of versions', () => {
  it('leaves out weeks of too few people, and has no number when all are', () => {
    const [one, two] = versionsOf(
      [cell(2, 9, 9, five.slice(1)), cell(1, 10, 9), cell(1, 50, 0, ['a'], '2026-01-12')],
      5,
    );
    expect(one).toMatchObject({ version: 1, weeks: 2, shownWeeks: 1, acceptance: { value: 0.9, n: 10 } });
    expect(Number(one?.acceptance.low?.toFixed(3))).toBe(0.596);
    expect(two).toMatchObject({ version: 2, shownWeeks: 0, acceptance: { value: null, n: 0 } });
    expect(compareNewest(versionsOf([cell(1, 90, 9), cell(2, 90, 80, ['a'])], 5))).toBeNull();
  });
});

describe('two versions in words', () => {
  it('are better or worse, by how much, when the test tells', () => {
    expect(words(cell(7, 4_000, 3_200), cell(8, 4_000, 3_400))).toMatch(
      /^v8 better than v7 on acceptance by 5\.0 points, 95 % interval 2\.2 to 7\.8$/,
    );
    expect(words(cell(7, 4_000, 3_400), cell(8, 4_000, 3_200))).toMatch(
      /^v8 worse than v7 .* by 5\.0 points/,
    );
  });

  it('cannot be told apart yet, with how many more it takes', () => {
    expect(words(cell(7, 500, 400), cell(8, 500, 430))).toMatch(
      /^cannot tell yet: about \d+ more scored runs$/,
    );
    expect(words(cell(7, 15, 10), cell(8, 40, 30))).toBe('cannot tell yet: at least 5 more scored runs');
    expect(words(cell(7, 20, 20), cell(8, 20, 20))).toBe('cannot tell yet: every run was scored the same');
    expect(words(cell(7, 500, 400), cell(8, 500, 400))).toBe(
      'cannot tell yet: they are as good as equal so far',
    );
  });

  it('compares the newest with the one before it that is shown', () => {
    const versions = versionsOf([cell(1, 30, 3), cell(2, 30, 20), cell(3, 30, 9, ['a']), cell(4, 30, 22)], 5);
    expect(compareNewest(versions)).toMatchObject({ before: 2, after: 4 });
  });
});
