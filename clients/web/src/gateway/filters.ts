import type { ExecutionStatus } from '../api/types.ts';
import { oneOf, textOf } from '../shell/search.ts';

export const executionStatuses = [
  'succeeded',
  'failed',
  'stopped',
  'running',
  'unknown',
] as const satisfies readonly ExecutionStatus[];

export const kinds = ['governed', 'raw'] as const;

export const periods = ['24h', '7d', '28d'] as const;
export type Period = (typeof periods)[number];

export type ExecutionsSearch = {
  kind?: (typeof kinds)[number];
  status?: ExecutionStatus;
  prompt?: string;
  principal?: string;
  period?: Period;
  /** Instants: what a figure is about. A period wins. */
  from?: string;
  to?: string;
};

export function executionsSearch(search: Record<string, unknown>): ExecutionsSearch {
  const status = oneOf(search.status, executionStatuses);
  const period = oneOf(search.period, periods);
  const kind = oneOf(search.kind, kinds);
  return {
    ...textOf(search, 'prompt', 'principal', 'from', 'to'),
    ...(kind === undefined ? {} : { kind }),
    ...(status === undefined ? {} : { status }),
    ...(period === undefined ? {} : { period }),
  };
}

const hours: Record<Period, number> = { '24h': 24, '7d': 7 * 24, '28d': 28 * 24 };

/** The instant that a period starts at, cut to the minute so that the same question has the same address for a while. */
export function sinceOf(period: Period | undefined, now: Date): string | undefined {
  if (period === undefined) return undefined;
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  return new Date(minute - hours[period] * 3_600_000).toISOString();
}
