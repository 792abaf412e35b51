import { newSession, sessionWithin } from '../sessions/begin.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import type { OpenSession } from '../sso/open-session.ts';
import type { Authentication } from './authentication.ts';

/** Sessions that begin with single sign-on: as all others do. */
export function ssoSessions({ clock }: SignInParts, authentication: Authentication): OpenSession {
  return {
    within: async (tx, { organization, person, userAgent, connection }) => {
      const start = { organization, person, userAgent, method: 'single_sign_on', remember: true } as const;
      const made = newSession(start, clock.now());
      const [entry] = await sessionWithin(tx, made, { connection });
      return { entry, cookies: () => authentication.sessionCookies(made) };
    },
  };
}
