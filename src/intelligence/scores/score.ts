import { Problem } from '../../platform/problem.ts';

/** Whoever asks decides it: the key of an app scores as an app, a person's session or key as a person. Never claimed (AT-40). */
export type ScoreSource = 'person' | 'app';

/** Why an answer was not good: words of a list, so that nothing of the content gets into a score. */
export const scoreReasons = [
  'wrong',
  'incomplete',
  'off_topic',
  'tone',
  'format',
  'unsafe',
  'slow',
  'other',
] as const;
export type ScoreReason = (typeof scoreReasons)[number];

export type ScoreValue = boolean | number | string;

/** One word on an execution. */
export interface Score {
  readonly id: string;
  readonly execution: string;
  readonly config: string;
  readonly value: ScoreValue;
  readonly reason: ScoreReason | null;
  readonly source: ScoreSource;
  readonly scorer: string;
  readonly turn: number;
  readonly entry: string;
  readonly createdAt: Date;
}

/** What may be scored, and how. */
export interface ScoreConfig {
  readonly name: string;
  readonly type: 'boolean' | 'rating' | 'category';
  /** Of a category; else none. */
  readonly categories: readonly string[];
}

/** Thumbs, and one to five. Everybody has them. */
export const builtInConfigs: readonly ScoreConfig[] = [
  { name: 'acceptance', type: 'boolean', categories: [] },
  { name: 'rating', type: 'rating', categories: [] },
];

/** More than these nobody scores by. */
export const mostConfigs = 50;

/** Whether it counts towards the good ones: a thumb up, a four or a five. Pure. */
export const isGood = (value: ScoreValue): boolean =>
  value === true || (typeof value === 'number' && value >= 4);

/** @throws Problem `score.create.wrong_value` 422 */
export function checkValue({ name, type, categories }: ScoreConfig, value: ScoreValue): void {
  const isRating = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 5;
  if (type === 'boolean' && typeof value === 'boolean') return;
  if (type === 'rating' && isRating) return;
  if (type === 'category' && typeof value === 'string' && categories.includes(value)) return;
  const wanted = {
    boolean: 'true or false',
    rating: 'a whole number from 1 to 5',
    category: `one of ${categories.join(', ')}`,
  };
  throw new Problem({
    code: 'score.create.wrong_value',
    status: 422,
    detail: `A score of ${name} is ${wanted[type]}.`,
  });
}
