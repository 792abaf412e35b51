import type { Comparison } from '../api/types.ts';
import type { Sheet } from './charts/sheet.ts';

/** What the table shows, to take away. */
export const groupSheet = ({ by, weeks, items }: Comparison): Sheet => ({
  name: `Use by ${by}`,
  columns: [
    { key: 'name', label: by },
    { key: 'executions', label: 'Executions' },
    { key: 'people', label: 'People' },
    { key: 'perPerson', label: 'Executions per person' },
    { key: 'governed', label: 'Governed share' },
    { key: 'governedLow', label: '95 % from' },
    { key: 'governedHigh', label: '95 % to' },
    { key: 'succeeded', label: 'Answered share' },
    { key: 'costUsd', label: 'Cost, USD' },
    { key: 'weeks', label: 'Weeks with use' },
    { key: 'shownWeeks', label: 'Weeks shown' },
    ...weeks.map((week) => ({ key: week, label: `Week of ${week}` })),
  ],
  rows: items.map((row) => ({
    name: row.name,
    executions: row.executions,
    people: row.people,
    perPerson: row.perPerson,
    governed: row.governed?.value ?? null,
    governedLow: row.governed?.low ?? null,
    governedHigh: row.governed?.high ?? null,
    succeeded: row.succeeded?.value ?? null,
    costUsd: row.costUsd,
    weeks: row.weeks,
    shownWeeks: row.shownWeeks,
    ...Object.fromEntries(weeks.map((week, at) => [week, row.byWeek[at] ?? null])),
  })),
});
