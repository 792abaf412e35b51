import { createBell } from './bell.ts';
import type { Log } from './log.ts';

export interface Loop {
  /** Looks at once instead of at the next turn. */
  wake(): void;
  /** Resolves after the round under way. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Does a round now and then every `everyMs` after the one before, until stopped. A round that fails is logged, and the next one tries
 * again: what it does must be safe on several nodes at once and after a crash.
 */
export function startLoop(what: string, everyMs: number, log: Log, round: () => Promise<unknown>): Loop {
  const bell = createBell();
  let stopping = false;
  const run = async () => {
    while (!stopping) {
      await round().catch((error: unknown) => log.error({ err: error }, `${what} failed; it is tried again`));
      if (!stopping) await bell.wait(everyMs);
    }
  };
  const running = run();
  return {
    wake: () => bell.ring(),
    stop: async () => {
      stopping = true;
      bell.ring();
      await running;
    },
  };
}
