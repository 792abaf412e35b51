import { type Estimate, share } from '../formulas/interval.ts';
import { compareShares, fewestInArm, runsUntilItTells } from '../formulas/sequential.ts';

/** Thumbs of people for one version in one week. */
export interface AcceptanceCell {
  readonly week: string;
  readonly library: string;
  readonly path: string;
  readonly version: number;
  readonly people: readonly string[];
  readonly scores: number;
  readonly accepted: number;
}

/** A version over the weeks that may be shown. */
export interface VersionAcceptance {
  readonly version: number;
  readonly acceptance: Estimate;
  readonly accepted: number;
  readonly weeks: number;
  /** Weeks in which enough people scored it; the others are in no number. */
  readonly shownWeeks: number;
}

/** The versions of one prompt, oldest first. A week of a version in which fewer people scored it than the smallest group is left out. Pure. */
export function versionsOf(cells: readonly AcceptanceCell[], smallestGroup: number): VersionAcceptance[] {
  return [...Map.groupBy(cells, ({ version }) => version)]
    .toSorted(([one], [other]) => one - other)
    .map(([version, weeks]) => {
      const shown = weeks.filter(({ people }) => people.length >= smallestGroup);
      const scores = shown.reduce((sum, week) => sum + week.scores, 0);
      const accepted = shown.reduce((sum, week) => sum + week.accepted, 0);
      return {
        ...{ version, accepted, weeks: weeks.length, shownWeeks: shown.length },
        acceptance: share(accepted, scores),
      };
    });
}

/** How the newest version that is shown does against the one before it. */
export interface VersionComparison {
  readonly before: number;
  readonly after: number;
  readonly verdict: 'better' | 'worse' | 'cannot_tell';
  /** In points of a hundred; null while there is too little. */
  readonly difference: Estimate | null;
  readonly words: string;
}

/** Null: fewer than two versions are shown. Pure. */
export function compareNewest(versions: readonly VersionAcceptance[]): VersionComparison | null {
  const [before, after] = versions.filter(({ shownWeeks }) => shownWeeks > 0).slice(-2);
  if (before === undefined || after === undefined) return null;
  const armOf = ({ accepted, acceptance }: VersionAcceptance) => ({ part: accepted, whole: acceptance.n });
  const arms = [armOf(before), armOf(after)] as const;
  const seen = compareShares(...arms);
  const names = { before: before.version, after: after.version };
  if (seen === null || !seen.tells) {
    const words = `cannot tell yet${moreWords(arms, seen === null)}`;
    return { ...names, verdict: 'cannot_tell', difference: pointsOf(seen, arms), words };
  }
  const verdict = seen.value > 0 ? 'better' : 'worse';
  const edges = [Math.abs(seen.low), Math.abs(seen.high)].toSorted((one, other) => one - other);
  const [near = 0, far = 0] = edges.map((edge) => 100 * edge);
  const words = `v${after.version} ${verdict} than v${before.version} on acceptance by ${(100 * Math.abs(seen.value)).toFixed(1)} points, 95 % interval ${near.toFixed(1)} to ${far.toFixed(1)}`;
  return { ...names, verdict, difference: pointsOf(seen, arms), words };
}

type Arms = readonly [{ part: number; whole: number }, { part: number; whole: number }];

function moreWords(arms: Arms, isTooFew: boolean): string {
  const missing = arms.reduce((sum, { whole }) => sum + Math.max(0, fewestInArm - whole), 0);
  if (missing > 0) return `: at least ${missing} more scored ${missing === 1 ? 'run' : 'runs'}`;
  if (isTooFew) return ': every run was scored the same';
  const more = runsUntilItTells(...arms);
  return more === null ? ': they are as good as equal so far' : `: about ${more} more scored runs`;
}

function pointsOf(seen: ReturnType<typeof compareShares>, [before, after]: Arms): Estimate | null {
  if (seen === null) return null;
  const { value, low, high } = seen;
  return { value: 100 * value, low: 100 * low, high: 100 * high, n: before.whole + after.whole };
}
