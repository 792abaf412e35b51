import type { Figure } from '../api/types.ts';
import { definitionText, figureText, linePoints } from './figure.ts';

const width = 200;
const height = 34;

/** One figure, how it went, and what exactly it counts. */
export function FigureCard({ figure }: { figure: Figure }) {
  const points = linePoints(
    figure.series.map(({ value }) => value),
    width,
    height,
  );
  const line = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return (
    <div className="card flex flex-col p-4">
      <h3 className="text-ink-soft text-xs font-medium">{figure.title}</h3>
      <p className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">
        {figureText(figure.value, figure.unit)}
      </p>
      <div className="mt-2 h-9">
        {line !== '' && (
          <svg
            viewBox={`-2 -2 ${width + 4} ${height + 4}`}
            className="text-accent h-full w-full"
            preserveAspectRatio="none"
            role="img"
            aria-label={`${figure.title}, ${figure.series.length} points over time`}
          >
            <path d={`${line}L${width} ${height}L0 ${height}Z`} fill="currentColor" opacity="0.1" />
            <path
              d={line}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
              vectorEffect="non-scaling-stroke"
              strokeLinejoin="round"
            />
          </svg>
        )}
      </div>
      <p title={figure.definition} className="text-ink-faint mt-2 text-xs leading-relaxed">
        {definitionText(figure.definition)}
      </p>
    </div>
  );
}
