import { type Estimate, share, z95 } from './interval.ts';

/** How a judge's verdicts (a model's, or a person's) met those of people on the same items. */
export interface Confusion {
  /** Both passed it. */
  readonly bothPass: number;
  /** People passed it, the judge did not. */
  readonly onlyPeople: number;
  /** The judge passed it, people did not. */
  readonly onlyJudge: number;
  readonly bothFail: number;
}

/** Below this sum of sensitivity and specificity, minus one, a judge says next to nothing: no corrected rate is given. */
export const leastJudgement = 0.2;

/** The share of what people passed that the judge passed too. Pure. */
export const sensitivity = ({ bothPass, onlyPeople }: Confusion): Estimate =>
  share(bothPass, bothPass + onlyPeople);

/** The share of what people failed that the judge failed too. Pure. */
export const specificity = ({ bothFail, onlyJudge }: Confusion): Estimate =>
  share(bothFail, bothFail + onlyJudge);

const nothing = (n: number): Estimate => ({ value: null, low: null, high: null, n });

/**
 * The rate that people would have found, from a judge who errs (Rogan and Gladen): `passed` of `judged` items by the judge, corrected by
 * how the judge met people on other items. No value when the judge is not calibrated, or too poor to correct. Pure.
 */
export function correctedRate(passed: number, judged: number, calibration: Confusion): Estimate {
  const { value: q1, n: m1 } = sensitivity(calibration);
  const { value: q0, n: m0 } = specificity(calibration);
  if (judged === 0 || q1 === null || q0 === null) return nothing(judged);
  const judgement = q0 + q1 - 1;
  if (judgement < leastJudgement) return nothing(judged);
  const p = passed / judged;
  const rate = Math.min(1, Math.max(0, (p + q0 - 1) / judgement));
  const variance =
    ((p * (1 - p)) / judged + ((1 - rate) ** 2 * q0 * (1 - q0)) / m0 + (rate ** 2 * q1 * (1 - q1)) / m1) /
    judgement ** 2;
  const reach = z95 * Math.sqrt(variance);
  return { value: rate, low: Math.max(0, rate - reach), high: Math.min(1, rate + reach), n: judged };
}

/**
 * Cohen's κ: agreement beyond what chance gives, with the interval of Fleiss, Cohen and Everitt. No value without items, or when everybody
 * said the same of everything, where chance explains all of it. Pure.
 */
export function agreement({ bothPass, onlyPeople, onlyJudge, bothFail }: Confusion): Estimate {
  const n = bothPass + onlyPeople + onlyJudge + bothFail;
  const people = (bothPass + onlyPeople) / n;
  const judge = (bothPass + onlyJudge) / n;
  const byChance = people * judge + (1 - people) * (1 - judge);
  if (n === 0 || byChance === 1) return nothing(n);
  const kappa = ((bothPass + bothFail) / n - byChance) / (1 - byChance);
  const rest = 1 - kappa;
  const same =
    (bothPass / n) * (1 - (people + judge) * rest) ** 2 +
    (bothFail / n) * (1 - (2 - people - judge) * rest) ** 2;
  const different =
    rest ** 2 * ((onlyPeople / n) * (judge + 1 - people) ** 2 + (onlyJudge / n) * (1 - judge + people) ** 2);
  const variance = Math.max(0, same + different - (kappa - byChance * rest) ** 2) / (n * (1 - byChance) ** 2);
  const reach = z95 * Math.sqrt(variance);
  return { value: kappa, low: Math.max(-1, kappa - reach), high: Math.min(1, kappa + reach), n };
}
