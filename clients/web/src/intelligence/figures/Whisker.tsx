import type { Estimate } from '../../api/types.ts';
import { figureText } from '../figure.ts';

type Props = {
  label: string;
  estimate: Estimate;
  /** Said where there is no value. */
  otherwise: string;
};

/** A share with its interval, on one scale from 0 to 100 %. An item of a list. */
export function Whisker({ label, estimate: { value, low, high, n }, otherwise }: Props) {
  return (
    <li className="grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-x-3 sm:grid-cols-[6rem_minmax(0,1fr)_16rem]">
      <span className="font-medium tabular-nums">{label}</span>
      {value === null || low === null || high === null ? (
        <span className="text-ink-faint text-xs">{otherwise}</span>
      ) : (
        <>
          <svg viewBox="0 0 200 8" className="h-3 w-full" preserveAspectRatio="none" aria-hidden>
            <rect y="3.5" width="200" height="1" fill="var(--line)" />
            <rect
              x={low * 200}
              y="2"
              width={Math.max(1, (high - low) * 200)}
              height="4"
              fill="var(--chart-2)"
            />
            <rect x={Math.min(198.5, value * 200)} width="1.5" height="8" fill="var(--ink)" />
          </svg>
          <span className="text-ink-soft text-xs tabular-nums max-sm:col-start-2">
            <strong className="text-ink font-medium">{figureText(value, 'share')}</strong>,{' '}
            {figureText(low, 'share')} to {figureText(high, 'share')} (95 %, n = {n})
          </span>
        </>
      )}
    </li>
  );
}
