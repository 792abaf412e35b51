import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../platform/log.ts';
import { expireBreakGlasses } from './break-glass/expire.ts';
import type { ChangesParts } from './dossier.ts';
import { publishDue } from './schedule/publish-due.ts';

const everyMs = 1_000;

/**
 * Does what is due, until stopped: publishes what was scheduled, and ends emergencies. Every node runs it; locks in the database let one
 * do each thing, once. A failing round is logged and the next one tries again. Reads the given clock, so a jump of it changes nothing but
 * what is due.
 */
export function startOnTime(parts: ChangesParts, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const tried = (what: string, work: () => Promise<number>) =>
    work().catch((error: unknown) => log.error({ err: error }, `${what} failed; it is tried again`));
  const run = async () => {
    while (!signal.aborted) {
      await tried('ending emergencies', () => expireBreakGlasses(parts));
      await tried('publishing what is due', () => publishDue(parts));
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
