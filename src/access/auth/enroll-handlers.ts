import { z } from 'zod';
import { confirmAtSignIn, offerAtSignIn } from '../factors/at-sign-in.ts';
import { readBody } from './body.ts';
import { readStepCookie, stepCookie } from './cookies.ts';
import { json, signedIn } from './json.ts';
import type { AuthRouteParts } from './parts.ts';

const nothing = z.strictObject({});
const codeBody = z.strictObject({ code: z.string().min(1).max(20) });

/** A second factor to set up, for somebody who may not come in without one. */
export async function offerFactor(parts: AuthRouteParts, request: Request): Promise<Response> {
  await readBody(request, nothing, '{}');
  const { secret, uri, sealed } = await offerAtSignIn(parts, readStepCookie(request, 'step', parts.address));
  return json({ secret, uri }, [stepCookie('enroll', sealed, parts.address)]);
}

/** It works: they are in, and have recovery codes, which are shown this once. */
export async function confirmFactor(parts: AuthRouteParts, request: Request): Promise<Response> {
  const { code } = await readBody(request, codeBody, '{ "code": … }');
  const kept = {
    ticket: readStepCookie(request, 'step', parts.address),
    offer: readStepCookie(request, 'enroll', parts.address),
  };
  const userAgent = request.headers.get('user-agent');
  const { recoveryCodes, ...entered } = await confirmAtSignIn(parts, kept, code, userAgent);
  return signedIn(parts, entered, { recoveryCodes });
}
