import { hashPassword, verifyPassword } from '../password.ts';
import { normalizeEmail } from '../person.ts';
import { wrongCredentials } from '../sessions/begin.ts';
import { type SignInFacts, selectSignInFacts } from '../store/sign-in.ts';
import type { Attempt } from './attempts.ts';
import type { SignInParts } from './parts.ts';

/** What nobody's password is compared with. Made once, of what nobody knows. */
let nobodys: Promise<string> | undefined;

/**
 * Whoever has this e-mail address and this password. Nobody and a wrong password take the same way: one query, one count, one hash
 * (attack AT-43).
 * @throws Problem `session.wrong_credentials` 401, `session.too_many_attempts` 429
 */
export async function checkPassword(
  parts: SignInParts,
  address: string,
  password: string,
): Promise<{ readonly facts: SignInFacts; readonly attempt: Attempt }> {
  const email = normalizeEmail(address);
  const facts = await selectSignInFacts(parts.reader, 'email', email);
  const attempt = await parts.attempts.begin('password', email, facts);
  const matches = await isPasswordOf(facts, password);
  if (matches && facts !== undefined) return { facts, attempt };
  await attempt.failed();
  throw wrongCredentials();
}

/** Constant in what it does: without a password of its own, somebody's or nobody's, it compares with one that nobody knows. */
export async function isPasswordOf(facts: SignInFacts | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword(crypto.randomUUID());
  const stored = facts?.passwordHash ?? null;
  const matches = await verifyPassword(stored ?? (await nobodys), password);
  return matches && stored !== null;
}
