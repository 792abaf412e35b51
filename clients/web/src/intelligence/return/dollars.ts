import type { ValueRange } from '../../api/types.ts';

/** US dollars as people read them: whole from ten on, cents below, less where there is hardly anything. */
export function dollars(usd: number): string {
  const size = Math.abs(usd);
  const digits = size >= 10 || size === 0 ? 0 : size >= 0.1 ? 2 : 4;
  const text = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits === 4 ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(size);
  return `${usd < 0 && Number(text.replaceAll(',', '')) > 0 ? '−' : ''}$${text}`;
}

/** Never one number: `$120 ($40 to $260)`. */
export const rangeText = ({ low, mid, high }: ValueRange): string =>
  `${dollars(mid)} (${dollars(low)} to ${dollars(high)})`;

export const weekText = (week: string): string =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${week}T00:00:00Z`),
  );
