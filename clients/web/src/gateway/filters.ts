import type { ExecutionStatus } from '../api/types.ts';
import { oneOf, textOf } from '../shell/search.ts';

export const executionStatuses = [
  'succeeded',
  'failed',
  'refused',
  'stopped',
  'running',
  'unknown',
] as const satisfies readonly ExecutionStatus[];

export const kinds = ['governed', 'raw'] as const;
export const verdicts = ['permit', 'forbid'] as const;

export const periods = ['24h', '7d', '28d'] as const;
export type Period = (typeof periods)[number];

export type ExecutionsSearch = {
  kind?: (typeof kinds)[number];
  status?: ExecutionStatus;
  verdict?: (typeof verdicts)[number];
  prompt?: string;
  version?: string;
  /** A person or an app. */
  principal?: string;
  /** The person behind it. */
  human?: string;
  team?: string;
  model?: string;
  useCase?: string;
  trace?: string;
  conversation?: string;
  /** `name=value` */
  tag?: string;
  /** In US dollars, as somebody types them. */
  minCost?: string;
  maxCost?: string;
  period?: Period;
  /** Instants: what a figure is about. A period wins. */
  from?: string;
  to?: string;
};

/** What is asked behind the first row, where there is something in the address. */
export const furtherFilters = [
  'version',
  'model',
  'team',
  'human',
  'useCase',
  'tag',
  'verdict',
  'minCost',
  'maxCost',
] as const;

export function executionsSearch(search: Record<string, unknown>): ExecutionsSearch {
  const status = oneOf(search.status, executionStatuses);
  const period = oneOf(search.period, periods);
  const kind = oneOf(search.kind, kinds);
  const verdict = oneOf(search.verdict, verdicts);
  const texts = ['prompt', 'version', 'principal', 'human', 'team', 'model', 'useCase', 'tag'] as const;
  return {
    ...textOf(search, ...texts, 'trace', 'conversation', 'minCost', 'maxCost', 'from', 'to'),
    ...(kind === undefined ? {} : { kind }),
    ...(status === undefined ? {} : { status }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(period === undefined ? {} : { period }),
  };
}

/** The search as the API takes it: a period becomes an instant, dollars become millionths. What is no number is left out. */
export function wireSearch(
  { period, from, to, minCost, maxCost, version, ...search }: ExecutionsSearch,
  now: Date,
): Record<string, string | number | undefined> {
  return {
    ...search,
    // A version is of a prompt.
    version: search.prompt === undefined ? undefined : version,
    minCost: microUsd(minCost),
    maxCost: microUsd(maxCost),
    since: sinceOf(period, now) ?? from,
    until: period === undefined ? to : undefined,
  };
}

function microUsd(dollars: string | undefined): number | undefined {
  const amount = dollars === undefined ? Number.NaN : Number(dollars.replace('$', '').replace(',', '.'));
  return Number.isFinite(amount) && amount >= 0 ? Math.round(amount * 1e6) : undefined;
}

const hours: Record<Period, number> = { '24h': 24, '7d': 7 * 24, '28d': 28 * 24 };

/** The instant that a period starts at, cut to the minute so that the same question has the same address for a while. */
export function sinceOf(period: Period | undefined, now: Date): string | undefined {
  if (period === undefined) return undefined;
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  return new Date(minute - hours[period] * 3_600_000).toISOString();
}
