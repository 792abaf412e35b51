import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Stops } from './stops.ts';
import { readStops } from './store.ts';

/** What is remembered is asked for again after this long, while anybody asks. */
const rememberMs = 250;
/** What was asked for longer ago than this says nothing any more. */
const oldestMs = 900;
/** Questions for one answer, when answers come too late. */
const mostAttempts = 4;

export interface StopWatch {
  /**
   * What must not run in an organization: never older than 900 ms, on whatever node it was recalled.
   * @throws Problem `execution.stops_unknown` 503 rather than guess
   */
  of(organization: OrganizationId): Promise<Stops>;
}

/**
 * The promise is one second on every node. One small read per organization and quarter of a second keeps it, however many executions
 * ask, and none while nobody does. No NOTIFY that could be lost with its connection, no listener to restart: when the database does not
 * answer, nothing is known and nothing runs. Ages are measured on the clock that only goes forward, so a jump of the other changes nothing.
 */
export function watchStops(reader: Reader): StopWatch {
  const known = new Map<OrganizationId, { readonly askedMs: number; readonly stops: Promise<Stops> }>();
  const latest = async (organization: OrganizationId) => {
    const now = performance.now();
    const before = known.get(organization);
    const fresh = before !== undefined && now - before.askedMs < rememberMs;
    const asked = fresh ? before : { askedMs: now, stops: readStops(reader, organization) };
    if (!fresh) known.set(organization, asked);
    const stops = await asked.stops.catch((cause: unknown) => {
      if (known.get(organization) === asked) known.delete(organization);
      throw unknown(cause);
    });
    return { askedMs: asked.askedMs, stops };
  };
  return {
    of: async (organization) => {
      for (let attempt = 1; ; attempt += 1) {
        const { askedMs, stops } = await latest(organization);
        if (performance.now() - askedMs <= oldestMs) return stops;
        // The answer came in time and we did not: this node is busy. What it would say now is worth another question.
        if (attempt === mostAttempts) throw unknown(undefined);
      }
    },
  };
}

function unknown(cause: unknown): Problem {
  return new Problem({
    code: 'execution.stops_unknown',
    status: 503,
    detail: 'What is recalled could not be read in time, so nothing runs. Try again shortly.',
    cause,
    retryAfterSeconds: 1,
  });
}
