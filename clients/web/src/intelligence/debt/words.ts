import type { Debt, DebtCluster } from '../../api/types.ts';
import type { Sheet } from '../charts/sheet.ts';

/** What holds a cluster together. */
export const howWords: Readonly<Record<DebtCluster['how'], string>> = {
  exact: 'The same file',
  normalized: 'The same words',
  near: 'Much the same words',
};

/** What each part of the debt is. */
export const partWords = (reviewDays: number): Readonly<Record<Debt['parts'][number]['kind'], string>> => ({
  duplicate: 'Duplicates of others',
  stale: `Not reviewed for ${reviewDays} days`,
  unowned: 'Owner is gone',
  unapproved: 'Ran unapproved',
  deprecated: 'Model is on its way out',
});

export const shareText = (likeness: number): string => `${Math.round(likeness * 100)} %`;

const day = (at: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(at));

export const trendSheet = ({ trend }: Debt): Sheet => ({
  name: 'Prompt debt by week',
  columns: [
    { key: 'week', label: '7 days up to' },
    { key: 'hours', label: 'Hours of review' },
  ],
  rows: trend.weeks.map(({ at, hours }) => ({ week: day(at), hours: Math.round(hours * 10) / 10 })),
});

export const clusterSheet = ({ clusters }: Debt): Sheet => ({
  name: 'Duplicates',
  columns: [
    { key: 'cluster', label: 'Cluster' },
    { key: 'prompt', label: 'Prompt' },
    { key: 'likeness', label: 'Shared with the first' },
    { key: 'executions', label: 'Executions, four weeks' },
    { key: 'hours', label: 'Hours that merging saves' },
  ],
  rows: clusters.flatMap(({ id, members }) =>
    members.map(({ name, likeness, executions, hours }) => ({
      ...{ cluster: id, prompt: name, likeness, executions },
      hours: Math.round(hours * 100) / 100,
    })),
  ),
});
