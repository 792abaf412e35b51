import type { Basis } from '../basis.ts';
import { addDays, daysIn, lastDays, startOf } from '../days.ts';
import { defineMeasure } from '../measures/measure.ts';

export const activityMeasure = defineMeasure({
  id: 'executions_by_week',
  version: 1,
  title: 'Executions and cost, by week',
  formula:
    'executions that have ended, by whether they ran a published version (governed), a prompt that is not published (drafts), or no prompt (raw), and the list price of those whose model has one, in each of the twelve spans of 7 days up to today, in the libraries that you may see',
  unit: 'executions',
  grade: 'C',
  projections: ['intelligence.use'],
  better: null,
});

/** What ran in each 7 days. */
export interface WeekOfActivity {
  /** The first moment of its 7 days. */
  readonly at: string;
  readonly governed: number;
  readonly drafts: number;
  readonly raw: number;
  readonly byApps: number;
  readonly costUsd: number;
}

/** Twelve spans of 7 days; the last ends today. Pure. */
export function activityByWeek(basis: Basis): WeekOfActivity[] {
  return daysIn(lastDays(basis.today, 84))
    .filter((_, index) => index % 7 === 0)
    .map((from) => {
      const to = addDays(from, 7);
      const sum = { governed: 0, drafts: 0, raw: 0, byApps: 0, cost: 0 };
      for (const day of basis.days) {
        if (day.day < from || day.day >= to) continue;
        sum.governed += day.governed;
        sum.raw += day.raw;
        sum.drafts += day.executions - day.governed - day.raw;
        sum.byApps += day.byApps;
        sum.cost += day.costMicroUsd;
      }
      const { governed, drafts, raw, byApps, cost } = sum;
      return { at: startOf(from), governed, drafts, raw, byApps, costUsd: cost / 1_000_000 };
    });
}
