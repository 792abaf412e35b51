import { countSegments, type SegmentCounts, shownWeeks } from '../adoption/segments.ts';
import { type Basis, last28 } from '../basis.ts';
import { addDays, completeWeeks, daysIn, startOf, type Window, weekOf, windowBefore } from '../days.ts';
import { median, share } from '../formulas/interval.ts';
import { type Figure, figure } from '../measures/figure.ts';
import { defineMeasure } from '../measures/measure.ts';
import { activeIn } from '../people/weeks.ts';
import { eligibleAt } from './people.ts';

const projections = ['intelligence.use', 'intelligence.people'] as const;

export const segmentMeasure = defineMeasure({
  id: 'segments_12w',
  version: 1,
  title: 'How regularly people run things',
  formula:
    'people who have not left, by what they ran themselves and succeeded in 12 complete weeks: power (active in at least 9 weeks, on average at least 15 a week), habitual (active in at least 9), novice (on average at least 1 a week), low (at least once), none',
  unit: 'people',
  grade: 'C',
  projections,
  better: null,
});

export const regularShare = defineMeasure({
  id: 'regular_share_12w',
  version: 1,
  title: 'Regulars, last 12 weeks',
  formula: 'people in the segments power and habitual (segments_12w) / people who have not left',
  unit: 'share',
  grade: 'C',
  projections,
  better: 'more',
});

export const stickiness = defineMeasure({
  id: 'stickiness_28d',
  version: 1,
  title: 'Stickiness, last 28 days',
  formula:
    'active people of an average day / active people, in the last 28 days; no value without active people',
  unit: 'share',
  grade: 'C',
  projections,
  better: 'more',
});

export const depth = defineMeasure({
  id: 'depth_4w',
  version: 1,
  title: 'Depth, last 4 weeks',
  formula:
    'median of executions of one’s own that succeeded, over people with at least one, in the last 4 complete weeks',
  unit: 'executions',
  grade: 'C',
  projections,
  better: null,
});

type WeekOfSegments = { readonly week: string; readonly counts: SegmentCounts };
/** One basis is asked several times for the same. */
const computed = new WeakMap<Basis, readonly WeekOfSegments[]>();

/** The segments at the end of each of the last twelve complete weeks. Pure, and computed once for a basis. */
export function segmentSeries(basis: Basis): WeekOfSegments[] {
  const series = computed.get(basis) ?? newSeries(basis);
  computed.set(basis, series);
  return [...series];
}

function newSeries(basis: Basis): WeekOfSegments[] {
  return shownWeeks(basis.today).map((week) => ({
    week,
    counts: countSegments(eligibleAt(basis, addDays(week, 7)), basis.weeks, week),
  }));
}

export const regularFigure = (basis: Basis): Figure => {
  const points = segmentSeries(basis).map(({ week, counts }) => {
    const { power, habitual, novice, low, none } = counts;
    return { at: startOf(week), ...share(power + habitual, power + habitual + novice + low + none) };
  });
  const last = points.at(-1) ?? { at: '', ...share(0, 0) };
  const { at: _, ...estimate } = last;
  return figure(regularShare, estimate, {
    before: points[0]?.value ?? null,
    series: points.map(({ at, value, low, high }) => ({ at, value, low, high })),
    log: basis.log,
    behind: {
      from: startOf(shownWeeks(basis.today)[0] ?? basis.today),
      to: startOf(weekOf(basis.today).week),
    },
  });
};

export const stickinessFigure = (basis: Basis): Figure => {
  const of = (window: Window): number | null => {
    const active = activeIn(basis.weeks, window).length;
    if (active === 0) return null;
    const days = daysIn(window);
    const daily = days.reduce(
      (sum, day) => sum + activeIn(basis.weeks, { from: day, to: addDays(day, 1) }).length,
      0,
    );
    return daily / days.length / active;
  };
  const window = last28(basis);
  return figure(
    stickiness,
    { value: of(window), low: null, high: null, n: activeIn(basis.weeks, window).length },
    {
      before: of(windowBefore(window)),
      series: [],
      log: basis.log,
      behind: { from: startOf(window.from), to: startOf(window.to) },
    },
  );
};

/** The last four complete weeks. */
export function fourWeeks(today: string): Window {
  const [from = today] = completeWeeks(today, 4);
  return { from, to: addDays(from, 28) };
}

export const depthFigure = (basis: Basis): Figure => {
  const window = fourWeeks(basis.today);
  const of = ({ from, to }: Window) => {
    const ran = [...basis.weeks.values()].map((weeks) =>
      weeks
        .filter(({ week }) => week >= from && week < to)
        .reduce((sum, { succeeded }) => sum + succeeded, 0),
    );
    return median(ran.filter((executions) => executions > 0));
  };
  return figure(depth, of(window), {
    before: of(windowBefore(window)).value,
    series: [],
    log: basis.log,
    behind: { from: startOf(window.from), to: startOf(window.to) },
  });
};

export const funnelMeasure = defineMeasure({
  id: 'funnel',
  version: 1,
  title: 'From being here to running things every week',
  formula:
    'people who have not left; of them those who ever signed in or ran something themselves; who ever ran something that succeeded; who are in the segments power or habitual; who are in power (segments_12w)',
  unit: 'people',
  grade: 'C',
  projections,
  better: null,
});

export const funnelSteps = ['eligible', 'signed_in', 'first_run', 'regular', 'power'] as const;

/** @param firstWeeks the first week of success of everybody who had one. Pure. */
export function funnel(
  basis: Basis,
  firstWeeks: ReadonlyMap<string, string>,
): { readonly step: (typeof funnelSteps)[number]; readonly people: number }[] {
  const eligible = eligibleAt(basis, addDays(basis.today, 1));
  const signedIn = new Set(basis.people.flatMap(({ person, signedIn: at }) => (at === null ? [] : [person])));
  const [lastWeek = basis.today] = completeWeeks(basis.today, 1);
  const { power, habitual } = countSegments(eligible, basis.weeks, lastWeek);
  const ran = [...eligible].filter((person) => firstWeeks.has(person));
  const signed = [...eligible].filter((person) => signedIn.has(person) || firstWeeks.has(person));
  return [
    { step: 'eligible', people: eligible.size },
    { step: 'signed_in', people: signed.length },
    { step: 'first_run', people: ran.length },
    { step: 'regular', people: power + habitual },
    { step: 'power', people: power },
  ];
}

export const retentionMeasure = defineMeasure({
  id: 'retention_4w',
  version: 1,
  title: 'Who stays',
  formula:
    'people by the four complete weeks in which something of their own first succeeded; of each, how many were active in each four weeks after',
  unit: 'people',
  grade: 'C',
  projections,
  better: 'more',
});

export const activeDaily = defineMeasure({
  id: 'active_people_by_span',
  version: 1,
  title: 'Active people by day, week and month',
  formula:
    'distinct people for whom at least one execution of their own succeeded: on a day, in the 7 days up to it, in the 28 days up to it',
  unit: 'people',
  grade: 'C',
  projections,
  better: 'more',
});

/** Active people of each of the last 28 days, of the week and of the month up to it. Pure. */
export function activeSeries(basis: Basis) {
  return daysIn(last28(basis)).map((day) => {
    const to = addDays(day, 1);
    const of = (days: number) => activeIn(basis.weeks, { from: addDays(to, -days), to }).length;
    return { at: startOf(day), day: of(1), week: of(7), month: of(28) };
  });
}
