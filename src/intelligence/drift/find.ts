import type { LibraryId } from '../../access/index.ts';
import { stabilityIndex, stabilityOf } from '../formulas/drift.ts';
import type { Estimate } from '../formulas/interval.ts';
import { type Changed, isSame, type Setting, spansOf } from './boundary.ts';
import { type Day, type Kind, type Shift, shiftBetween } from './shift.ts';

export const driftMetrics = ['acceptance', 'refusals', 'failures', 'length', 'latency', 'cost'] as const;
export type DriftMetric = (typeof driftMetrics)[number];

/** What ran of one prompt on one day as one setting. */
export interface PromptDay extends Setting {
  readonly library: LibraryId;
  readonly path: string;
  readonly day: string;
  readonly executions: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly refused: number;
  readonly outputTokens: number;
  readonly timed: number;
  readonly durationMs: number;
  readonly priced: number;
  readonly costMicroUsd: number;
}

/** Thumbs of people on one version on one day. */
export interface ThumbDay {
  readonly day: string;
  readonly version: number;
  readonly scores: number;
  readonly good: number;
  readonly people: readonly string[];
}

/** Answers of one version and model on one day whose time fell into one bucket. */
export interface DurationDay {
  readonly day: string;
  readonly version: number;
  readonly model: string;
  readonly bucket: number;
  readonly executions: number;
}

/** What is known of one prompt. */
export interface PromptRuns {
  readonly days: readonly PromptDay[];
  readonly thumbs: readonly ThumbDay[];
  readonly durations: readonly DurationDay[];
}

/** Something about a prompt that is not as it was. */
export interface Drift {
  readonly metric: DriftMetric;
  readonly changed: Changed;
  /** The first day of what it changed to. */
  readonly on: string;
  readonly since: string;
  readonly before: Estimate;
  readonly after: Estimate;
  /** Of the times of answers: how far their spread lies from that of before. */
  readonly stability: number | null;
}

const ofRuns: Readonly<
  Record<
    Exclude<DriftMetric, 'acceptance'>,
    { kind: Kind; sum: (day: PromptDay) => number; cases: (day: PromptDay) => number }
  >
> = {
  refusals: { kind: 'share', sum: (day) => day.refused, cases: (day) => day.executions + day.refused },
  failures: { kind: 'share', sum: (day) => day.failed, cases: (day) => day.executions },
  length: { kind: 'mean', sum: (day) => day.outputTokens, cases: (day) => day.succeeded },
  latency: { kind: 'mean', sum: (day) => day.durationMs, cases: (day) => day.timed },
  cost: { kind: 'mean', sum: (day) => day.costMicroUsd / 1_000_000, cases: (day) => day.priced },
};

/** What of a prompt drifted since it last changed, or without that. Days up to and without today. Pure. */
export function driftsOf(
  { days, thumbs, durations }: PromptRuns,
  today: string,
  smallestGroup: number,
): Drift[] {
  const spans = spansOf(
    days.filter(({ day }) => day < today),
    today,
  );
  if (spans === null) return [];
  const { changed, on } = spans;
  const [before, after] = [spans.before, spans.after].map(({ setting, from, to }) =>
    days.filter((day) => day.day >= from && day.day < to && isSame(day, setting)),
  );
  const found = (metric: DriftMetric, shift: Shift | null, stability: number | null = null): Drift[] =>
    shift === null ? [] : [{ metric, changed, on, ...shift, stability }];
  const spread = durationsApart(durations, spans);
  const runs = driftMetrics.flatMap((metric) => {
    if (metric === 'acceptance') return [];
    const { kind, sum, cases } = ofRuns[metric];
    const series = (some: readonly PromptDay[] = []): Day[] =>
      some.map((day) => ({ day: day.day, sum: sum(day), cases: cases(day) }));
    const stability = metric === 'latency' ? spread : null;
    const spreads = stability !== null && stabilityOf(stability) === 'act';
    const shift = shiftBetween(series(before), series(after), kind, spreads);
    return metric === 'latency' && !isFelt(shift) ? [] : found(metric, shift, stability);
  });
  return [...found('acceptance', thumbsApart(thumbs, spans, smallestGroup)), ...runs];
}

/** Milliseconds. A tenth of a second is about the shortest time that people notice; what is faster before and after is no alarm. */
const leastFeltMs = 100;
const isFelt = (shift: Shift | null): boolean =>
  shift !== null && [shift.before, shift.after].some(({ value }) => value === null || value >= leastFeltMs);

type TwoSpans = NonNullable<ReturnType<typeof spansOf>>;

/** Of weeks of days in which too few people said something, nothing is said. */
function thumbsApart(thumbs: readonly ThumbDay[], spans: TwoSpans, smallestGroup: number): Shift | null {
  const [before, after] = [spans.before, spans.after].map(({ setting, from, to }) =>
    thumbs.filter(({ day, version }) => day >= from && day < to && version === setting.version),
  );
  const isFew = (some: readonly ThumbDay[] = []) =>
    new Set(some.flatMap(({ people }) => people)).size < smallestGroup;
  if (isFew(before) || isFew(after)) return null;
  const series = (some: readonly ThumbDay[] = []): Day[] =>
    some.map(({ day, scores, good }) => ({ day, sum: good, cases: scores }));
  return shiftBetween(series(before), series(after), 'share');
}

/** Buckets of durations that are put together for the index: each is about half as wide again as the one before. */
const together = 8;

/** The population stability index of times of answers; null when it is not above what so few cases give by chance. */
function durationsApart(durations: readonly DurationDay[], { before, after }: TwoSpans): number | null {
  const countsOf = ({ setting, from, to }: TwoSpans['before']): number[] => {
    const counts: number[] = Array.from({ length: 50 }, () => 0);
    for (const { day, version, model, bucket, executions } of durations) {
      if (day < from || day >= to || version !== setting.version || model !== setting.model) continue;
      const bin = Math.min(49, Math.floor(bucket / together));
      counts[bin] = (counts[bin] ?? 0) + executions;
    }
    return counts;
  };
  const [one, other] = [countsOf(before), countsOf(after)];
  const bins = one.map((count, bin) => [count, other[bin] ?? 0] as const).filter(([a, b]) => a + b > 0);
  const [wholeOne, wholeOther] = [0, 1].map((side) => bins.reduce((sum, bin) => sum + (bin[side] ?? 0), 0));
  const index = stabilityIndex(
    bins.map(([count]) => count),
    bins.map(([, count]) => count),
  );
  if (index === null || stabilityOf(index) === 'stable') return null;
  const byChance = 3 * (bins.length - 1) * (1 / (wholeOne ?? 1) + 1 / (wholeOther ?? 1));
  return index > byChance ? index : null;
}
