import type { hoursByStage } from '../figures/governance.ts';
import type { readDrifts } from '../quality/drifts.ts';
import type { readQuality } from '../quality/read.ts';
import { type Finding, findingId } from './finding.ts';

type Drifts = Awaited<ReturnType<typeof readDrifts>>;
type Quality = Awaited<ReturnType<typeof readQuality>>;

/** From here on waiting for a stage is worth a look, with so many decisions to say so. */
const slowHours = 24;
const fewestDecisions = 5;

/** What stands now under a name: nothing of it is said about a version that was replaced since, for the cause may be gone. */
export type Now = (name: string) => { readonly since: Date; readonly version: number | null } | undefined;

/** What is worse than it was: by the test between versions, and by what drifted. Pure. */
export function fallingQuality(quality: Quality, drifts: Drifts, now: Now): Finding[] {
  const worse = quality.items.flatMap(({ name, library, prompt, comparison }): Finding[] =>
    comparison?.verdict === 'worse' && (now(name)?.version ?? 0) <= comparison.after
      ? [
          {
            id: findingId('falling_quality', [name, 'version', `${comparison.after}`]),
            kind: 'falling_quality',
            title: `${name} is worse since v${comparison.after}`,
            why: `${comparison.words}. Roll back to v${comparison.before}, or mend it.`,
            measure: quality.measure,
            about: { library, path: prompt, name },
            behind: { prompt: name },
            weight: 100 + Math.abs(comparison.difference?.value ?? 0),
          },
        ]
      : [],
  );
  return [...worse, ...driftedTo(drifts, now, ['acceptance', 'refusals', 'failures'], 'falling_quality')];
}

/** Versions that cost more than the one before, where nothing says that they are better. Pure. */
export function costlierVersions(quality: Quality, drifts: Drifts, now: Now): Finding[] {
  const better = new Set(
    quality.items.filter(({ comparison }) => comparison?.verdict === 'better').map(({ name }) => name),
  );
  const rising = drifts.items.filter(
    ({ changed, before, after, prompt }) =>
      changed.kind === 'version' && (after.value ?? 0) > (before.value ?? 0) && !better.has(prompt),
  );
  return driftedTo({ ...drifts, items: rising }, now, ['cost'], 'costlier_version');
}

function driftedTo(
  { items, measure }: Drifts,
  now: Now,
  metrics: readonly Drifts['items'][number]['metric'][],
  kind: 'falling_quality' | 'costlier_version',
): Finding[] {
  return items
    .filter(({ metric, before, after }) => {
      const rose = (after.value ?? 0) > (before.value ?? 0);
      return metrics.includes(metric) && rose !== (metric === 'acceptance');
    })
    .filter(({ prompt, raisedAt }) => {
      const standing = now(prompt);
      return standing !== undefined && standing.since <= new Date(raisedAt);
    })
    .map(({ id, prompt, library, path, words, behind }) => ({
      id: findingId(kind, [prompt, id]),
      kind,
      title:
        kind === 'costlier_version' ? `${prompt} costs more than before` : `${prompt} is worse than it was`,
      why: `${words}. ${kind === 'costlier_version' ? 'Nothing says that it is better for it.' : 'Look at what changed.'}`,
      measure,
      about: { library, path, name: prompt },
      behind: { ...behind, prompt },
      weight: 1,
    }));
}

/** Stages of changes that take long. Pure. */
export function slowStages(stages: ReturnType<typeof hoursByStage>, measure: string): Finding[] {
  return stages.flatMap(({ stage, value, low, high, n }): Finding[] =>
    value !== null && value >= slowHours && n >= fewestDecisions
      ? [
          {
            id: findingId('slow_stage', [stage]),
            kind: 'slow_stage',
            title: `Changes wait long for ${stage}`,
            why: `Half of ${n} decisions of the last 84 days took more than ${value.toFixed(0)} hours${low === null || high === null ? '' : ` (95 % interval ${low.toFixed(0)} to ${high.toFixed(0)})`}.`,
            measure,
            about: { stage },
            behind: null,
            weight: value,
          },
        ]
      : [],
  );
}
