import type { Figure } from '../../api/types.ts';
import { figureText } from '../figure.ts';

/** The 95 % interval, in words and as a whisker on the scale of shares. */
export function Interval({ figure: { value, low, high, n, unit, grade } }: { figure: Figure }) {
  if (value === null) return <p className="text-ink-faint mt-1 text-xs">No data yet</p>;
  if (low === null || high === null)
    return (
      <p className="text-ink-faint mt-1 text-xs">
        {grade === 'E'
          ? `an estimate, over ${n} prompts`
          : unit === 'hours'
            ? `of ${n}: too few for an interval`
            : 'counted whole'}
      </p>
    );
  return (
    <div className="mt-1">
      <p className="text-ink-faint text-xs tabular-nums">
        {figureText(low, unit)} to {figureText(high, unit)} (95 %, n ={' '}
        {new Intl.NumberFormat('en-US').format(n)})
      </p>
      {unit === 'share' && (
        <svg viewBox="0 0 200 8" className="mt-1.5 h-2 w-full" preserveAspectRatio="none" aria-hidden>
          <rect y="3" width="200" height="2" fill="var(--line)" />
          <rect
            x={low * 200}
            y="2"
            width={Math.max(1.5, (high - low) * 200)}
            height="4"
            fill="var(--chart-2)"
          />
          <rect x={value * 200 - 1} width="2" height="8" fill="var(--ink)" />
        </svg>
      )}
    </div>
  );
}
