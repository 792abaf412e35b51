import { createHmac, randomBytes } from 'node:crypto';
import { newId } from '../../platform/id.ts';
import { sha256 } from '../key.ts';
import type { AccessParts } from '../parts.ts';
import type { OpenSession } from '../sso/open-session.ts';
import { insertSession } from '../store/sessions.ts';

const daysMs = 7 * 86_400_000;

/** Sessions that begin with single sign-on: the cookie is the one that the authentication library reads. */
export function ssoSessions({ clock }: AccessParts, address: string, secret: string): OpenSession {
  return {
    within: async (tx, { organization, person, connection }) => {
      const at = clock.now();
      const expiresAt = new Date(at.getTime() + daysMs);
      const id = newId('ses', at.getTime());
      const session = {
        organization,
        id,
        person,
        expiresAt,
        createdAt: at,
        updatedAt: at,
        authenticatedAt: at,
      };
      const token = randomBytes(32).toString('base64url');
      await insertSession(tx, session, sha256(token));
      const secure = new URL(address).protocol === 'https:';
      const value = encodeURIComponent(
        `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`,
      );
      const cookie = `${secure ? '__Secure-' : ''}countersign.session_token=${value}; Max-Age=${daysMs / 1000}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
      return {
        entry: {
          organization,
          action: 'session.create',
          actor: { kind: 'person', id: person, credential: { kind: 'session', id } },
          subject: { kind: 'session', id },
          data: { expiresAt: expiresAt.toISOString(), method: 'single_sign_on', connection },
        },
        cookies: async () => [cookie],
      };
    },
  };
}
