import { z } from 'zod';
import type { OrganizationId } from '../../ledger/index.ts';
import { isId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { assertion, passkeyProof } from '../factors/passkey-proof.ts';
import { type Proof, recoveryProof, spendNonce, totpProof } from '../factors/proof.ts';
import type { PersonId } from '../principal.ts';
import type { NewSession } from '../sessions/begin.ts';
import { type SignInFacts, selectSignInFacts } from '../store/sign-in.ts';
import { completeSignIn, type SignInWish } from './complete.ts';
import type { SignInMethod } from './method.ts';
import type { SignInParts } from './parts.ts';
import type { Opened } from './seal.ts';

export const ticketLifeMs = 10 * 60_000;
const purpose = 'second step';

const ticketShape = z.object({
  organization: z.custom<OrganizationId>((value) => typeof value === 'string' && isId('org', value)),
  person: z.custom<PersonId>((value) => typeof value === 'string' && isId('per', value)),
  /** The attempts at the password that the session will end. */
  key: z.string(),
  remember: z.boolean(),
});
type Ticket = z.output<typeof ticketShape>;

/** What the second step wants: one of the person's ways, or that they set one up, because the organization requires one. */
export interface SecondStep {
  readonly methods: readonly ('totp' | 'recovery_code' | 'passkey')[];
  readonly enroll: boolean;
}

/** Whether a right password is enough for this person; what else is wanted when it is not. Pure. */
export function secondStepOf(
  facts: Pick<SignInFacts, 'hasTotp' | 'hasPasskey' | 'secondFactor'>,
): SecondStep | undefined {
  const { hasTotp, hasPasskey, secondFactor } = facts;
  if (!hasTotp && !hasPasskey) return secondFactor === 'required' ? { methods: [], enroll: true } : undefined;
  return {
    methods: [
      ...(hasTotp ? (['totp'] as const) : []),
      ...(hasPasskey ? (['passkey'] as const) : []),
      'recovery_code',
    ],
    enroll: false,
  };
}

/** Half signed in: the password was right. The browser keeps this, and nothing in the server does. */
export function closeTicket(parts: SignInParts, facts: SignInFacts, key: Buffer, remember: boolean): string {
  const { organization, person } = facts;
  const ticket = { organization, person, key: key.toString('base64url'), remember };
  return parts.seal.close(purpose, ticket, ticketLifeMs);
}

/** @throws Problem `session.second_step_over` 401 */
export async function openTicket(
  parts: SignInParts,
  text: string | undefined,
): Promise<{ readonly ticket: NonNullable<Opened<Ticket>>; readonly facts: SignInFacts }> {
  const ticket = parts.seal.open(purpose, text, ticketShape);
  const facts = ticket && (await selectSignInFacts(parts.reader, 'id', ticket.value.person));
  if (ticket === undefined || facts === undefined)
    throw new Problem({
      code: 'session.second_step_over',
      status: 401,
      detail: 'The time for the second step is over. Start again with your password.',
    });
  return { ticket, facts };
}

export const secondStepBody = z.union([
  z.strictObject({ code: z.string().min(1).max(20) }),
  z.strictObject({ recoveryCode: z.string().min(1).max(60) }),
  z.strictObject({ passkey: assertion }),
]);
export type Given = z.output<typeof secondStepBody>;

/** What somebody who is known gives to prove it. Undefined when it proves nothing, or somebody else. */
export async function proofOf(
  parts: SignInParts,
  holder: { readonly organization: OrganizationId; readonly person: PersonId },
  given: Given,
  challenge: string | undefined,
): Promise<Proof | undefined> {
  if ('code' in given) return totpProof(parts, holder, given.code);
  if ('recoveryCode' in given) return recoveryProof(holder, given.recoveryCode);
  const proof = await passkeyProof(parts, challenge, given.passkey);
  return proof?.holder.person === holder.person ? proof : undefined;
}

const methods = {
  totp: 'password_totp',
  recovery_code: 'password_recovery_code',
  passkey: 'password_passkey',
} as const satisfies Record<Proof['by'], SignInMethod>;

/**
 * The second step of signing in. Guesses are counted for the person, apart from those of passwords.
 * @throws Problem `session.second_step_over`, `session.wrong_code`, `session.used_code` 401, `session.too_many_attempts` 429
 */
export async function takeSecondStep(
  parts: SignInParts,
  given: Given,
  kept: { readonly ticket: string | undefined; readonly challenge: string | undefined },
  userAgent: string | null,
): Promise<{ readonly facts: SignInFacts; readonly made: NewSession }> {
  const { ticket, facts } = await openTicket(parts, kept.ticket);
  const attempt = await parts.attempts.begin('second_step', facts.person, facts);
  const proof = await proofOf(parts, facts, given, kept.challenge);
  if (proof === undefined) {
    await attempt.failed();
    throw wrongCode();
  }
  const wish: SignInWish = { userAgent, remember: ticket.value.remember };
  const keys = [attempt.key, Buffer.from(ticket.value.key, 'base64url')];
  const spend = async (tx: Parameters<Proof['spend']>[0]) => {
    await spendNonce(tx, facts.organization, ticket, parts.clock.now());
    await proof.spend(tx);
  };
  try {
    const method = methods[proof.by];
    return { facts, made: await completeSignIn(parts, { facts, method, wish, keys, spend }) };
  } catch (error) {
    // A recovery code shows only here that it is none.
    if (error instanceof Problem && error.code === 'session.used_code') await attempt.failed();
    throw error;
  }
}

export function wrongCode(): Problem {
  return new Problem({
    code: 'session.wrong_code',
    status: 401,
    detail:
      'This is not good as a second step. Look at the newest code and try again, or use a recovery code.',
  });
}
