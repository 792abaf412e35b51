import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what comes by itself (a loop, a follower). Gives up with the test's own time limit. */
export async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
}
