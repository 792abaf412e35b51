import type { Figure } from '../../api/types.ts';

export type Trend = {
  way: 'up' | 'down' | 'same';
  look: 'good' | 'bad' | 'plain';
  /** `+3.2 points`, `−12%`. */
  text: string;
  verdict: string;
};

/** How a figure moved against the span before; null without both. Shares move by points, everything else by percent. Pure. */
export function trendOf({ value, before, unit, low, high, better }: Figure): Trend | null {
  if (value === null || before === null) return null;
  const points = unit === 'share';
  if (!points && before === 0) return null;
  const moved = points ? (value - before) * 100 : ((value - before) / Math.abs(before)) * 100;
  const size = Math.abs(moved) < 10 ? Math.abs(moved).toFixed(1) : Math.abs(moved).toFixed(0);
  if (Number(size) === 0)
    return { way: 'same', look: 'plain', text: 'unchanged', verdict: 'As it was before.' };
  const way = moved > 0 ? 'up' : 'down';
  const text = `${moved > 0 ? '+' : '−'}${size}${points ? ' points' : '%'}`;
  const within = low !== null && high !== null && before >= low && before <= high;
  if (within) return { way, look: 'plain', text, verdict: 'That is within the interval: it may be chance.' };
  const isGood = better === null ? null : (better === 'more') === moved > 0;
  const look = isGood === null ? 'plain' : isGood ? 'good' : 'bad';
  const verdict = isGood === null ? 'Neither is better.' : isGood ? 'That is better.' : 'That is worse.';
  return { way, look, text, verdict };
}
