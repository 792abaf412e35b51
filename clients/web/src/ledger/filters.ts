import { textOf } from '../shell/search.ts';

export type EntriesSearch = {
  text?: string;
  action?: string;
  subject?: string;
  actor?: string;
  /** Days, `2026-11-27`, both included. */
  since?: string;
  until?: string;
};

export const entriesSearch = (search: Record<string, unknown>): EntriesSearch =>
  textOf(search, 'text', 'action', 'subject', 'actor', 'since', 'until');

/** The search as the API takes it: days of the reader's calendar become instants. What is no day is left out. */
export function wireSearch({ since, until, ...search }: EntriesSearch): EntriesSearch {
  const from = since === undefined ? undefined : startOf(since, 0);
  const to = until === undefined ? undefined : startOf(until, 1);
  return {
    ...search,
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to }),
  };
}

function startOf(day: string, daysLater: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + daysLater);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
