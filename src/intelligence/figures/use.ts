import { type Basis, last7, last28 } from '../basis.ts';
import { addDays, daysIn, lastDays, startOf, type Window, windowBefore } from '../days.ts';
import { counted, type Estimate, share } from '../formulas/interval.ts';
import { type Figure, figure, type Point } from '../measures/figure.ts';
import { defineMeasure } from '../measures/measure.ts';
import type { DayTotal } from '../store/totals.ts';

/** What ran: figures over days of executions, in the libraries that one may see. Days are UTC and include today. */
const projections = ['intelligence.use'] as const;
const ended =
  'executions that have ended, in whatever state, of the libraries that you may see and of raw calls';

export const executions7 = defineMeasure({
  id: 'executions_7d',
  version: 2,
  title: 'Executions, last 7 days',
  formula: `number of ${ended}, asked for in the last 7 days`,
  unit: 'executions',
  grade: 'C',
  projections,
  better: null,
});

export const governedShare = defineMeasure({
  id: 'governed_share_28d',
  version: 2,
  title: 'Governed share, last 28 days',
  formula: `executions of a published version / ${ended}, asked for in the last 28 days; no value without executions`,
  unit: 'share',
  grade: 'C',
  projections,
  better: 'more',
});

export const rawShare = defineMeasure({
  id: 'raw_share_28d',
  version: 1,
  title: 'Raw calls, last 28 days',
  formula: `model calls without a prompt of a library / ${ended}, asked for in the last 28 days; no value without executions`,
  unit: 'share',
  grade: 'C',
  projections,
  better: 'less',
});

export const successShare = defineMeasure({
  id: 'success_share_28d',
  version: 1,
  title: 'Answered, last 28 days',
  formula: `executions that succeeded / ${ended}, asked for in the last 28 days; what policy refused never ran and is in neither number`,
  unit: 'share',
  grade: 'C',
  projections,
  better: 'more',
});

export const cost28 = defineMeasure({
  id: 'cost_28d',
  version: 1,
  title: 'Cost, last 28 days',
  formula:
    'list price of the tokens that providers counted, summed over executions of the last 28 days whose model has a price; n is how many have one',
  unit: 'usd',
  grade: 'C',
  projections,
  better: 'less',
});

const inside = (basis: Basis, { from, to }: Window) =>
  basis.days.filter(({ day }) => day >= from && day < to);
const sum = (days: readonly DayTotal[], read: (day: DayTotal) => number): number =>
  days.reduce((total, day) => total + read(day), 0);
const behindOf = ({ from, to }: Window) => ({ from: startOf(from), to: startOf(to) });

export const executionsFigure = (basis: Basis): Figure => {
  const window = last7(basis);
  const read = (day: DayTotal) => day.executions;
  const known = new Map(basis.days.map((day) => [day.day, day]));
  return figure(executions7, counted(sum(inside(basis, window), read)), {
    before: sum(inside(basis, windowBefore(window)), read),
    series: daysIn(last28(basis)).map((day) => {
      const found = known.get(day);
      return { at: startOf(day), value: found === undefined ? 0 : read(found) };
    }),
    log: basis.log,
    behind: behindOf(window),
  });
};

type Read = (day: DayTotal) => number;

function shareFigure(measure: Parameters<typeof figure>[0], part: Read, whole: Read) {
  return (basis: Basis): Figure => {
    const window = last28(basis);
    const of = (some: Window): Estimate => {
      const days = inside(basis, some);
      return share(sum(days, part), sum(days, whole));
    };
    return figure(measure, of(window), {
      before: of(windowBefore(window)).value,
      series: weekly(basis, of),
      log: basis.log,
      behind: behindOf(window),
    });
  };
}

/** Twelve points, each over 7 days; the last ends today. */
function weekly(basis: Basis, of: (window: Window) => Estimate): Point[] {
  return daysIn(lastDays(basis.today, 84))
    .filter((_, index) => index % 7 === 0)
    .map((from) => {
      const { value, low, high } = of({ from, to: addDays(from, 7) });
      return { at: startOf(from), value, low, high };
    });
}

const all: Read = (day) => day.executions;
export const governedFigure = shareFigure(governedShare, (day) => day.governed, all);
export const rawFigure = shareFigure(rawShare, (day) => day.raw, all);
export const successFigure = shareFigure(successShare, (day) => day.succeeded, all);

export const costFigure = (basis: Basis): Figure => {
  const usd = (window: Window) => sum(inside(basis, window), (day) => day.costMicroUsd) / 1_000_000;
  const window = last28(basis);
  return figure(
    cost28,
    { ...counted(usd(window)), n: sum(inside(basis, window), (day) => day.priced) },
    {
      before: usd(windowBefore(window)),
      series: weekly(basis, (some) => counted(usd(some))),
      log: basis.log,
      behind: behindOf(window),
    },
  );
};
