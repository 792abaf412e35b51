import type { Clock } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';

const maxFailures = 10;
const windowMs = 5 * 60_000;
const maxRemembered = 50_000;

/**
 * Slows guessing of passwords: after ten failures for one e-mail address within five minutes, that address waits.
 * Counts addresses that nobody has just the same, so that it tells nothing. In memory, for this node only: several nodes multiply the limit.
 */
export interface SignInAttempts {
  /** Counts an attempt before it is made, so that many at once cannot slip by. @throws Problem `session.too_many_attempts` */
  begin(email: string): void;
  /** Forgets the failures of an address whose owner signed in. */
  succeeded(email: string): void;
}

export function createSignInAttempts(clock: Clock): SignInAttempts {
  const windows = new Map<string, { count: number; endsMs: number }>();
  return {
    begin: (email) => {
      const nowMs = clock.now().getTime();
      const open = windows.get(email);
      if (open === undefined || open.endsMs <= nowMs) {
        windows.delete(email);
        makeRoom(windows);
        windows.set(email, { count: 1, endsMs: nowMs + windowMs });
        return;
      }
      open.count += 1;
      if (open.count <= maxFailures) return;
      const retryAfterSeconds = Math.ceil((open.endsMs - nowMs) / 1000);
      throw tooManyAttempts(retryAfterSeconds);
    },
    succeeded: (email) => {
      windows.delete(email);
    },
  };
}

export function tooManyAttempts(retryAfterSeconds: number): Problem {
  return new Problem({
    code: 'session.too_many_attempts',
    status: 429,
    detail: `Too many attempts to sign in. Wait ${retryAfterSeconds} seconds and try again.`,
    retryAfterSeconds,
  });
}

/** Drops the oldest when full: a map keeps the order of insertion. */
function makeRoom(windows: Map<string, unknown>): void {
  if (windows.size < maxRemembered) return;
  const { value: oldest } = windows.keys().next();
  if (oldest !== undefined) windows.delete(oldest);
}
