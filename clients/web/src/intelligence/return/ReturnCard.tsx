import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { ReturnItem } from '../../api/types.ts';
import { PersonName } from '../../design/PersonName.tsx';
import { Badge, Status } from '../../design/Status.tsx';
import { Assumptions, assumptionWords } from '../../libraries/kinds/ValueModelOutline.tsx';
import { ChartCard } from '../charts/ChartCard.tsx';
import { Drawn } from '../charts/lazy.ts';
import { Amounts } from './Amounts.tsx';
import { Bars, signed } from './Bars.tsx';
import { dollars, weekText } from './dollars.ts';
import { groupsSheet, seriesSheet, tornadoSheet, waterfallOf, waterfallSheet } from './sheets.ts';

type Props = { item: ReturnItem; measure: string; smallestGroup: number };

/** What one value model says: net value with its range, how it comes about, and what it hangs on. */
export function ReturnCard({ item, measure, smallestGroup }: Props) {
  const { model } = item;
  return (
    <section aria-label={model.title} className="mb-8">
      <Head item={item} />
      <Amounts item={item} />
      {item.hiddenRuns && (
        <p className="text-ink-faint mb-3 text-xs">
          Weeks in which fewer than {smallestGroup} people ran a prompt are left out.
        </p>
      )}
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        <ChartCard
          title="From time saved to net value"
          of={model.title}
          measure={measure}
          sheet={waterfallSheet(item)}
          note="With everything in the middle of its range."
          plain
        >
          <Bars
            bars={waterfallOf(item).map(({ label, usd, from, to }) => ({
              ...{ label, from, to },
              text: label === 'Net value' ? dollars(usd) : signed(usd),
              tone: label === 'Net value' ? 'whole' : usd < 0 ? 'loss' : 'gain',
            }))}
          />
        </ChartCard>
        <ChartCard
          title="Net value over time"
          of={model.title}
          measure={measure}
          sheet={seriesSheet(item)}
          note={<Payback item={item} />}
        >
          <Drawn
            kind="lines"
            sheet={seriesSheet(item)}
            series={[
              { key: 'high', color: 2, dash: '5 4' },
              { key: 'mid', color: 1 },
              { key: 'low', color: 3, dash: '2 3' },
            ]}
            format={dollars}
          />
        </ChartCard>
        <ChartCard
          title="What it hangs on"
          of={model.title}
          measure={measure}
          sheet={tornadoSheet(item)}
          note="Value with one assumption at its ends, the others in the middle."
          plain
        >
          <Bars
            bars={item.tornado.map(({ assumption, low, high }) => ({
              ...{ label: assumptionWords[assumption].label, from: low, to: high },
              text: `${dollars(Math.min(low, high))} to ${dollars(Math.max(low, high))}`,
              tone: 'gain',
            }))}
          />
        </ChartCard>
        <ChartCard
          title="By prompt and team"
          of={model.title}
          measure={measure}
          sheet={groupsSheet(item)}
          note={teamNote(smallestGroup)}
        />
      </div>
      <details className="card mt-3 p-4">
        <summary className="cursor-pointer text-sm font-medium">Everything that is assumed</summary>
        <p className="text-ink-soft my-2 max-w-prose text-sm leading-relaxed">{model.source}</p>
        <Assumptions model={model} />
      </details>
    </section>
  );
}

const teamNote = (smallest: number) =>
  `Value before costs. Teams are shown for weeks in which at least ${smallest} of their people ran it, and nobody can be had by subtracting.`;

function Head({ item: { model, approved, path, scenario, haircut } }: { item: ReturnItem }) {
  const org = useOrg();
  return (
    <div className="mb-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-semibold">{model.title}</h2>
        <Badge>{`grade ${model.grade}`}</Badge>
        {scenario && <Status word="Scenario, in no total" shape="dash" tone="warn" />}
        {haircut < 1 && <Status word={`${Math.round(100 * haircut)} % believed`} shape="half" tone="plain" />}
      </div>
      <p className="text-ink-soft mt-1 flex flex-wrap items-center gap-x-1.5 text-sm">
        {model.prompts.join(', ')} ·{' '}
        <Link
          to="/$org/libraries/$library/assets/$"
          params={{ org, library: 'policy', _splat: path }}
          className="text-link"
        >
          {path}
        </Link>
        {approved.length > 0 && <span>approved by</span>}
        {approved.map(({ by, entry }) => (
          <PersonName key={entry} person={by} />
        ))}
      </p>
    </div>
  );
}

function Payback({ item: { paidBack, return: made } }: { item: ReturnItem }) {
  const since = (week: string | null) => (week === null ? 'not yet' : `since ${weekText(week)}`);
  return (
    <>
      Paid back {since(paidBack.mid)}; with low assumptions {since(paidBack.low)}, with high{' '}
      {since(paidBack.high)}.
      {made !== null && Math.abs(made.mid) < 1_000 && ` Net value is ${made.mid.toFixed(1)} times the cost.`}
    </>
  );
}
