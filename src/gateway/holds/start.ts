import type { JsonObject } from '../../platform/canonical-json.ts';
import type { GatewayParts } from '../parts.ts';
import type { Hold } from './hold.ts';
import { closeOverdue, runHeld } from './run.ts';

/** Between two looks at what waited too long. */
const everyMs = 30_000;

/** Runs approved calls in the background of whoever approved them, and closes what is overdue. */
export interface HeldCalls {
  run(hold: Hold, content: JsonObject): void;
  start(): void;
  /** Waits for what runs. */
  stop(): Promise<void>;
}

export function createHeldCalls(parts: GatewayParts): HeldCalls {
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  const track = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const look = () =>
    track(
      closeOverdue(parts).then(
        () => undefined,
        (error: unknown) => parts.log.error({ err: error }, 'closing overdue holds failed'),
      ),
    );
  return {
    run: (hold, content) => track(runHeld(parts, hold, content)),
    start: () => {
      look();
      timer = setInterval(look, everyMs);
      timer.unref();
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}
