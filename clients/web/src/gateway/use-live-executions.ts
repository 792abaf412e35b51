import { useEffect, useState } from 'react';
import { withQuery } from '../api/client.ts';
import type { Execution } from '../api/types.ts';
import { type ExecutionsSearch, wireSearch } from './filters.ts';

const mostKept = 200;

/** Executions as they begin and end, newest first, while `on`. The browser reconnects by itself, and goes on after the last one it saw. */
export function useLiveExecutions(search: ExecutionsSearch, on: boolean): readonly Execution[] {
  const [executions, setExecutions] = useState<readonly Execution[]>([]);
  const { from: _from, to: _to, period: _period, ...filters } = search;
  const address = withQuery('/api/v1/executions/follow', wireSearch(filters, new Date()));
  useEffect(() => {
    setExecutions([]);
    if (!on) return;
    const source = new EventSource(address);
    source.addEventListener('execution', (event) => {
      if (typeof event.data !== 'string') return;
      const execution: Execution = JSON.parse(event.data);
      setExecutions((known) => newest([execution, ...known.filter(({ id }) => id !== execution.id)]));
    });
    return () => source.close();
  }, [address, on]);
  return executions;
}

const newest = (executions: readonly Execution[]): readonly Execution[] =>
  executions
    .toSorted((left, right) => right.at.localeCompare(left.at) || right.id.localeCompare(left.id))
    .slice(0, mostKept);

/** A list with what came since, each once, as it is now. */
export function withLive(listed: readonly Execution[], live: readonly Execution[]): readonly Execution[] {
  const known = new Map(live.map((execution) => [execution.id, execution]));
  const places = new Set(listed.map(({ id }) => id));
  return [
    ...live.filter(({ id }) => !places.has(id)),
    ...listed.map((execution) => known.get(execution.id) ?? execution),
  ];
}
