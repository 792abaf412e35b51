import type { Judge } from '../../api/types.ts';
import type { Sheet } from '../charts/sheet.ts';

/** The rates of one judge, to read as a table and to take away. */
export const judgeSheet = ({ name, versions }: Judge): Sheet => ({
  name: `Rates by ${name}`,
  columns: [
    { key: 'version', label: 'Version' },
    { key: 'judged', label: 'As judged' },
    { key: 'judgedLow', label: '95 % from' },
    { key: 'judgedHigh', label: '95 % to' },
    { key: 'corrected', label: 'Corrected' },
    { key: 'low', label: '95 % from, corrected' },
    { key: 'high', label: '95 % to, corrected' },
    { key: 'items', label: 'Answers' },
  ],
  rows: versions.map(({ version, judged, corrected }) => ({
    ...{ version: `v${version}`, judged: judged.value, judgedLow: judged.low, judgedHigh: judged.high },
    ...{ corrected: corrected.value, low: corrected.low, high: corrected.high, items: judged.n },
  })),
});

const two = (value: number) => value.toFixed(2);

/** A number between −1 and 1 with its interval, in words. */
export function valueText({ value, low, high, n }: Judge['agreement']): string {
  if (value === null) return '–';
  return low === null || high === null ? two(value) : `${two(value)} (${two(low)} to ${two(high)}, n = ${n})`;
}
