import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Sheet } from './sheet.ts';

/** A series: the sheet's column that it draws, and its color (1 to 5). */
export type Series = { key: string; color: 1 | 2 | 3 | 4 | 5; dash?: string };
type Props = {
  sheet: Sheet;
  series: readonly Series[];
  kind: 'areas' | 'bars' | 'lines';
  height?: number;
  /** How a value reads in the hint. */
  format?: (value: number) => string;
};

const axis = { fontSize: 11, fill: 'var(--ink-faint)' } as const;
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** Drawn with recharts, which is loaded with this file. No motion; colors are the theme’s; what they mean stands below in words. */
export function Drawn({ sheet, series, kind, height = 224, format }: Props) {
  const text = format ?? ((value: number) => short.format(value));
  const [x] = sheet.columns;
  const data = sheet.rows.map((row) => ({ ...row }));
  const labels = new Map(sheet.columns.map(({ key, label }) => [key, label]));
  const frame = { data, accessibilityLayer: false, margin: { top: 6, right: 8, bottom: 0, left: -8 } };
  const parts = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis
      key="x"
      dataKey={x?.key ?? ''}
      tick={axis}
      tickLine={false}
      axisLine={{ stroke: 'var(--line)' }}
      minTickGap={24}
    />,
    <YAxis
      key="y"
      tick={axis}
      tickLine={false}
      axisLine={false}
      width={format === undefined ? 48 : 60}
      tickFormatter={(value: number) => text(value)}
      allowDecimals={format !== undefined}
    />,
    <Tooltip
      key="hint"
      cursor={{ fill: 'var(--sunken)', stroke: 'var(--line-strong)' }}
      formatter={(value, name) => [
        typeof value === 'number' ? text(value) : String(value ?? '–'),
        labels.get(String(name)) ?? String(name),
      ]}
      contentStyle={{
        background: 'var(--surface)',
        border: '1px solid var(--line)',
        borderRadius: 8,
        fontSize: 12,
        color: 'var(--ink)',
      }}
      itemStyle={{ color: 'var(--ink)' }}
    />,
  ];
  return (
    <>
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 600, height }}>
        {kind === 'areas' ? (
          <AreaChart {...frame}>
            {parts}
            {series.map(({ key, color }) => (
              <Area
                key={key}
                dataKey={key}
                stackId="all"
                type="linear"
                stroke="var(--surface)"
                strokeWidth={1}
                fill={`var(--chart-${color})`}
                fillOpacity={1}
                isAnimationActive={false}
              />
            ))}
          </AreaChart>
        ) : kind === 'bars' ? (
          <BarChart {...frame}>
            {parts}
            {series.map(({ key, color }) => (
              <Bar
                key={key}
                dataKey={key}
                stackId="all"
                fill={`var(--chart-${color})`}
                stroke="var(--surface)"
                strokeWidth={1}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        ) : (
          <LineChart {...frame}>
            {parts}
            {series.map(({ key, color, dash }) => (
              <Line
                key={key}
                dataKey={key}
                type="linear"
                stroke={`var(--chart-${color})`}
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
                {...(dash === undefined ? {} : { strokeDasharray: dash })}
              />
            ))}
          </LineChart>
        )}
      </ResponsiveContainer>
      <ul className="text-ink-soft mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {series.map(({ key, color, dash }) => (
          <li key={key} className="flex items-center gap-1.5">
            <svg width="14" height="10" aria-hidden>
              {kind === 'lines' ? (
                <line
                  x1="0"
                  x2="14"
                  y1="5"
                  y2="5"
                  stroke={`var(--chart-${color})`}
                  strokeWidth="2.5"
                  strokeDasharray={dash}
                />
              ) : (
                <rect width="10" height="10" x="2" rx="2" fill={`var(--chart-${color})`} />
              )}
            </svg>
            {labels.get(key)}
          </li>
        ))}
      </ul>
    </>
  );
}
