import { betterAuth } from 'better-auth/minimal';
import { newId } from '../../platform/id.ts';
import type { AccessParts } from '../parts.ts';
import { hashPassword, passwordLength, verifyPassword } from '../password.ts';
import { isOwnOrigin } from '../same-origin.ts';
import { createAuthAdapter } from './adapter.ts';

const daySeconds = 86_400;

/** What the rest of the slice uses of the authentication library. */
export interface Authentication {
  /** Answers under `/auth/`. Throws the library's own errors. */
  handle(request: Request): Promise<Response>;
  /** The token of a session cookie whose signature and session are good; undefined otherwise. Never extends the session. */
  sessionToken(cookie: string): Promise<string | undefined>;
}

/**
 * The authentication library, set up: passwords only, no sign-up, nothing sent anywhere, no logs of its own.
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
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    session: { expiresIn: 7 * daySeconds, updateAge: daySeconds },
    // A brake on the whole node, for the cost of hashing; the brake for each address is in sign-in-attempts.ts.
    // No header of the client's is believed to be its IP address.
    rateLimit: {
      enabled: true,
      storage: 'memory',
      window: 10,
      max: 1000,
      customRules: { '/sign-in/email': { window: 10, max: 100 } },
    },
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
  };
}
