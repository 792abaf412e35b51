import type { Segments } from '../api/types.ts';
import { ChartCard } from './charts/ChartCard.tsx';
import { Drawn } from './charts/lazy.ts';
import type { Sheet } from './charts/sheet.ts';

const day = (at: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(at));

/** How many people are regulars, and how many never come, at the end of each of twelve weeks. */
export function SegmentsCard({ segments }: { segments: Segments }) {
  const sheet: Sheet = {
    name: 'People by how regularly they run things',
    columns: [
      { key: 'week', label: 'Week from' },
      { key: 'power', label: 'Power' },
      { key: 'habitual', label: 'Habitual' },
      { key: 'novice', label: 'Novice' },
      { key: 'low', label: 'Low' },
      { key: 'none', label: 'None' },
    ],
    rows: segments.weeks.map(({ week, counts }) => ({ week: day(week), ...counts })),
  };
  return (
    <ChartCard
      title="Who runs things, and how regularly"
      measure={segments.measure}
      sheet={sheet}
      note="Everybody who has not left, over the 12 weeks up to each week."
    >
      <Drawn
        kind="areas"
        sheet={sheet}
        series={[
          { key: 'power', color: 1 },
          { key: 'habitual', color: 2 },
          { key: 'novice', color: 3 },
          { key: 'low', color: 4 },
          { key: 'none', color: 5 },
        ]}
      />
    </ChartCard>
  );
}
