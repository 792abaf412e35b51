import { type Basis, last28 } from '../basis.ts';
import { addDays, daysIn, lastDays, startOf, type Window, windowBefore } from '../days.ts';
import { median, share } from '../formulas/interval.ts';
import type { ChangeTimes, PublicationTimes, StageTimes } from '../governance/store.ts';
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
    series: fourWeekly(basis.today, of),
    log: basis.log,
    behind: null,
  });
};

/** Six points of 28 days each; the last ends today. */
function fourWeekly(today: string, of: (window: Window) => ReturnType<typeof median>) {
  return daysIn(lastDays(today, 168))
    .filter((_, index) => index % 28 === 0)
    .map((from) => {
      const { value, low, high } = of({ from, to: addDays(from, 28) });
      return { at: startOf(from), value, low, high };
    });
}

export const leadHours = defineMeasure({
  id: 'lead_hours_28d',
  version: 1,
  title: 'Lead time, last 28 days',
  formula: `median hours from the first draft to going live, of ${went}`,
  unit: 'hours',
  grade: 'C',
  projections,
  better: 'less',
});

export const leadFigure = (basis: Basis): Figure => {
  const window = last28(basis);
  const of = (some: Window) =>
    median(liveIn(basis, some).map(({ created, published }) => hoursBetween(created, published)));
  return figure(leadHours, of(window), {
    before: of(windowBefore(window)).value,
    series: fourWeekly(basis.today, of),
    log: basis.log,
    behind: null,
  });
};

const failureDays = 7;
const dayMs = 86_400_000;

export const failureShare = defineMeasure({
  id: 'change_failure_share_84d',
  version: 1,
  title: 'Went wrong, last 84 days',
  formula: `versions rolled back, or replaced in an emergency, within ${failureDays} days of going live / versions that went live in the last 84 days, in libraries that you may see; of a change with more than 40 versions the first 40 count`,
  unit: 'share',
  grade: 'C',
  projections,
  better: 'less',
});

export const restoreHours = defineMeasure({
  id: 'restore_hours_84d',
  version: 1,
  title: 'Time to restore, last 84 days',
  formula:
    'median hours for which a version that went wrong (change_failure_share_84d) was live before it was rolled back or replaced',
  unit: 'hours',
  grade: 'C',
  projections,
  better: 'less',
});

/** When a version was taken away because it was wrong; null when it was not. Pure. */
function failedAt({ published, takenBack, replaced }: PublicationTimes): Date | null {
  const ends = [takenBack, replaced]
    .filter((at) => at !== null)
    .toSorted((a, b) => a.getTime() - b.getTime());
  const [first] = ends;
  return first !== undefined && first.getTime() - published.getTime() <= failureDays * dayMs ? first : null;
}

const versionsIn = (basis: Basis, { from, to }: Window) =>
  basis.publications.filter(
    ({ published }) => published >= new Date(startOf(from)) && published < new Date(startOf(to)),
  );

export const failureFigure = (basis: Basis): Figure => {
  const window = lastDays(basis.today, 84);
  const of = (some: Window) => {
    const versions = versionsIn(basis, some);
    return share(versions.filter((version) => failedAt(version) !== null).length, versions.length);
  };
  return figure(failureShare, of(window), {
    before: of(windowBefore(window)).value,
    series: fourWeekly(basis.today, of),
    log: basis.log,
    behind: null,
  });
};

export const restoreFigure = (basis: Basis): Figure => {
  const window = lastDays(basis.today, 84);
  const of = (some: Window) =>
    median(
      versionsIn(basis, some).flatMap((version) => {
        const failed = failedAt(version);
        return failed === null ? [] : [hoursBetween(version.published, failed)];
      }),
    );
  return figure(restoreHours, of(window), {
    before: of(windowBefore(window)).value,
    series: [],
    log: basis.log,
    behind: null,
  });
};

export const stageHours = defineMeasure({
  id: 'stage_hours_84d',
  version: 1,
  title: 'Time to approval, by stage',
  formula:
    'median hours from submit to the last decision that counted for the stage, of changes that went live in the last 84 days, in libraries that you may see',
  unit: 'hours',
  grade: 'C',
  projections,
  better: 'less',
});

/** Each stage with its hours, the slowest first. Pure. */
export function hoursByStage(stages: readonly StageTimes[]) {
  const byStage = new Map<string, number[]>();
  for (const { stage, submitted, decided } of stages)
    byStage.set(stage, [...(byStage.get(stage) ?? []), hoursBetween(submitted, decided)]);
  return [...byStage]
    .map(([stage, hours]) => ({ stage, ...median(hours) }))
    .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || one.stage.localeCompare(other.stage));
}
