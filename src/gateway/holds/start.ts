import type { JsonObject } from '../../platform/canonical-json.ts';
import { type Background, createBackground } from '../background.ts';
import type { GatewayParts } from '../parts.ts';
import type { Hold } from './hold.ts';
import { closeOverdue, runHeld } from './run.ts';

/** Between two looks at what waited too long. */
const everyMs = 30_000;

/** Runs approved calls in the background of whoever approved them, and closes what is overdue. */
export interface HeldCalls extends Pick<Background, 'start' | 'stop'> {
  run(hold: Hold, content: JsonObject): void;
}

export function createHeldCalls(parts: GatewayParts): HeldCalls {
  const { track, start, stop } = createBackground({
    ...{ log: parts.log, everyMs, failed: 'closing overdue holds failed' },
    look: () => closeOverdue(parts),
  });
  return { run: (hold, content) => track(runHeld(parts, hold, content)), start, stop };
}
