import { type Loop, startLoop } from '../../platform/loop.ts';
import type { KeepingParts } from './parts.ts';
import { eraseRetired } from './retention.ts';
import { runErasures } from './run-erasures.ts';

const everyMs = 60_000;

/** Carries out erasures that were approved, and retention, now and then every minute. Every node runs it. */
export function startKeeping(parts: KeepingParts): Loop {
  return startLoop('erasing content', everyMs, parts.log, async () => {
    await runErasures(parts);
    await eraseRetired(parts);
  });
}
