import { expect, it } from 'vitest';
import type { Figure } from '../../api/types.ts';
import { trendOf } from './trend.ts';

const figure = (more: Partial<Figure>): Figure => ({
  ...{ id: 'x', title: 'X', measure: 'x@1', definition: 'x@1: x', unit: 'share', grade: 'C' },
  ...{ better: 'more', value: 0.5, low: 0.45, high: 0.55, n: 100, before: 0.3 },
  ...{ series: [], log: null, behind: null },
  ...more,
});

it.each([
  [{}, '+20 points', 'good'],
  [{ better: 'less' as const }, '+20 points', 'bad'],
  [{ better: null }, '+20 points', 'plain'],
  // Inside the interval nothing is said to be better or worse.
  [{ before: 0.48 }, '+2.0 points', 'plain'],
  [{ unit: 'hours', value: 6, before: 8, low: null, high: null, better: 'less' as const }, '−25%', 'good'],
  [{ before: 0.5 }, 'unchanged', 'plain'],
])('%o is %s, %s', (more, text, look) => {
  expect(trendOf(figure(more))).toMatchObject({ text, look });
});

it('says nothing without both spans', () => {
  expect(trendOf(figure({ before: null }))).toBeNull();
  expect(trendOf(figure({ value: null }))).toBeNull();
  expect(trendOf(figure({ unit: 'usd', before: 0 }))).toBeNull();
});
