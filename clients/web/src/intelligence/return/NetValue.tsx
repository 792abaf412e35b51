import type { Figure } from '../../api/types.ts';
import { dollars } from './dollars.ts';

/** The value of all models together, never without its range. */
export function NetValue({ figure: { title, value, low, high, n, definition } }: { figure: Figure }) {
  if (value === null || low === null || high === null) return null;
  return (
    <p className="text-ink-soft mb-6 leading-relaxed" title={definition}>
      {title}: <strong className="text-ink tabular-nums">{dollars(value)}</strong>, between{' '}
      <span className="text-ink tabular-nums">{dollars(low)}</span> and{' '}
      <span className="text-ink tabular-nums">{dollars(high)}</span> by what is assumed, over{' '}
      {new Intl.NumberFormat('en-US').format(n)} runs.
    </p>
  );
}
