import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { HeldCall } from '../../api/types.ts';
import type { Executed } from '../run.ts';
import { type Call, streamRun } from './stream.ts';

/** One run as it stands: nothing yet, under way, or how it ended. */
export type Run = {
  state: 'idle' | 'running' | 'ended' | 'held' | 'stopped' | 'refused';
  /** What came out so far. */
  text: string;
  /** Its record, once anything is known of it. */
  execution: string | null;
  executed: Executed | null;
  held: HeldCall | null;
  error: unknown;
  /** What it ran on. */
  variables: Record<string, unknown>;
};

export const noRun: Run = {
  state: 'idle',
  text: '',
  execution: null,
  executed: null,
  held: null,
  error: null,
  variables: {},
};

/** Runs side by side, by key: each streams, fails and is stopped for itself. Leaving the page stops what is under way. */
export function useRuns() {
  const queryClient = useQueryClient();
  const [runs, setRuns] = useState<Readonly<Record<string, Run>>>({});
  const under = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const controllers = under.current;
    return () => {
      for (const controller of controllers.values()) controller.abort();
    };
  }, []);
  const start = useCallback(
    async (key: string, call: Call) => {
      under.current.get(key)?.abort();
      const controller = new AbortController();
      under.current.set(key, controller);
      const tell = (change: (run: Run) => Partial<Run>) => {
        // What was started anew meanwhile is another run.
        if (under.current.get(key) !== controller) return;
        setRuns((before) => {
          const run = before[key] ?? noRun;
          return { ...before, [key]: { ...run, ...change(run) } };
        });
      };
      tell(() => ({ ...noRun, state: 'running', variables: call.variables }));
      try {
        const watching = {
          onBegun: (execution: string) => tell(() => ({ execution })),
          onText: (text: string) => tell((run) => ({ text: run.text + text })),
        };
        const ended = await streamRun(call, watching, controller.signal);
        if ('object' in ended) tell(() => ({ state: 'held', held: ended }));
        else tell(() => ({ state: 'ended', executed: ended, execution: ended.id }));
      } catch (error) {
        if (controller.signal.aborted) tell(() => ({ state: 'stopped' }));
        else tell(() => ({ state: 'refused', error }));
      }
      void queryClient.invalidateQueries({ queryKey: ['executions'] });
    },
    [queryClient],
  );
  const stop = useCallback(() => {
    for (const controller of under.current.values()) controller.abort();
  }, []);
  const forget = useCallback((key: string) => {
    under.current.get(key)?.abort();
    under.current.delete(key);
    setRuns(({ [key]: _gone, ...others }) => others);
  }, []);
  const isRunning = Object.values(runs).some(({ state }) => state === 'running');
  return { of: (key: string): Run => runs[key] ?? noRun, start, stop, forget, isRunning };
}
