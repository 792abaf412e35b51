import type { Basis } from '../basis.ts';
import { startOf } from '../days.ts';
import { median, share } from '../formulas/interval.ts';
import { type Figure, figure } from '../measures/figure.ts';
import { defineMeasure } from '../measures/measure.ts';
import { fourWeeks } from './adoption.ts';

const projections = ['intelligence.use'] as const;

export const breadthMeasure = defineMeasure({
  id: 'breadth_4w',
  version: 1,
  title: 'Breadth, last 4 weeks',
  formula:
    'median of different published prompts that one ran oneself with success, over people with at least one, in the last 4 complete weeks',
  unit: 'prompts',
  grade: 'C',
  projections,
  better: 'more',
});

export const reuseMeasure = defineMeasure({
  id: 'reuse_share_4w',
  version: 1,
  title: 'Shared prompts, last 4 weeks',
  formula:
    'published prompts that at least two people ran themselves with success / published prompts that anybody did, in the last 4 complete weeks',
  unit: 'share',
  grade: 'C',
  projections,
  better: 'more',
});

const behindOf = (basis: Basis) => {
  const { from, to } = fourWeeks(basis.today);
  return { from: startOf(from), to: startOf(to) };
};

/** @param breadth prompts of each person: now, and in the four weeks before */
export const breadthFigure = (
  basis: Basis,
  [now = [], before = []]: readonly (readonly number[])[],
): Figure =>
  figure(breadthMeasure, median(now), {
    before: median(before).value,
    series: [],
    log: basis.log,
    behind: behindOf(basis),
  });

/** @param reuse now, and in the four weeks before */
export const reuseFigure = (
  basis: Basis,
  reuse: readonly { readonly prompts: number; readonly shared: number }[],
): Figure => {
  const [now, before] = reuse.map(({ prompts, shared }) => share(shared, prompts));
  return figure(reuseMeasure, now ?? share(0, 0), {
    before: before?.value ?? null,
    series: [],
    log: basis.log,
    behind: behindOf(basis),
  });
};
