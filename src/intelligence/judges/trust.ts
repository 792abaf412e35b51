import { type Estimate, share } from '../formulas/interval.ts';
import {
  agreement,
  type Confusion,
  correctedRate,
  leastJudgement,
  sensitivity,
  specificity,
} from '../formulas/judged.ts';

/** What a judge said of one version. */
export interface JudgedVersion {
  readonly version: number;
  readonly items: number;
  readonly passed: number;
  /** Who ran them. */
  readonly runners: number;
}

/** How a judge met people, and itself, on the same items. */
export interface Met extends Confusion {
  readonly scorers: number;
  /** Judged with question and answer the other way round. */
  readonly turned: number;
  readonly flipped: number;
}

/** Before that many that people found good, and as many that they did not, how a judge errs is too poorly known to correct it. */
export const fewestOfEach = 20;

/** Why there is no corrected rate. */
export type Standing = 'corrected' | 'too_few_scored' | 'too_few_people' | 'too_poor';

export interface JudgeTrust {
  readonly standing: Standing;
  readonly words: string;
  readonly missing: { readonly good: number; readonly bad: number };
  /** Null where fewer people scored than the smallest group. */
  readonly confusion: Confusion | null;
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
  readonly agreement: Estimate;
  readonly flips: Estimate;
  readonly versions: readonly {
    readonly version: number;
    readonly judged: Estimate;
    readonly corrected: Estimate;
  }[];
}

const nothing: Estimate = { value: null, low: null, high: null, n: 0 };

/** What a judge's verdicts are worth, and with that each version's rate as people would have found it. Pure. */
export function trustOf(versions: readonly JudgedVersion[], met: Met, smallestGroup: number): JudgeTrust {
  const good = met.bothPass + met.onlyPeople;
  const bad = met.onlyJudge + met.bothFail;
  const missing = { good: Math.max(0, fewestOfEach - good), bad: Math.max(0, fewestOfEach - bad) };
  const isHidden = good + bad > 0 && met.scorers < smallestGroup;
  const { bothPass, onlyPeople, onlyJudge, bothFail } = met;
  const shown: Confusion = isHidden
    ? { bothPass: 0, onlyPeople: 0, onlyJudge: 0, bothFail: 0 }
    : { bothPass, onlyPeople, onlyJudge, bothFail };
  const standing = standingOf(met, missing, isHidden);
  return {
    ...{ standing, words: wordsOf(standing, missing, smallestGroup), confusion: isHidden ? null : shown },
    missing: isHidden ? { good: fewestOfEach, bad: fewestOfEach } : missing,
    sensitivity: sensitivity(shown),
    specificity: specificity(shown),
    agreement: agreement(shown),
    flips: share(met.flipped, met.turned),
    versions: versions
      .filter(({ items }) => items > 0)
      .map(({ version, items, passed, runners }) => {
        const few = runners < smallestGroup;
        return {
          version,
          judged: few ? nothing : share(passed, items),
          corrected: few || standing !== 'corrected' ? nothing : correctedRate(passed, items, met),
        };
      }),
  };
}

function standingOf(met: Met, missing: JudgeTrust['missing'], isHidden: boolean): Standing {
  if (isHidden) return 'too_few_people';
  if (missing.good + missing.bad > 0) return 'too_few_scored';
  const judgement = (sensitivity(met).value ?? 0) + (specificity(met).value ?? 0) - 1;
  return judgement < leastJudgement ? 'too_poor' : 'corrected';
}

function wordsOf(standing: Standing, missing: JudgeTrust['missing'], smallestGroup: number): string {
  switch (standing) {
    case 'corrected':
      return 'Rates are corrected by how the judge met people on the same answers.';
    case 'too_poor':
      return 'The judge says next to nothing: it meets people hardly more often than chance. No rate is shown as theirs.';
    case 'too_few_people':
      return `Fewer than ${smallestGroup} people rated answers that it judged. What they said is not shown.`;
    case 'too_few_scored': {
      const parts = [
        ...(missing.good > 0 ? [`${missing.good} that are good`] : []),
        ...(missing.bad > 0 ? [`${missing.bad} that are not`] : []),
      ];
      return `Rate ${missing.good + missing.bad} more of the answers that it judged: ${parts.join(' and ')}.`;
    }
  }
}
