import type { Quality } from '../api/types.ts';
import type { Sheet } from './charts/sheet.ts';

/** The versions of one prompt, to read as a table and to take away. */
export const qualitySheet = ({ name, versions }: Quality['items'][number]): Sheet => ({
  name: `Acceptance of ${name}`,
  columns: [
    { key: 'version', label: 'Version' },
    { key: 'acceptance', label: 'Acceptance' },
    { key: 'low', label: '95 % from' },
    { key: 'high', label: '95 % to' },
    { key: 'scores', label: 'Scores' },
    { key: 'weeks', label: 'Weeks with scores' },
    { key: 'shownWeeks', label: 'Weeks shown' },
  ],
  rows: versions.map(({ version, acceptance: { value, low, high, n }, weeks, shownWeeks }) => ({
    ...{ version: `v${version}`, acceptance: value, low, high },
    ...{ scores: shownWeeks === 0 ? null : n, weeks, shownWeeks },
  })),
});
