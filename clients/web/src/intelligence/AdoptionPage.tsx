import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import type { Adoption } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Page, Section } from '../design/Page.tsx';
import { Loaded } from '../design/states.tsx';
import { AsOf } from './AsOf.tsx';
import { ChartCard, TakeAway } from './charts/ChartCard.tsx';
import { Drawn } from './charts/lazy.ts';
import type { Sheet } from './charts/sheet.ts';
import { FunnelCard } from './FunnelCard.tsx';
import { FigureBlock } from './figures/FigureBlock.tsx';
import { figuresSheet } from './figures/sheet.ts';
import { IntelligenceNav } from './IntelligenceNav.tsx';
import { PageSkeleton } from './PageSkeleton.tsx';
import { adoptionQuery } from './queries.ts';
import { RetentionCard } from './RetentionCard.tsx';
import { SegmentsCard } from './SegmentsCard.tsx';
import { ViewsMenu } from './ViewsMenu.tsx';

/** Who uses it and how, and how changes go. */
export function AdoptionPage() {
  const adoption = useQuery(adoptionQuery);
  return (
    <Page
      title="Adoption"
      below={
        adoption.data === undefined ? 'Who uses it and how, and how changes go' : <AsOf {...adoption.data} />
      }
      actions={
        <>
          {adoption.data !== undefined && (
            <TakeAway
              sheet={figuresSheet('Adoption', [...adoption.data.use, ...adoption.data.governance])}
              measure="adoption"
            />
          )}
          <ViewsMenu here={{ page: 'adoption', filters: {} }} />
          <Button icon={<Printer size={16} aria-hidden />} onClick={() => window.print()}>
            Print
          </Button>
        </>
      }
    >
      <IntelligenceNav />
      <Loaded query={adoption} skeleton={<PageSkeleton />}>
        {(answer) => <View adoption={answer} />}
      </Loaded>
    </Page>
  );
}

const day = (at: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(at));
const grid = 'grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3';

function View({ adoption }: { adoption: Adoption }) {
  const { use, governance, active, segments, retention, funnel, stages, smallestGroup } = adoption;
  const days: Sheet = {
    name: 'Active people by day, week and month',
    columns: [
      { key: 'at', label: 'Day' },
      { key: 'month', label: '28 days' },
      { key: 'week', label: '7 days' },
      { key: 'day', label: 'Day itself' },
    ],
    rows: active.days.map(({ at, ...counts }) => ({ at: day(at), ...counts })),
  };
  return (
    <>
      <Section title="Use">
        <div className={grid}>
          {use.map((figure) => (
            <FigureBlock key={figure.id} figure={figure} />
          ))}
        </div>
      </Section>
      <div className="mb-8 grid grid-cols-1 gap-3 lg:grid-cols-2">
        <ChartCard
          title="Active people"
          measure={active.measure}
          sheet={days}
          note="On a day, in the 7 and in the 28 days up to it."
        >
          <Drawn
            kind="lines"
            sheet={days}
            series={[
              { key: 'month', color: 1 },
              { key: 'week', color: 4, dash: '6 3' },
              { key: 'day', color: 3, dash: '2 2' },
            ]}
          />
        </ChartCard>
        <SegmentsCard segments={segments} />
        <FunnelCard funnel={funnel} />
        <RetentionCard retention={retention} smallestGroup={smallestGroup} />
      </div>
      <Section title="Rules and changes">
        <div className={grid}>
          {governance.map((figure) => (
            <FigureBlock key={figure.id} figure={figure} />
          ))}
        </div>
      </Section>
      <ChartCard
        title="Time to approval, by stage"
        measure={stages.measure}
        note="Hours from submit to the last decision that counted, of what went live in the last 84 days."
        sheet={{
          name: 'Time to approval by stage',
          columns: [
            { key: 'stage', label: 'Stage' },
            { key: 'value', label: 'Median hours' },
            { key: 'low', label: '95 % from' },
            { key: 'high', label: '95 % to' },
            { key: 'n', label: 'Changes' },
          ],
          rows: stages.items.map(({ stage, value, low, high, n }) => ({ stage, value, low, high, n })),
        }}
      />
    </>
  );
}
