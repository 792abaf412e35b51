import { Problem } from '../../platform/problem.ts';

/** Lets a few work at once; the others wait in order, and when too many wait the next is refused. */
export function turnstile(
  atOnce: number,
  mayWait: number,
): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let working = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (working >= atOnce) {
      if (waiting.length >= mayWait)
        throw new Problem({
          code: 'git.busy',
          status: 503,
          detail: 'Too many pushes and fetches are under way. Try again in some seconds.',
          retryAfterSeconds: 5,
        });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else working += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };
}
