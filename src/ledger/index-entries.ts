import { createBell } from '../platform/bell.ts';
import type { Reader, Writer } from '../platform/db/index.ts';
import type { Log } from '../platform/log.ts';
import type { AnchorFinding } from './anchoring/anchor.ts';
import type { OrganizationId } from './entry.ts';
import type { LedgerStore } from './store/index.ts';

export interface IndexParts {
  readonly reader: Reader;
  readonly writer: Writer;
  readonly store: LedgerStore;
  readonly log: Log;
  readonly stopped: () => AnchorFinding | undefined;
}

/** How often every log is looked at, whoever integrated it. */
const pollMs = 5_000;
const batch = 1_000;

/**
 * Keeps the index for finding entries behind the log, on any number of nodes: a lock lets one work at a time for each log. Never throws:
 * what fails is logged and tried again. Lists do not need it to be there, only to be fast.
 */
export function startIndexing(parts: IndexParts): {
  integrated(organization: OrganizationId): void;
  stop(): Promise<void>;
} {
  const bell = createBell();
  const waiting = new Set<OrganizationId>();
  let lookedAtAll = 0;
  let stopping = false;

  async function round(): Promise<void> {
    if (Date.now() - lookedAtAll >= pollMs) {
      for (const organization of await parts.store.logOrganizations(parts.reader)) waiting.add(organization);
      lookedAtAll = Date.now();
    }
    const now = [...waiting];
    waiting.clear();
    for (const organization of now)
      for (let put = batch; put === batch && !stopping && parts.stopped() === undefined; )
        put = await parts.writer
          .transaction()
          .setIsolationLevel('read committed')
          .execute((tx) => parts.store.indexNext(tx, organization, batch));
  }

  async function run(): Promise<void> {
    while (!stopping) {
      await round().catch((error: unknown) => {
        parts.log.error({ err: error }, 'entries could not be indexed; it is tried again');
      });
      if (!stopping) await bell.wait(pollMs);
    }
  }

  const running = run();
  return {
    integrated: (organization) => {
      waiting.add(organization);
      bell.ring();
    },
    stop: async () => {
      stopping = true;
      bell.ring();
      await running;
    },
  };
}
