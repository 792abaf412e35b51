import { startOf } from '../days.ts';
import type { LogRange } from '../measures/figure.ts';
import { type Figure, figure, type Point } from '../measures/figure.ts';
import { netMeasure } from './measure.ts';
import type { returnOf } from './read.ts';

type Return = Awaited<ReturnType<typeof returnOf>>;

/** All value models that are no scenarios, together. Null without one. Pure. */
export function netFigure(
  { items, weeks }: Pick<Return, 'items' | 'weeks'>,
  log: LogRange | null,
): Figure | null {
  const counted = items.filter(({ model }) => model.grade !== 'E');
  if (counted.length === 0) return null;
  const sum = (of: (item: (typeof counted)[number]) => number) =>
    counted.reduce((total, item) => total + of(item), 0);
  const first = counted.flatMap((item) => item.weeks.slice(0, 1)).toSorted()[0] ?? '';
  const series: Point[] = weeks
    .filter((week) => first !== '' && week >= first)
    .map((week) => {
      const at = (end: 'low' | 'mid' | 'high') =>
        sum(({ series: own }) => own.findLast((one) => one.week <= week)?.[end] ?? 0);
      return { at: startOf(week), value: at('mid'), low: at('low'), high: at('high') };
    });
  const [one, other, another] = [
    sum(({ net }) => net.mid),
    sum(({ net }) => net.low),
    sum(({ net }) => net.high),
  ];
  return figure(
    netMeasure,
    { value: one, low: other, high: another, n: sum(({ runs }) => runs) },
    { before: null, series, log, behind: null },
  );
}
