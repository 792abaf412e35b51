import { z } from 'zod';
import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { Problem } from '../../platform/problem.ts';
import type { Action } from '../action.ts';
import { authorize } from '../authorize.ts';
import { lately } from '../lately.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { type SignInFacts, selectSignInFacts } from '../store/sign-in.ts';
import { firstCodesWithin, totpWithin } from './keep.ts';
import { spendNonce } from './proof.ts';
import { base32, matchingStep, newTotpSecret, otpauthUri } from './totp.ts';

const purpose = 'offer';
const offerShape = z.object({ person: z.string(), secret: z.string() });
const lifeMs = 10 * 60_000;

/** One's own factors: the facts of who asks, after the checks that all these share. */
export async function ownFactors(
  parts: SignInParts,
  principal: Principal,
  action: Action,
): Promise<SignInFacts> {
  authorize(principal, action, theOrganization);
  lately(principal, action, parts.clock.now());
  const facts = await selectSignInFacts(parts.reader, 'id', principal.id);
  invariant(facts !== undefined, 'who is signed in is somebody');
  return facts;
}

/**
 * A secret for an authenticator app. Nothing is stored until the app shows that it has it.
 * @returns also what is to be sent back with the code, within ten minutes
 * @throws Problem `second_factor.start.session_needed`, `second_factor.start.step_up_needed` 403, `second_factor.start.exists` 409
 */
export async function startTotp(
  parts: SignInParts,
  principal: Principal,
): Promise<{ readonly secret: string; readonly uri: string; readonly offer: string }> {
  const facts = await ownFactors(parts, principal, 'second_factor.start');
  if (facts.hasTotp) throw exists('second_factor.start');
  const secret = newTotpSecret();
  const content = { person: facts.person, secret: Buffer.from(secret).toString('base64url') };
  return {
    secret: base32(secret),
    uri: otpauthUri(secret, facts.organizationName, facts.email),
    offer: parts.seal.close(purpose, content, lifeMs),
  };
}

/**
 * The app shows the right code: from now on signing in needs one. Entry `second_factor.create`.
 * @returns recovery codes, shown this once, when it is the person's first factor
 * @throws Problem as `startTotp`, `second_factor.create.offer_over`, `second_factor.create.wrong_code` 422, `session.too_many_attempts` 429
 */
export async function confirmTotp(
  parts: SignInParts,
  principal: Principal,
  given: { readonly offer: string; readonly code: string },
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const facts = await ownFactors(parts, principal, 'second_factor.create');
  const offer = parts.seal.open(purpose, given.offer, offerShape);
  if (offer === undefined || offer.value.person !== facts.person) throw offerOver('second_factor.create');
  const secret = new Uint8Array(Buffer.from(offer.value.secret, 'base64url'));
  const at = parts.clock.now();
  const step = matchingStep(secret, given.code, at);
  if (step === undefined) throw wrongCode();
  return parts.ledger.record(async (tx) => {
    await spendNonce(tx, facts.organization, offer, at);
    const by = actorOf(principal);
    const entry = await totpWithin(parts, tx, { by, holder: facts, secret, step, at });
    if (entry === undefined) throw exists('second_factor.create');
    return withFirstCodes(tx, facts, entry, at);
  });
}

/** With somebody's first factor come recovery codes: without them a lost phone locks its person out. */
export async function withFirstCodes(
  tx: Tx,
  facts: SignInFacts,
  entry: EntryDraft,
  at: Date,
): Promise<{
  readonly entry: EntryDraft;
  readonly value: { readonly recoveryCodes: readonly string[] };
}> {
  const first = !facts.hasTotp && !facts.hasPasskey;
  return { entry, value: { recoveryCodes: first ? await firstCodesWithin(tx, facts, at) : [] } };
}

const exists = (action: Action) =>
  new Problem({
    code: `${action}.exists`,
    status: 409,
    detail: 'You have an authenticator app already. Remove it first to set up another one.',
  });

export const offerOver = (action: Action) =>
  new Problem({
    code: `${action}.offer_over`,
    status: 422,
    detail: 'The time to finish this is over. Begin again.',
  });

const wrongCode = () =>
  new Problem({
    code: 'second_factor.create.wrong_code',
    status: 422,
    detail:
      'This is not the code that the app shows now. Check the time on your phone, and try the next code.',
  });
