import type { Option } from '../design/Field.tsx';

/** How long a key may live, in days; empty is without end. */
export const lifetimes: readonly Option[] = [
  { value: '7', label: 'in 7 days' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: '', label: 'never' },
];

export const expiryOf = (days: number, now: Date): string =>
  new Date(now.getTime() + days * 86_400_000).toISOString();
