import { createAuthEndpoint } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { z } from 'zod';
import { newId } from '../../platform/id.ts';
import type { AccessParts } from '../parts.ts';
import { isOwnOrigin } from '../same-origin.ts';
import type { NewSession } from '../sessions/begin.ts';
import { createAuthAdapter } from './adapter.ts';

const daySeconds = 86_400;

/** What the rest of the slice uses of the authentication library. */
export interface Authentication {
  /** Answers under `/auth/`. Throws the library's own errors. */
  handle(request: Request): Promise<Response>;
  /** The token of a session cookie whose signature and session are good; undefined otherwise. Never extends the session. */
  sessionToken(cookie: string): Promise<string | undefined>;
  /** The `set-cookie` headers that give a session to a browser. */
  sessionCookies(made: NewSession): Promise<readonly string[]>;
}

/** Gives a session's cookie as the library itself would. Not served over HTTP. */
const giveCookie = createAuthEndpoint.serverOnly(
  { method: 'POST', body: z.object({ token: z.string(), maxAge: z.number().optional() }) },
  async (context) => {
    const { name, attributes } = context.context.authCookies.sessionToken;
    const { token, maxAge } = context.body;
    const { maxAge: _always, ...kept } = attributes;
    const options = maxAge === undefined ? kept : { ...kept, maxAge };
    await context.setSignedCookie(name, token, context.context.secret, options);
    return context.json({});
  },
);

/**
 * The authentication library, set up for sessions: cookies, their signatures, their ends. No sign-up, nothing sent anywhere, no logs of its
 * own. How people prove who they are is in sign-in/ (decision 0009).
 * @param address what people type; https makes the cookies secure
 * @param secret signs the session cookie
 */
export function createAuthentication(parts: AccessParts, address: string, secret: string): Authentication {
  const auth = betterAuth({
    appName: 'Countersign',
    baseURL: address,
    basePath: '/auth',
    secret,
    database: createAuthAdapter(parts),
    plugins: [{ id: 'countersign', endpoints: { giveCookie } }],
    session: { expiresIn: 7 * daySeconds, updateAge: daySeconds },
    // Attempts are counted in sign-in/attempts.ts. No header of the client's is believed to be its IP address.
    rateLimit: { enabled: false },
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin') ?? undefined;
      const own = isOwnOrigin(origin, request?.headers.get('host') ?? undefined, address);
      return own && origin !== undefined ? [origin] : [];
    },
    advanced: {
      cookiePrefix: 'countersign',
      useSecureCookies: new URL(address).protocol === 'https:',
      ipAddress: { ipAddressHeaders: [] },
      database: { generateId: ({ model }) => newId(model === 'session' ? 'ses' : 'acc') },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: { throw: true },
  });
  return {
    handle: (request) => auth.handler(request),
    sessionToken: async (cookie) => {
      const found = await auth.api.getSession({
        headers: new Headers({ cookie }),
        query: { disableRefresh: true },
      });
      return found?.session.token;
    },
    sessionCookies: async ({ token, remember }) => {
      const body = { token, ...(remember ? { maxAge: 7 * daySeconds } : {}) };
      const { headers } = await auth.api.giveCookie({ body, returnHeaders: true });
      return headers.getSetCookie();
    },
  };
}
