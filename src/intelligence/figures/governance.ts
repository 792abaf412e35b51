import { type Basis, last28 } from '../basis.ts';
import { startOf, type Window, windowBefore } from '../days.ts';
import { median } from '../formulas/interval.ts';
import type { ChangeTimes } from '../governance/store.ts';
import { type Figure, figure } from '../measures/figure.ts';
import { defineMeasure } from '../measures/measure.ts';

const projections = ['intelligence.governance'] as const;
const went = 'changes that went live in the last 28 days, in libraries that you may see';

export const approvalHours = defineMeasure({
  id: 'median_approval_hours_28d',
  version: 2,
  title: 'Time to approval, last 28 days',
  formula: `median hours from submit to the last approval of ${went}; without emergencies`,
  unit: 'hours',
  grade: 'C',
  projections,
  better: 'less',
});

const hourMs = 3_600_000;
export const hoursBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / hourMs;

/** What went live in a window. Pure. */
export function liveIn(basis: Pick<Basis, 'changes'>, { from, to }: Window): ChangeTimes[] {
  const [first, last] = [new Date(startOf(from)), new Date(startOf(to))];
  return basis.changes.filter(({ published }) => published >= first && published < last);
}

const approvalOf = ({ submitted, approved, emergency }: ChangeTimes): number[] =>
  emergency || submitted === null || approved === null ? [] : [hoursBetween(submitted, approved)];

export const approvalFigure = (basis: Basis): Figure => {
  const window = last28(basis);
  const of = (some: Window) => median(liveIn(basis, some).flatMap(approvalOf));
  return figure(approvalHours, of(window), {
    before: of(windowBefore(window)).value,
    series: [],
    log: basis.log,
    behind: null,
  });
};
