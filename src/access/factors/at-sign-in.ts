import { z } from 'zod';
import { clearTally } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { NewSession } from '../sessions/begin.ts';
import { newSession, sessionWithin } from '../sessions/begin.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { openTicket, secondStepOf, ticketLifeMs, wrongCode } from '../sign-in/second-step.ts';
import type { SignInFacts } from '../store/sign-in.ts';
import { firstCodesWithin, totpWithin } from './keep.ts';
import { spendNonce } from './proof.ts';
import { base32, matchingStep, newTotpSecret, otpauthUri } from './totp.ts';

const purpose = 'offer at sign-in';
const offerShape = z.object({ person: z.string(), secret: z.string() });

/**
 * For somebody whose password was right, whose organization requires a second factor, and who has none: a secret for an authenticator
 * app. The browser keeps it until the app has shown that it has it; nothing is stored before.
 * @throws Problem `session.second_step_over` 401, `session.has_second_factor` 409
 */
export async function offerAtSignIn(
  parts: SignInParts,
  ticketText: string | undefined,
): Promise<{ readonly secret: string; readonly uri: string; readonly sealed: string }> {
  const { facts } = await openTicket(parts, ticketText);
  if (secondStepOf(facts)?.enroll !== true) throw hasOne();
  const secret = newTotpSecret();
  const offer = { person: facts.person, secret: Buffer.from(secret).toString('base64url') };
  return {
    secret: base32(secret),
    uri: otpauthUri(secret, facts.organizationName, facts.email),
    sealed: parts.seal.close(purpose, offer, ticketLifeMs),
  };
}

/**
 * The authenticator app shows the right code: the second factor and the session begin together. Entries `second_factor.create` and
 * `session.create`.
 * @throws Problem `session.second_step_over`, `session.wrong_code` 401, `session.has_second_factor` 409
 */
export async function confirmAtSignIn(
  parts: SignInParts,
  kept: { readonly ticket: string | undefined; readonly offer: string | undefined },
  code: string,
  userAgent: string | null,
): Promise<{ readonly facts: SignInFacts; readonly made: NewSession; readonly recoveryCodes: string[] }> {
  const { ticket, facts } = await openTicket(parts, kept.ticket);
  if (secondStepOf(facts)?.enroll !== true) throw hasOne();
  const attempt = await parts.attempts.begin('second_step', facts.person, facts);
  const offer = parts.seal.open(purpose, kept.offer, offerShape);
  const secret = offer && new Uint8Array(Buffer.from(offer.value.secret, 'base64url'));
  const at = parts.clock.now();
  const step = secret && matchingStep(secret, code, at);
  if (secret === undefined || step === undefined || offer?.value.person !== facts.person) {
    await attempt.failed();
    throw wrongCode();
  }
  const { organization, person } = facts;
  const wish = { organization, person, userAgent, remember: ticket.value.remember };
  const made = newSession({ ...wish, method: 'password_totp' }, at);
  const by = { kind: 'person', id: person, credential: { kind: 'session', id: made.session.id } } as const;
  return parts.ledger.record(async (tx) => {
    await spendNonce(tx, organization, ticket, at);
    const created = await totpWithin(parts, tx, { by, holder: facts, secret, step, at });
    if (created === undefined) throw hasOne();
    const codes = await firstCodesWithin(tx, facts, at);
    for (const key of [attempt.key, Buffer.from(ticket.value.key, 'base64url')]) await clearTally(tx, key);
    return {
      entry: [created, ...(await sessionWithin(tx, made))],
      value: { facts, made, recoveryCodes: codes },
    };
  });
}

function hasOne(): Problem {
  return new Problem({
    code: 'session.has_second_factor',
    status: 409,
    detail: 'You have a second factor already, or need none. Start again with your password.',
  });
}
