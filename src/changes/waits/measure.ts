import type { Change, Decision } from '../change.ts';
import type { StageStanding } from '../standing/stage.ts';

/** How long one step of one change took. */
export interface Took {
  /** `draft`, a stage's name, or `publish`. */
  readonly step: string;
  readonly kind: 'draft' | 'review' | 'approval' | 'publish';
  /** Whom the step asked, in words; null for steps that ask nobody in particular. */
  readonly asked: string | null;
  readonly hours: number;
}

/** How long things took, over some of them. */
export interface Spread {
  readonly count: number;
  readonly medianHours: number;
  readonly p90Hours: number;
}

const hoursBetween = (from: Date, to: Date): number =>
  Math.max(0, (to.getTime() - from.getTime()) / 3_600_000);

/**
 * The steps of a change that was published: as draft, in each required stage from when it was its turn until the last decision that
 * counts for it, and from the last of these until it was published. Pure; a clock that went back makes a step take no time, never less.
 */
export function stepsOf(
  change: Pick<Change, 'createdAt' | 'submittedAt' | 'publishedAt'>,
  stages: readonly StageStanding[],
  decisions: readonly Decision[],
  wordsFor: (stage: StageStanding) => string,
): Took[] {
  const { createdAt, submittedAt, publishedAt } = change;
  if (submittedAt === null || publishedAt === null) return [];
  const took: Took[] = [
    { step: 'draft', kind: 'draft', asked: null, hours: hoursBetween(createdAt, submittedAt) },
  ];
  let ready = submittedAt;
  for (const stage of stages) {
    const counted = decisions.filter(
      ({ by, kind, at }) => kind === stage.kind && stage.by.includes(by) && at <= publishedAt,
    );
    const last = counted.reduce<Date | undefined>(
      (newest, { at }) => (newest === undefined || at > newest ? at : newest),
      undefined,
    );
    if (last === undefined) continue;
    const from = stage.startedAt ?? ready;
    took.push({
      step: stage.name,
      kind: stage.kind,
      asked: wordsFor(stage),
      hours: hoursBetween(from, last),
    });
    if (last > ready) ready = last;
  }
  took.push({
    step: 'publish',
    kind: 'publish',
    asked: 'publishers',
    hours: hoursBetween(ready, publishedAt),
  });
  return took;
}

/**
 * The value below which a share of some values lies, between the two nearest (the method of most spreadsheets, R-7). Pure.
 * @param values at least one
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

/** Undefined when there is nothing to measure. */
export function spreadOf(hours: readonly number[]): Spread | undefined {
  if (hours.length === 0) return undefined;
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    count: hours.length,
    medianHours: rounded(quantile(hours, 0.5)),
    p90Hours: rounded(quantile(hours, 0.9)),
  };
}

/** Spreads by a key, in the order in which keys first come. */
export function spreadsBy<One>(
  things: readonly One[],
  keyOf: (one: One) => string | null,
  hoursOf: (one: One) => number,
): { key: string; things: readonly One[]; spread: Spread }[] {
  const groups = new Map<string, One[]>();
  for (const one of things) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups].flatMap(([key, group]) => {
    const spread = spreadOf(group.map(hoursOf));
    return spread === undefined ? [] : [{ key, things: group, spread }];
  });
}
