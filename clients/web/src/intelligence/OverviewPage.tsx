import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import type { Overview } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Page } from '../design/Page.tsx';
import { Loaded } from '../design/states.tsx';
import { AsOf } from './AsOf.tsx';
import { ChartCard, TakeAway } from './charts/ChartCard.tsx';
import { Drawn } from './charts/lazy.ts';
import type { Sheet } from './charts/sheet.ts';
import { figureText } from './figure.ts';
import { FigureBlock } from './figures/FigureBlock.tsx';
import { figuresSheet } from './figures/sheet.ts';
import { NextCard } from './findings/NextCard.tsx';
import { IntelligenceNav } from './IntelligenceNav.tsx';
import { LettersButton } from './LettersButton.tsx';
import { PageSkeleton } from './PageSkeleton.tsx';
import { overviewQuery } from './queries.ts';
import { NetValue } from './return/NetValue.tsx';
import { SegmentsCard } from './SegmentsCard.tsx';
import { ViewsMenu } from './ViewsMenu.tsx';

/** How the organization does with AI, in one minute: six figures, three graphs. */
export function OverviewPage() {
  const overview = useQuery(overviewQuery);
  return (
    <Page
      title="Intelligence"
      below={
        overview.data === undefined ? (
          'How it is used, under which rules, and how changes go'
        ) : (
          <AsOf {...overview.data} />
        )
      }
      actions={
        <>
          {overview.data !== undefined && (
            <TakeAway sheet={figuresSheet('Overview', overview.data.figures)} measure="overview" />
          )}
          <ViewsMenu here={{ page: 'overview', filters: {} }} />
          <LettersButton />
          <Button icon={<Printer size={16} aria-hidden />} onClick={() => window.print()}>
            Print
          </Button>
        </>
      }
    >
      <IntelligenceNav />
      <Loaded query={overview} skeleton={<PageSkeleton />}>
        {(answer) => <View overview={answer} />}
      </Loaded>
    </Page>
  );
}

function View({ overview }: { overview: Overview }) {
  const { figures, totals, value, activity, segments } = overview;
  return (
    <>
      <p className="text-ink-soft mb-4 leading-relaxed">
        {totals.map((figure, at) => (
          <span key={figure.id} title={figure.definition}>
            {at > 0 && ' · '}
            {figure.title}:{' '}
            <strong className="text-ink tabular-nums">{figureText(figure.value, figure.unit)}</strong>
          </span>
        ))}
      </p>
      {value !== null && <NetValue figure={value} />}
      <div className="mb-5 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {figures.map((figure) => (
          <FigureBlock key={figure.id} figure={figure} />
        ))}
      </div>
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        <ActivityCard activity={activity} />
        <SegmentsCard segments={segments} />
        <CostCard activity={activity} />
      </div>
      <NextCard />
    </>
  );
}

const day = (at: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(at));

function ActivityCard({ activity }: { activity: Overview['activity'] }) {
  const sheet: Sheet = {
    name: 'Executions by week',
    columns: [
      { key: 'week', label: '7 days from' },
      { key: 'governed', label: 'Governed' },
      { key: 'drafts', label: 'Unpublished prompts' },
      { key: 'raw', label: 'Raw calls' },
      { key: 'byApps', label: 'Of all, by apps' },
    ],
    rows: activity.weeks.map(({ at, governed, drafts, raw, byApps }) => ({
      week: day(at),
      ...{ governed, drafts, raw, byApps },
    })),
  };
  return (
    <ChartCard
      title="What ran, week by week"
      measure={activity.measure}
      sheet={sheet}
      className="lg:col-span-2"
      note="Governed is a published version; raw calls name no prompt."
    >
      <Drawn
        kind="bars"
        sheet={sheet}
        series={[
          { key: 'governed', color: 1 },
          { key: 'drafts', color: 2 },
          { key: 'raw', color: 3 },
        ]}
      />
    </ChartCard>
  );
}

function CostCard({ activity }: { activity: Overview['activity'] }) {
  const sheet: Sheet = {
    name: 'Cost by week',
    columns: [
      { key: 'week', label: '7 days from' },
      { key: 'cost', label: 'US dollars' },
    ],
    rows: activity.weeks.map(({ at, costUsd }) => ({ week: day(at), cost: costUsd })),
  };
  return (
    <ChartCard
      title="What it cost"
      measure={activity.measure}
      sheet={sheet}
      note="List prices of counted tokens; models without a price are not in it."
    >
      <Drawn
        kind="bars"
        sheet={sheet}
        series={[{ key: 'cost', color: 2 }]}
        format={(value) =>
          `$${value === 0 || value >= 10 ? Math.round(value) : value.toFixed(value < 1 ? 3 : 2)}`
        }
      />
    </ChartCard>
  );
}
