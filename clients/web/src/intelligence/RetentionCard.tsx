import type { Adoption } from '../api/types.ts';
import { ChartCard } from './charts/ChartCard.tsx';

const day = (at: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(at));

/** Who stays: of those who began in the same four weeks, how many come back. Shade and figure say the same. */
export function RetentionCard({
  retention,
  smallestGroup,
}: {
  retention: Adoption['retention'];
  smallestGroup: number;
}) {
  const { cohorts, measure } = retention;
  const columns = cohorts.map((_, at) => (at === 0 ? 'Then' : `+${at * 4} weeks`));
  const share = (active: readonly number[], at: number, size: number | null) =>
    size === null || size === 0 || active[at] === undefined ? null : (100 * active[at]) / size;
  const sheet = {
    name: 'Retention',
    columns: [
      { key: 'from', label: 'Began in 4 weeks from' },
      { key: 'size', label: 'People' },
      ...columns.map((label, at) => ({ key: `a${at}`, label: `${label}, %` })),
    ],
    rows: cohorts.map(({ from, size, active }) => ({
      from: day(from),
      size: size ?? `fewer than ${smallestGroup}, or hidden with them`,
      ...Object.fromEntries(columns.map((_, at) => [`a${at}`, share(active, at, size)])),
    })),
  };
  return (
    <ChartCard
      plain
      title="Who stays"
      measure={measure}
      sheet={sheet}
      note={`Of those who began in the same four weeks, the share that was active later. Groups of fewer than ${smallestGroup} are not shown.`}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="overflow-x-auto" tabIndex={0} aria-label="Who stays, as squares">
        <table className="w-full min-w-[26rem] text-center text-xs tabular-nums">
          <thead>
            <tr className="text-ink-soft">
              <th scope="col" className="pr-2 pb-1.5 text-left font-medium">
                Began from
              </th>
              <th scope="col" className="pb-1.5 font-medium">
                People
              </th>
              {columns.slice(1).map((label) => (
                <th key={label} scope="col" className="pb-1.5 font-medium">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.map(({ from, size, active }) => (
              <tr key={from}>
                <th scope="row" className="pr-2 text-left font-normal whitespace-nowrap">
                  {day(from)}
                </th>
                <td className="p-0.5">{size ?? <span title="Too few people">·</span>}</td>
                {columns.slice(1).map((label, at) => (
                  <Square key={label} percent={share(active, at + 1, size)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </ChartCard>
  );
}

const Square = ({ percent }: { percent: number | null }) =>
  percent === null ? (
    <td className="p-0.5" />
  ) : (
    <td className="p-0.5">
      <span
        className="block rounded py-1.5"
        style={{
          background: `color-mix(in srgb, var(--accent) ${Math.round(percent * 0.35)}%, var(--sunken))`,
        }}
      >
        {Math.round(percent)}%
      </span>
    </td>
  );
