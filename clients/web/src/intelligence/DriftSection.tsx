import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import type { Drifts } from '../api/types.ts';
import { Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { Status } from '../design/Status.tsx';
import { Loaded, Skeleton } from '../design/states.tsx';
import { EntryLink } from '../ledger/EntryLink.tsx';
import { MeasureLink, TakeAway } from './charts/ChartCard.tsx';
import type { Sheet } from './charts/sheet.ts';
import { driftsQuery } from './queries.ts';

type Drift = Drifts['items'][number];

const day = (at: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${at}T00:00:00Z`),
  );

const sheetOf = (items: readonly Drift[]): Sheet => ({
  name: 'What is not as it was',
  columns: [
    { key: 'prompt', label: 'Prompt' },
    { key: 'what', label: 'What' },
    { key: 'since', label: 'Since' },
    { key: 'before', label: 'Before' },
    { key: 'after', label: 'After' },
    { key: 'low', label: 'After, 95 % from' },
    { key: 'high', label: 'After, 95 % to' },
  ],
  rows: items.map(({ prompt, words, since, before, after }) => ({
    ...{ prompt, what: words, since, before: before.value, after: after.value },
    ...{ low: after.low, high: after.high },
  })),
});

/** Prompts that do not behave as they did, with what changed and the runs behind it. */
export function DriftSection() {
  const drifts = useQuery(driftsQuery);
  const { items = [], measure = '' } = drifts.data ?? {};
  return (
    <Section
      title="What is not as it was"
      aside={items.length > 0 && <TakeAway sheet={sheetOf(items)} measure={measure} />}
    >
      <Loaded query={drifts} skeleton={<Skeleton rows={1} height={72} />}>
        {() => (
          <div className="card p-4">
            {items.length === 0 ? (
              <p className="text-ink-soft text-sm leading-relaxed">
                No prompt drifted in the last 90 days: acceptance, refusals, failures, length, time and cost
                are as they were before versions, models and providers changed. Owners are told when that
                ends.
              </p>
            ) : (
              <ul className="flex flex-col gap-4">
                {items.map((drift) => (
                  <Told key={drift.id} drift={drift} />
                ))}
              </ul>
            )}
            <MeasureLink measure={measure} />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Told({ drift: { prompt, words, since, on, owner, behind, entry } }: { drift: Drift }) {
  const org = useOrg();
  return (
    <li className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Status word="Drifted" shape="triangle" tone="warn" />
        <strong className="font-medium">{prompt}</strong>
        <span className="text-ink-soft text-xs">since {day(since === '' ? on : since)}</span>
      </span>
      <span className="leading-relaxed">{words}.</span>
      <span className="text-ink-soft flex flex-wrap gap-x-4 gap-y-1 text-xs">
        <Link to="/$org/executions" params={{ org }} search={{ prompt, ...behind }} className="text-link">
          The runs<span className="sr-only"> of {prompt}</span>
        </Link>
        <EntryLink entry={entry} />
        {owner !== null && (
          <span className="inline-flex items-center gap-1">
            told to <PersonName person={owner} />
          </span>
        )}
      </span>
    </li>
  );
}
