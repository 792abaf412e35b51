import { z } from 'zod';
import { assertion, passkeyOptions } from '../factors/passkey-proof.ts';
import { passkeysElsewhere } from '../factors/passkeys.ts';
import { relyingParty } from '../factors/relying-party.ts';
import { checkPassword } from '../sign-in/check-password.ts';
import { completeSignIn } from '../sign-in/complete.ts';
import { signInByPasskey } from '../sign-in/passkey.ts';
import { closeTicket, secondStepBody, secondStepOf, takeSecondStep } from '../sign-in/second-step.ts';
import { readBody } from './body.ts';
import { readStepCookie, stepCookie } from './cookies.ts';
import { json, signedIn } from './json.ts';
import type { AuthRouteParts } from './parts.ts';
import { stepUp, stepUpBody } from './step-up.ts';

const passwordBody = z.strictObject({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(1024),
  rememberMe: z.boolean().optional(),
});
const passkeyBody = z.strictObject({ passkey: assertion, rememberMe: z.boolean().optional() });
const nothing = z.strictObject({});

const userAgentOf = (request: Request) => request.headers.get('user-agent');

/** A session, or, for whom a password is not enough, what else is wanted. */
export async function byPassword(parts: AuthRouteParts, request: Request): Promise<Response> {
  const wanted = '{ "email": …, "password": … }';
  const { email, password, rememberMe } = await readBody(request, passwordBody, wanted);
  const { facts, attempt } = await checkPassword(parts, email, password);
  const remember = rememberMe ?? true;
  const secondStep = secondStepOf(facts);
  if (secondStep !== undefined) {
    const ticket = closeTicket(parts, facts, attempt.key, remember);
    return json({ secondStep }, [stepCookie('step', ticket, parts.address)]);
  }
  const wish = { userAgent: userAgentOf(request), remember };
  const made = await completeSignIn(parts, { facts, method: 'password', wish, keys: [attempt.key] });
  return signedIn(parts, { facts, made });
}

export async function bySecondStep(parts: AuthRouteParts, request: Request): Promise<Response> {
  const wanted = 'one of { "code": … }, { "recoveryCode": … } and { "passkey": … }';
  const given = await readBody(request, secondStepBody, wanted);
  const kept = {
    ticket: readStepCookie(request, 'step', parts.address),
    challenge: readStepCookie(request, 'challenge', parts.address),
  };
  return signedIn(parts, await takeSecondStep(parts, given, kept, userAgentOf(request)));
}

/** The same for everybody, and for nobody: a passkey says itself whose it is. */
export async function askPasskey(parts: AuthRouteParts, request: Request): Promise<Response> {
  await readBody(request, nothing, '{}');
  const party = relyingParty(parts.address, request.headers.get('origin'));
  if (party === undefined) throw passkeysElsewhere(parts.address);
  const { options, sealed } = await passkeyOptions(parts, party);
  return json({ options }, [stepCookie('challenge', sealed, parts.address)]);
}

export async function byPasskey(parts: AuthRouteParts, request: Request): Promise<Response> {
  const { passkey, rememberMe } = await readBody(request, passkeyBody, '{ "passkey": … }');
  const challenge = readStepCookie(request, 'challenge', parts.address);
  const wish = { userAgent: userAgentOf(request), remember: rememberMe ?? true };
  return signedIn(parts, await signInByPasskey(parts, challenge, passkey, wish));
}

/** Confirms who somebody is who is signed in. */
export async function confirm(parts: AuthRouteParts, request: Request): Promise<Response> {
  const wanted = 'one of { "password": … }, { "code": … }, { "recoveryCode": … } and { "passkey": … }';
  const given = await readBody(request, stepUpBody, wanted);
  const cookie = request.headers.get('cookie');
  const token = cookie === null ? undefined : await parts.authentication.sessionToken(cookie);
  const at = await stepUp(parts, token, given, readStepCookie(request, 'challenge', parts.address));
  return json({ authenticatedAt: at.toISOString() });
}
