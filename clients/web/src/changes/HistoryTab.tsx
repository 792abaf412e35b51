import { lazy, Suspense } from 'react';
import type { ChangeDetail } from '../api/types.ts';
import { Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { Skeleton } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { EntryLink } from '../ledger/EntryLink.tsx';
import { pastOf } from './state.ts';

const DecisionTable = lazy(() => import('./decisions/DecisionTable.tsx'));

/** What was decided, and everything that happened, each with the entry that proves it. */
export const HistoryTab = ({ change }: { change: ChangeDetail }) => (
  <>
    <Section title="Decisions">
      <Suspense fallback={<Skeleton rows={2} />}>
        <DecisionTable library={change.library} of={{ change: change.id }} />
      </Suspense>
    </Section>
    <Section title="Everything that happened">
      <Acts change={change} />
    </Section>
  </>
);

const Acts = ({ change }: { change: ChangeDetail }) => (
  <ol className="max-w-3xl">
    {change.history.map((item, at) => (
      <li key={`${item.at} ${item.action} ${item.entry}`} className="relative flex gap-3.5 pb-5 last:pb-0">
        {at < change.history.length - 1 && (
          <span aria-hidden className="bg-line absolute top-4 bottom-0 left-[5px] w-px" />
        )}
        <span aria-hidden className="bg-accent mt-1.5 size-[11px] shrink-0 rounded-full" />
        <div className="min-w-0">
          <p className="leading-snug">
            {item.by !== null && (
              <span className="font-medium">
                <PersonName person={item.by} />
              </span>
            )}{' '}
            {pastOf(item.action)}
          </p>
          {item.detail !== '' && (
            <p className="text-ink-soft mt-0.5 leading-relaxed break-words">{item.detail}</p>
          )}
          <p className="text-ink-faint mt-0.5 flex flex-wrap items-center gap-x-2 text-xs">
            <Time at={item.at} />
            {item.entry !== null && <EntryLink entry={item.entry} />}
          </p>
        </div>
      </li>
    ))}
  </ol>
);
