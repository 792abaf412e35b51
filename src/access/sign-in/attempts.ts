import { createHmac } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Tally } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { SignInFacts } from '../store/sign-in.ts';

export const attemptLimit = { failures: 10, windowMs: 5 * 60_000 } as const;
const brake = { attempts: 200, windowMs: 10_000 } as const;

/** An attempt that was counted before it was made. */
export interface Attempt {
  readonly key: Buffer;
  /** It came to nothing: whom it was about finds it in the ledger, within a minute or two. */
  failed(): Promise<void>;
}

/**
 * Slows guessing: after ten attempts within five minutes for one e-mail address, or at one person's second step, that one waits.
 * Counted in the database, so that several nodes are as strict as one. Addresses that nobody has are counted just the same, so that it
 * tells nothing. Each node has a brake for all addresses together, for the cost of hashing.
 */
export interface Attempts {
  /** @throws Problem `session.too_many_attempts` 429 */
  begin(what: 'password' | 'second_step', who: string, subject: SignInFacts | undefined): Promise<Attempt>;
}

export function createAttempts(tally: Tally, clock: Clock, secret: string): Attempts {
  let window = { count: 0, endsMs: 0 };
  return {
    begin: async (what, who, subject) => {
      const at = clock.now();
      if (window.endsMs <= at.getTime()) window = { count: 0, endsMs: at.getTime() + brake.windowMs };
      window.count += 1;
      if (window.count > brake.attempts) throw tooManyAttempts(window.endsMs - at.getTime());
      const key = createHmac('sha256', secret).update(`${what}\n${who}`).digest();
      const about = subject && { organization: subject.organization, id: subject.person };
      const counted = await tally.add({ key, subject: about, at, windowMs: attemptLimit.windowMs });
      const failed = () => tally.failed(key);
      if (counted.attempts <= attemptLimit.failures) return { key, failed };
      await failed();
      throw tooManyAttempts(counted.endsAt.getTime() - at.getTime());
    },
  };
}

function tooManyAttempts(waitMs: number): Problem {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new Problem({
    code: 'session.too_many_attempts',
    status: 429,
    detail: `Too many attempts to sign in. Wait ${retryAfterSeconds} seconds and try again.`,
    retryAfterSeconds,
  });
}
