import { type Basis, last7, last28 } from '../basis.ts';
import { addDays, daysIn, lastDays, startOf, type Window, windowBefore } from '../days.ts';
import { counted, share } from '../formulas/interval.ts';
import { type Figure, figure } from '../measures/figure.ts';
import { defineMeasure } from '../measures/measure.ts';
import { activeIn } from '../people/weeks.ts';

const projections = ['intelligence.use', 'intelligence.people'] as const;
const active =
  'distinct people for whom at least one execution of their own (not by an app) succeeded, in the libraries that you may see or raw';

export const activePeople7 = defineMeasure({
  id: 'active_people_7d',
  version: 2,
  title: 'Active people, last 7 days',
  formula: `${active}, in the last 7 days`,
  unit: 'people',
  grade: 'C',
  projections,
  better: 'more',
});

export const activeShare28 = defineMeasure({
  id: 'active_share_28d',
  version: 1,
  title: 'Active people, last 28 days',
  formula: `${active}, in the last 28 days / people of the organization who have not left`,
  unit: 'share',
  grade: 'C',
  projections,
  better: 'more',
});

export const activePeopleFigure = (basis: Basis): Figure => {
  const window = last7(basis);
  const of = (some: Window) => activeIn(basis.weeks, some).length;
  return figure(activePeople7, counted(of(window)), {
    before: of(windowBefore(window)),
    series: daysIn(last28(basis)).map((day) => ({
      at: startOf(day),
      value: of({ from: day, to: addDays(day, 1) }),
    })),
    log: basis.log,
    behind: { from: startOf(window.from), to: startOf(window.to) },
  });
};

/** Who was here at the end of a day. Pure. */
export function eligibleAt(basis: Pick<Basis, 'people'>, to: string): Set<string> {
  const end = new Date(startOf(to));
  return new Set(
    basis.people
      .filter(({ joined, left }) => joined < end && (left === null || left >= end))
      .map(({ person }) => person),
  );
}

export const activeShareFigure = (basis: Basis): Figure => {
  const window = last28(basis);
  const of = (some: Window) => {
    const eligible = eligibleAt(basis, some.to);
    return share(activeIn(basis.weeks, some).filter((person) => eligible.has(person)).length, eligible.size);
  };
  const weeks = daysIn(lastDays(basis.today, 84)).filter((_, index) => index % 7 === 6);
  return figure(activeShare28, of(window), {
    before: of(windowBefore(window)).value,
    series: weeks.map((day) => {
      const to = addDays(day, 1);
      const { value, low, high } = of({ from: addDays(to, -28), to });
      return { at: startOf(day), value, low, high };
    }),
    log: basis.log,
    behind: { from: startOf(window.from), to: startOf(window.to) },
  });
};
