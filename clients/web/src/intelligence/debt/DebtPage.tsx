import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useState } from 'react';
import type { Debt } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { AsOf } from '../AsOf.tsx';
import { ChartCard, TakeAway } from '../charts/ChartCard.tsx';
import { Drawn } from '../charts/lazy.ts';
import { figureText } from '../figure.ts';
import { FigureBlock } from '../figures/FigureBlock.tsx';
import { IntelligenceNav } from '../IntelligenceNav.tsx';
import { PageSkeleton } from '../PageSkeleton.tsx';
import { debtQuery } from '../queries.ts';
import { ClusterCard, PromptLink } from './ClusterCard.tsx';
import { clusterSheet, partWords, trendSheet } from './words.ts';

/** What nobody would miss, or nobody looks after: how much of it there is, and what to merge first. */
export function DebtPage() {
  const debt = useQuery(debtQuery);
  return (
    <Page
      title="Debt"
      heading="Prompt debt"
      below={
        debt.data === undefined ? (
          'Duplicates, and prompts that nobody reviews or owns'
        ) : (
          <AsOf at={null} log={debt.data.log} />
        )
      }
      actions={
        <>
          {debt.data !== undefined && (
            <TakeAway sheet={clusterSheet(debt.data)} measure={debt.data.figure.measure} />
          )}
          <Button icon={<Printer size={16} aria-hidden />} onClick={() => window.print()}>
            Print
          </Button>
        </>
      }
    >
      <IntelligenceNav />
      <Loaded query={debt} skeleton={<PageSkeleton />}>
        {(answer) => <View debt={answer} />}
      </Loaded>
    </Page>
  );
}

const firstClusters = 10;

function View({ debt }: { debt: Debt }) {
  const { figure, clusters, items, trend } = debt;
  const [all, setAll] = useState(false);
  const sheet = trendSheet(debt);
  const shown = all ? clusters : clusters.slice(0, firstClusters);
  return (
    <>
      <div className="mb-6 grid grid-cols-1 gap-3 lg:grid-cols-2">
        <div className="flex flex-col gap-3">
          <FigureBlock figure={figure} />
          <PartList debt={debt} />
        </div>
        <ChartCard
          title="How it goes"
          measure={trend.measure}
          sheet={sheet}
          note="Hours at the end of each week, with the use and owners of today."
        >
          <Drawn kind="lines" sheet={sheet} series={[{ key: 'hours', color: 1 }]} />
        </ChartCard>
      </div>
      <Section title="What to merge first">
        {clusters.length === 0 ? (
          <EmptyState title="No prompt is much like another one">
            Prompts that share most of their wording come together here, over all libraries that you may see.
          </EmptyState>
        ) : (
          <div className="flex flex-col gap-3">
            <p className="text-ink-soft max-w-prose leading-relaxed">
              Ranked by the review that merging saves. No threshold says what a duplicate is: compare, and
              judge.
            </p>
            {shown.map((cluster) => (
              <ClusterCard key={cluster.id} cluster={cluster} />
            ))}
            {clusters.length > shown.length && (
              <div>
                <Button onClick={() => setAll(true)}>Show {clusters.length - shown.length} more</Button>
              </div>
            )}
          </div>
        )}
      </Section>
      {items.length > 0 && (
        <Section title="What nobody looks after">
          <Table
            label="Prompts that are stale, unowned or ran unapproved"
            rows={items}
            columns={columnsOf(debt.reviewDays)}
            rowKey={({ kind, name }) => `${kind} ${name}`}
          />
        </Section>
      )}
    </>
  );
}

function PartList({ debt: { parts, reviewDays } }: { debt: Debt }) {
  const words = partWords(reviewDays);
  return (
    <section aria-label="What it is made of" className="card p-4">
      <h2 className="mb-2 text-sm font-semibold">What it is made of</h2>
      <dl className="flex flex-col gap-1.5">
        {parts.map(({ kind, prompts, hours }) => (
          <div key={kind} className="flex items-baseline justify-between gap-3">
            <dt>{words[kind]}</dt>
            <dd className="text-ink-soft text-right tabular-nums">
              {prompts === 1 ? '1 prompt' : `${prompts} prompts`},{' '}
              <strong className="text-ink font-medium whitespace-nowrap">{figureText(hours, 'hours')}</strong>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const columnsOf = (reviewDays: number): readonly Column<Debt['items'][number]>[] => [
  { name: 'Prompt', width: 'minmax(0,1.4fr)', cell: (item) => <PromptLink prompt={item} /> },
  { name: 'Why', width: 'minmax(0,1fr)', cell: ({ kind }) => partWords(reviewDays)[kind] },
  { name: 'Published', width: '8rem', from: 'md', cell: ({ since }) => <Time at={since} /> },
  { name: 'Hours', width: '4rem', right: true, cell: ({ hours }) => figureText(hours, 'hours') },
];
