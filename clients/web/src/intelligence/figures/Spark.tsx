import type { Figure } from '../../api/types.ts';
import { linePoints } from '../figure.ts';

const width = 200;
const height = 34;

/** How a figure went. */
export function Spark({ figure: { title, series } }: { figure: Pick<Figure, 'title' | 'series'> }) {
  const points = linePoints(
    series.map(({ value }) => value),
    width,
    height,
  );
  const line = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  if (line === '') return null;
  const [first] = points;
  const last = points.at(-1);
  return (
    <div className="mt-2 h-9">
      <svg
        viewBox={`-2 -2 ${width + 4} ${height + 4}`}
        className="text-accent h-full w-full"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}, ${points.length} points over time`}
      >
        <path
          d={`${line}L${last?.[0] ?? width} ${height}L${first?.[0] ?? 0} ${height}Z`}
          fill="currentColor"
          opacity="0.1"
        />
        <path
          d={line}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          vectorEffect="non-scaling-stroke"
          strokeLinejoin="round"
        />
      </svg>
    </div>
  );
}
