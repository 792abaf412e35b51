import type { DayOfActivity } from '../gateway/index.ts';

/** One figure with the definition it was computed by, so that two people who read it mean the same. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** Null means "no data", which is not zero. */
  readonly value: number | null;
  readonly unit: 'executions' | 'people' | 'percent' | 'hours';
  /** `id@version: formula`. A formula that changes gets a new version. */
  readonly definition: string;
  readonly series: { readonly at: string; readonly value: number }[];
}

/** The formulas. Days are UTC and include today. */
const definitions = {
  executions: 'executions_7d@1: number of executions in the last 7 days, in any state',
  people:
    'active_people_7d@1: distinct people with at least one execution of their own (not by an app) in the last 7 days',
  governed:
    'governed_share_28d@1: executions of a published version / all executions, in the last 28 days; no value without executions',
  approval:
    'median_approval_hours_28d@1: median hours from submit to last approval of changes published in the last 28 days, in libraries you may see',
} as const;

/**
 * The figures of the home page. Pure.
 * @param days 28 days without holes, oldest first
 */
export function figures(
  days: readonly DayOfActivity[],
  activePeople: number,
  approvalHours: number | null,
): Figure[] {
  const week = days.slice(-7);
  const sum = (some: readonly DayOfActivity[], read: (day: DayOfActivity) => number) =>
    some.reduce((total, day) => total + read(day), 0);
  const executions28 = sum(days, (day) => day.executions);
  const governed28 = sum(days, (day) => day.governed);
  const series = (some: readonly DayOfActivity[], read: (day: DayOfActivity) => number) =>
    some.map((day) => ({ at: `${day.day}T00:00:00.000Z`, value: read(day) }));
  return [
    {
      id: 'executions_7d',
      title: 'Executions, last 7 days',
      value: sum(week, (day) => day.executions),
      unit: 'executions',
      definition: definitions.executions,
      series: series(days, (day) => day.executions),
    },
    {
      id: 'active_people_7d',
      title: 'Active people, last 7 days',
      value: activePeople,
      unit: 'people',
      definition: definitions.people,
      series: series(days, (day) => day.people),
    },
    {
      id: 'governed_share_28d',
      title: 'Governed share, last 28 days',
      value: percent(governed28, executions28),
      unit: 'percent',
      definition: definitions.governed,
      series: series(
        days.filter((day) => day.executions > 0),
        (day) => percent(day.governed, day.executions) ?? 0,
      ),
    },
    {
      id: 'median_approval_hours_28d',
      title: 'Median time to approval',
      value: approvalHours === null ? null : Math.round(approvalHours * 10) / 10,
      unit: 'hours',
      definition: definitions.approval,
      series: [],
    },
  ];
}

/** To one decimal; null when there is nothing to take a share of. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1_000 * part) / whole) / 10;
}
