import { isAPIError } from 'better-auth/api';
import { z } from 'zod';
import type { FetchRoute } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import { refuseCrossSite } from '../same-origin.ts';
import { wrongCredentials } from '../sessions/begin.ts';
import { confirmFactor, offerFactor } from './enroll-handlers.ts';
import { json } from './json.ts';
import { byLink, forWhom, foundHouse } from './link-handlers.ts';
import type { AuthRouteParts } from './parts.ts';
import { askPasskey, byPasskey, byPassword, bySecondStep, confirm } from './sign-in-handlers.ts';

/** What goes out about a session: never its token, which belongs in the cookie only. */
const sessionAnswer = z
  .object({
    session: z.object({ id: z.string(), expiresAt: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  })
  .nullable();

type Handler = (parts: AuthRouteParts, request: Request) => Promise<Response>;

/** The endpoints of `/auth/` that exist: method and path. Everything else there is a 404. */
const endpoints: Readonly<Record<string, Handler>> = {
  'POST /auth/sign-in/email': byPassword,
  'POST /auth/sign-in/second-step': bySecondStep,
  'POST /auth/sign-in/passkey': byPasskey,
  'POST /auth/passkey-options': askPasskey,
  'POST /auth/enroll': offerFactor,
  'POST /auth/enroll/confirm': confirmFactor,
  'POST /auth/link': forWhom,
  'POST /auth/password': byLink,
  'POST /auth/setup': foundHouse,
  'POST /auth/step-up': confirm,
  'POST /auth/sign-out': signOut,
  'GET /auth/get-session': getSession,
};

/** Signing in, out, and confirming who one is. Answers are ours in form: problems as everywhere, no tokens in bodies. */
export function createAuthRoute(parts: AuthRouteParts): FetchRoute {
  return {
    id: 'auth',
    prefix: '/auth/',
    access: 'Anyone. A password is checked, slowly, and answered with a session cookie.',
    handle: async (request) => {
      const asked = `${request.method} ${new URL(request.url).pathname}`;
      const handler = Object.hasOwn(endpoints, asked) ? endpoints[asked] : undefined;
      if (handler === undefined) throw notFound();
      if (request.method === 'POST') refuseForeign(request, parts.address);
      return handler(parts, request);
    },
  };
}

/** Programs that carry neither a cookie nor a word of where they come from may sign in; pages of others may not (login CSRF, AT-46). */
function refuseForeign(request: Request, address: string): void {
  const { headers } = request;
  const tells = ['cookie', 'origin', 'sec-fetch-site'].some((name) => headers.has(name));
  if (tells) refuseCrossSite({ header: (name) => headers.get(name) ?? undefined }, address);
}

async function signOut(parts: AuthRouteParts, request: Request): Promise<Response> {
  const { url, headers } = request;
  const kept = new Headers(headers);
  for (const name of ['content-length', 'content-type', 'transfer-encoding']) kept.delete(name);
  // Where it comes from was judged above.
  kept.set('origin', new URL(parts.address).origin);
  const response = await ask(parts, new Request(url, { method: 'POST', headers: kept }));
  // The library swallows a database that fails here and says "signed out": we look.
  const cookie = headers.get('cookie');
  if (cookie !== null && (await parts.authentication.sessionToken(cookie)) !== undefined)
    throw new Error('invariant: the session outlived its sign-out');
  const { success } = z.object({ success: z.boolean() }).parse(await response.json());
  return json({ success }, response.headers.getSetCookie());
}

async function getSession(parts: AuthRouteParts, request: Request): Promise<Response> {
  const response = await ask(parts, request);
  return json(sessionAnswer.parse(await response.json()), response.headers.getSetCookie());
}

async function ask({ authentication }: AuthRouteParts, request: Request): Promise<Response> {
  try {
    const response = await authentication.handle(request);
    if (response.ok) return response;
    throw new Error(`invariant: the authentication library answered ${response.status}`);
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) throw wrongCredentials(error);
    throw error;
  }
}
