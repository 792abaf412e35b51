import type { WaitStep } from '../../api/types.ts';
import { durationText } from './duration.ts';

/** The name of a step, as the chart and the table say it. */
export function stepName({ kind, step }: Pick<WaitStep, 'kind' | 'step'>): string {
  if (kind === 'draft') return 'As draft, until submitted';
  if (kind === 'publish') return 'Approved, until published';
  return step === kind ? `In ${step}` : `In ${step} (${kind})`;
}

/** One bar a step: solid to the median, hatched on to the 90th percentile. The table beside it says the same in figures. */
export function StepBars({ steps }: { steps: readonly WaitStep[] }) {
  const longest = Math.max(...steps.map(({ p90Hours }) => p90Hours), 0.01);
  const share = (hours: number) => `${Math.max(0.5, (hours / longest) * 100)}%`;
  return (
    <div aria-hidden className="card flex flex-col gap-4 p-4 sm:p-5">
      {steps.map((step) => (
        <div key={`${step.kind} ${step.step}`}>
          <div className="mb-1.5 flex flex-wrap justify-between gap-x-4 text-sm">
            <span className="font-medium">{stepName(step)}</span>
            <span className="text-ink-soft tabular-nums">
              {durationText(step.medianHours)} · 9 in 10 within {durationText(step.p90Hours)}
            </span>
          </div>
          <div className="bg-sunken relative h-3 overflow-hidden rounded-full">
            <div
              className="absolute inset-y-0 left-0 rounded-full"
              style={{
                width: share(step.p90Hours),
                background:
                  'repeating-linear-gradient(135deg, var(--color-accent) 0 2px, var(--color-accent-soft) 2px 6px)',
              }}
            />
            <div
              className="bg-accent absolute inset-y-0 left-0 rounded-full"
              style={{ width: share(step.medianHours) }}
            />
          </div>
        </div>
      ))}
    </div>
  );
}
