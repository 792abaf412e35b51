import { expect, it } from 'vitest';
import { builtInConfigs, checkValue, isGood, type ScoreConfig } from './score.ts';

const [thumbs, stars] = builtInConfigs;
const words: ScoreConfig = { name: 'kind', type: 'category', categories: ['draft', 'final'] };

it('a value fits what it scores by, or is refused with what would fit', () => {
  for (const [config, fits, not] of [
    [thumbs, [true, false], [1, 0, 'true']],
    [stars, [1, 5], [0, 6, 2.5, Number.NaN, true, '3']],
    [words, ['draft', 'final'], ['other', '', true, 1]],
  ] as const) {
    if (config === undefined) throw new Error('two are built in');
    for (const value of fits) expect(() => checkValue(config, value)).not.toThrow();
    for (const value of not)
      expect(() => checkValue(config, value)).toThrow(
        expect.objectContaining({ code: 'score.create.wrong_value' }),
      );
  }
});

it('a thumb up, a four and a five are good', () => {
  expect([true, false, 3, 4, 5, 'draft'].map(isGood)).toEqual([true, false, false, true, true, false]);
});
