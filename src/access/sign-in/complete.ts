import { clearTally, type Tx } from '../../platform/db/index.ts';
import { type NewSession, newSession, sessionWithin } from '../sessions/begin.ts';
import type { SignInFacts } from '../store/sign-in.ts';
import type { SignInMethod } from './method.ts';
import type { SignInParts } from './parts.ts';

/** The way that a request wants to be signed in. */
export interface SignInWish {
  readonly userAgent: string | null;
  readonly remember: boolean;
}

/**
 * Begins the session of somebody who has proved who they are. What the proof used up, the attempts that it took and the session are one
 * transaction.
 * @param spend uses up what was proved with; throws what it was used up by already
 * @param keys the attempts that this ends
 */
export async function completeSignIn(
  parts: SignInParts,
  done: {
    readonly facts: Pick<SignInFacts, 'organization' | 'person'>;
    readonly method: SignInMethod;
    readonly wish: SignInWish;
    readonly keys: readonly Buffer[];
    readonly spend?: (tx: Tx) => Promise<void>;
  },
): Promise<NewSession> {
  const { facts, method, wish, keys, spend } = done;
  const { organization, person } = facts;
  const made = newSession({ organization, person, method, ...wish }, parts.clock.now());
  return parts.ledger.record(async (tx) => {
    await spend?.(tx);
    let failuresBefore = 0;
    for (const key of keys) failuresBefore += await clearTally(tx, key);
    const entry = await sessionWithin(tx, made, failuresBefore === 0 ? {} : { failuresBefore });
    return { entry, value: made };
  });
}
