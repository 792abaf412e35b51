import { isAPIError } from 'better-auth/api';
import { z } from 'zod';
import type { FetchRoute } from '../../platform/http/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { normalizeEmail } from '../person.ts';
import { refuseCrossSite } from '../same-origin.ts';
import { type SignInAttempts, tooManyAttempts } from '../sign-in-attempts.ts';
import type { Authentication } from './authentication.ts';
import { readSmallJson } from './body.ts';

const signInBody = z.strictObject({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(1024),
  rememberMe: z.boolean().optional(),
});

const stepUpBody = z.strictObject({ password: z.string().min(1).max(1024) });

/** What goes out about a session: never its token, which belongs in the cookie only. */
const user = z.object({ id: z.string(), name: z.string(), email: z.string() });
const signInAnswer = z.object({ user });
const sessionAnswer = z
  .object({ session: z.object({ id: z.string(), expiresAt: z.string() }), user })
  .nullable();

/** The endpoints of `/auth/` that exist: method and path. Everything else there is a 404. */
const endpoints = [
  'POST /auth/sign-in/email',
  'POST /auth/sign-out',
  'POST /auth/step-up',
  'GET /auth/get-session',
] as const;

/** Signing in, out, and confirming who one is. Answers are ours in form: problems as everywhere, no tokens in bodies. */
export function createAuthRoute(parts: {
  readonly authentication: Authentication;
  readonly attempts: SignInAttempts;
  readonly address: string;
  /** Confirms the person of the session with this token by their password, and says when that was. */
  readonly stepUp: (token: string | undefined, password: string) => Promise<Date>;
}): FetchRoute {
  return {
    id: 'auth',
    prefix: '/auth/',
    access: 'Anyone. A password is checked, slowly, and answered with a session cookie.',
    handle: async (request) => {
      const asked = `${request.method} ${new URL(request.url).pathname}`;
      const endpoint = endpoints.find((known) => known === asked);
      if (endpoint === undefined) throw notFound();
      if (request.method === 'POST') refuseForeign(request, parts.address);
      if (endpoint === 'POST /auth/sign-in/email') return signIn(parts, request);
      if (endpoint === 'POST /auth/step-up') return confirm(parts, request);
      if (endpoint === 'POST /auth/sign-out') return signOut(parts, request);
      return answer(await ask(parts.authentication, request), sessionAnswer);
    },
  };
}

/** Programs that carry neither a cookie nor a word of where they come from may sign in; pages of others may not (login CSRF). */
function refuseForeign(request: Request, address: string): void {
  const { headers } = request;
  const tells = ['cookie', 'origin', 'sec-fetch-site'].some((name) => headers.has(name));
  if (tells) refuseCrossSite({ header: (name) => headers.get(name) ?? undefined }, address);
}

async function signIn(
  parts: {
    readonly authentication: Authentication;
    readonly attempts: SignInAttempts;
    readonly address: string;
  },
  request: Request,
): Promise<Response> {
  const parsed = signInBody.safeParse(await readSmallJson(request));
  if (!parsed.success)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'Send { "email": …, "password": … } and nothing else.',
    });
  const email = normalizeEmail(parsed.data.email);
  parts.attempts.begin(email);
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/json');
  // Where it comes from was judged above; the library would refuse programs that say half of it, as Node's fetch does.
  for (const name of ['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest']) headers.delete(name);
  headers.set('origin', new URL(parts.address).origin);
  const body = JSON.stringify({ ...parsed.data, email });
  const response = await ask(
    parts.authentication,
    new Request(request.url, { method: 'POST', headers, body }),
  );
  parts.attempts.succeeded(email);
  return answer(response, signInAnswer);
}

async function confirm(
  parts: {
    readonly authentication: Authentication;
    readonly stepUp: (token: string | undefined, password: string) => Promise<Date>;
  },
  request: Request,
): Promise<Response> {
  const parsed = stepUpBody.safeParse(await readSmallJson(request));
  if (!parsed.success)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'Send { "password": … } and nothing else.',
    });
  const cookie = request.headers.get('cookie');
  const token = cookie === null ? undefined : await parts.authentication.sessionToken(cookie);
  const at = await parts.stepUp(token, parsed.data.password);
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return new Response(JSON.stringify({ authenticatedAt: at.toISOString() }), { status: 200, headers });
}

async function signOut(
  parts: { readonly authentication: Authentication },
  request: Request,
): Promise<Response> {
  const { url, headers } = request;
  const response = await ask(
    parts.authentication,
    new Request(url, { method: 'POST', headers: withoutBody(headers) }),
  );
  // The library swallows a database that fails here and says "signed out": we look.
  const cookie = headers.get('cookie');
  if (cookie !== null && (await parts.authentication.sessionToken(cookie)) !== undefined)
    throw new Error('invariant: the session outlived its sign-out');
  return answer(response, z.object({ success: z.boolean() }));
}

function withoutBody(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ['content-length', 'content-type', 'transfer-encoding']) kept.delete(name);
  return kept;
}

async function ask(authentication: Authentication, request: Request): Promise<Response> {
  try {
    const response = await authentication.handle(request);
    if (response.ok) return response;
    throw refusal(response.status, undefined);
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) throw refusal(error.statusCode, error);
    throw error;
  }
}

/** One answer for an unknown address, a wrong password and a person without access: none tells who exists. */
function refusal(status: number, cause: unknown): Error {
  if (status === 401 || status === 400)
    return new Problem({
      code: 'session.wrong_credentials',
      status: 401,
      detail:
        'This e-mail address and password do not belong together. Check both and try again, or ask an admin.',
      cause,
    });
  if (status === 403)
    return new Problem({
      code: 'session.cross_site',
      status: 403,
      detail: 'Sign in from our own pages: open Countersign at its address and try again.',
      cause,
    });
  if (status === 429) return tooManyAttempts(10);
  return new Error(`invariant: the authentication library answered ${status}`, { cause });
}

async function answer(response: Response, schema: z.ZodType): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/json');
  headers.set('cache-control', 'no-store');
  return new Response(JSON.stringify(schema.parse(await response.json())), { status: 200, headers });
}
