import type { Adoption } from '../api/types.ts';
import { ChartCard } from './charts/ChartCard.tsx';

const words: Readonly<Record<string, string>> = {
  eligible: 'People who are here',
  signed_in: 'Signed in or ran something',
  first_run: 'Ran something with success',
  regular: 'Regulars: in 9 of 12 weeks',
  power: 'Power: 15 a week and more',
};

/** Where people stop on the way from being here to using it every week. */
export function FunnelCard({ funnel }: { funnel: Adoption['funnel'] }) {
  const all = Math.max(1, funnel.steps[0]?.people ?? 1);
  return (
    <ChartCard
      plain
      title="From being here to using it every week"
      measure={funnel.measure}
      sheet={{
        name: 'Funnel',
        columns: [
          { key: 'step', label: 'Step' },
          { key: 'people', label: 'People' },
          { key: 'percent', label: '% of all' },
        ],
        rows: funnel.steps.map(({ step, people }) => ({
          step: words[step] ?? step,
          people,
          percent: (100 * people) / all,
        })),
      }}
    >
      <ol className="flex flex-col gap-3">
        {funnel.steps.map(({ step, people }) => (
          <li key={step}>
            <div className="mb-1 flex justify-between gap-4 text-sm">
              <span>{words[step] ?? step}</span>
              <span className="tabular-nums">
                {people} <span className="text-ink-faint">({Math.round((100 * people) / all)}%)</span>
              </span>
            </div>
            <div className="bg-sunken h-3 overflow-hidden rounded">
              <div
                className="h-full rounded"
                style={{ width: `${(100 * people) / all}%`, background: 'var(--chart-1)' }}
              />
            </div>
          </li>
        ))}
      </ol>
    </ChartCard>
  );
}
