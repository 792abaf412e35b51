import { setTimeout as sleep } from 'node:timers/promises';
import { createBell } from '../platform/bell.ts';
import type { OrganizationId } from './entry.ts';
import { type IntegrateParts, integrateBatch, RootMismatch, requeueLost } from './integrate.ts';

/** How long the loop sleeps when nobody wakes it: leaves of other nodes that died are found by looking. */
const pollMs = 250;
/** Least time between two rounds, so that a busy log signs ten heads a second and not one for each leaf. */
const spacingMs = 100;
const maxBackoffMs = 1000;

export interface Integrator {
  wake(): void;
  stop(): Promise<void>;
  /** Logs that do not match their checkpoint. Nothing is built on them until the node starts again. */
  readonly stopped: ReadonlyMap<OrganizationId, RootMismatch>;
}

/**
 * Runs rounds until it is stopped. A round integrates every log that has queued leaves, one batch each in turn.
 * What fails in a round is logged and tried again in the next, after at most a second; it never throws.
 */
export function startIntegrator(parts: IntegrateParts): Integrator {
  const stopped = new Map<OrganizationId, RootMismatch>();
  const bell = createBell();
  let stopping = false;
  const isStopping = () => stopping;

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping) {
      const outcome = await round(parts, stopped, isStopping);
      failures = outcome === 'failed' ? failures + 1 : 0;
      if (outcome === 'failed') await sleep(Math.min(maxBackoffMs, spacingMs * 2 ** (failures - 1)));
      if (outcome === 'rest' && !stopping) {
        await sleep(spacingMs);
        await bell.wait(pollMs - spacingMs);
      }
    }
  }

  const running = run();
  const requeueing = requeueAll(parts, isStopping);
  return {
    stopped,
    wake: bell.ring,
    stop: async () => {
      stopping = true;
      bell.ring();
      await Promise.all([running, requeueing]);
    },
  };
}

/** @returns `again` when a queue may hold more, `failed` when something failed that is worth trying again */
async function round(
  parts: IntegrateParts,
  stopped: Map<OrganizationId, RootMismatch>,
  isStopping: () => boolean,
): Promise<'again' | 'rest' | 'failed'> {
  const { reader, store, log } = parts;
  try {
    const outcomes: string[] = [];
    for (const organization of await store.pendingOrganizations(reader))
      if (!isStopping() && !isHalted(parts, organization) && !stopped.has(organization))
        outcomes.push(await integrateLog(parts, stopped, organization));
    if (outcomes.includes('failed')) return 'failed';
    return outcomes.includes('more') ? 'again' : 'rest';
  } catch (error) {
    log.error({ err: error }, 'the integrator cannot read its queue');
    return 'failed';
  }
}

const isHalted = ({ stopped, stoppedFor }: IntegrateParts, organization: OrganizationId): boolean =>
  stopped() !== undefined || stoppedFor(organization) !== undefined;

async function integrateLog(
  parts: IntegrateParts,
  stopped: Map<OrganizationId, RootMismatch>,
  organization: OrganizationId,
): Promise<'more' | 'idle' | 'busy' | 'failed'> {
  try {
    const outcome = await integrateBatch(parts, organization);
    if (outcome !== 'busy') parts.integrated?.(organization);
    return outcome;
  } catch (error) {
    if (error instanceof RootMismatch) {
      stopped.set(organization, error);
      parts.log.fatal({ err: error, code: error.code, organization }, 'a log was altered: it is stopped');
      return 'idle';
    }
    parts.log.error({ err: error, organization }, 'a round of the integrator failed and left nothing');
    return 'failed';
  }
}

/** Once per start, beside the rounds: it reads every leaf of every log. */
async function requeueAll(parts: IntegrateParts, isStopping: () => boolean): Promise<void> {
  try {
    for (const organization of await parts.store.logOrganizations(parts.reader))
      for (let found = 1; found > 0 && !isStopping() && !isHalted(parts, organization); ) {
        found = await requeueLost(parts, organization);
        if (found > 0)
          parts.log.warn({ organization, found }, 'leaves were missing from the queue and were put back');
      }
  } catch (error) {
    parts.log.error(
      { err: error },
      'looking for leaves outside the queue failed; the next start looks again',
    );
  }
}
