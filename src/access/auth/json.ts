import type { NewSession } from '../sessions/begin.ts';
import type { SignInFacts } from '../store/sign-in.ts';
import type { Authentication } from './authentication.ts';
import { stepCookie } from './cookies.ts';

/** An answer that nothing between us and the browser keeps. */
export function json(body: unknown, cookies: readonly string[] = []): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(JSON.stringify(body), { status: 200, headers });
}

/** Somebody is signed in: their session's cookie, and those of the steps that led there taken away. */
export async function signedIn(
  { authentication, address }: { readonly authentication: Authentication; readonly address: string },
  { facts, made }: { readonly facts: SignInFacts; readonly made: NewSession },
  more: object = {},
): Promise<Response> {
  const { person: id, displayName: name, email } = facts;
  const over = (['step', 'challenge', 'enroll'] as const).map((cookie) =>
    stepCookie(cookie, undefined, address),
  );
  return json({ user: { id, name, email }, ...more }, [
    ...(await authentication.sessionCookies(made)),
    ...over,
  ]);
}
