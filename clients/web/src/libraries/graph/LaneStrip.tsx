import type { Edge, LaneRow } from './lanes.ts';

export const rowHeight = 56;
const step = 14;
const middle = rowHeight / 2;

type Props = {
  row: LaneRow;
  /** How many lanes there is room for; those beyond are drawn in the last one. */
  shown: number;
  published: boolean;
};

/** One row's piece of the graph. It repeats in lines what the details say in words, so it is hidden from assistive technology. */
export function LaneStrip({ row, shown, published }: Props) {
  const x = (lane: number) => 10 + Math.min(lane, shown - 1) * step;
  return (
    <svg
      aria-hidden="true"
      width={x(shown - 1) + 10}
      height={rowHeight}
      className="text-line-strong shrink-0"
    >
      {row.edges.map((edge) => (
        <path
          key={`${edge.part} ${edge.from} ${edge.to}`}
          d={lineOf(edge, x)}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      ))}
      {published ? (
        <rect
          x={x(row.lane) - 5}
          y={middle - 5}
          width="10"
          height="10"
          transform={`rotate(45 ${x(row.lane)} ${middle})`}
          className="fill-accent stroke-surface"
          strokeWidth="1.5"
        />
      ) : (
        <circle
          cx={x(row.lane)}
          cy={middle}
          r="4.5"
          className="fill-surface stroke-ink-soft"
          strokeWidth="1.75"
        />
      )}
    </svg>
  );
}

/** Straight within a lane, a soft S between two. */
function lineOf({ part, from, to }: Edge, x: (lane: number) => number): string {
  const [above, below] = part === 'in' ? [0, middle] : part === 'out' ? [middle, rowHeight] : [0, rowHeight];
  const [start, end] = [x(from), x(to)];
  if (start === end) return `M${start} ${above}V${below}`;
  const half = (above + below) / 2;
  return `M${start} ${above}C${start} ${half} ${end} ${half} ${end} ${below}`;
}
