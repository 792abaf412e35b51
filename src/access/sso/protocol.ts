import type { Vault } from '../../platform/crypto/index.ts';
import type { HostList } from '../../platform/host-list.ts';
import { Problem } from '../../platform/problem.ts';
import type { AccessParts } from '../parts.ts';
import type { TxtLookup } from './dns.ts';
import type { Flow } from './flow.ts';
import type { Claims } from './identity.ts';
import type { OwnedConnection } from './store/connections.ts';

/** What single sign-on works with. */
export interface SsoParts extends AccessParts {
  readonly vault: Vault;
  /** Where people reach us; what identity providers send them back to is made of it. */
  readonly address: string;
  readonly hosts: HostList;
  readonly dns: TxtLookup;
}

/** What an identity provider said, after everything about it was verified. */
export interface Vouched {
  readonly subject: string;
  readonly claims: Claims;
  /** When they proved who they are to the provider, where it says so. */
  readonly authenticatedAt: Date | undefined;
  /** To be used up, where the protocol does not see to that itself (SAML). */
  readonly assertion: { readonly id: string; readonly expiresAt: Date } | undefined;
}

/** One protocol of single sign-on, behind which its library stays. */
export interface Protocol<Kind extends OwnedConnection, Answer> {
  /** Where to send the browser. Asks for a fresh sign-in when the flow is a step-up. */
  begin(connection: Kind, flow: Flow): Promise<URL>;
  /** Verifies what the browser brought back. @throws Problem `session.sso_refused` */
  finish(connection: Kind, flow: Flow, answer: Answer): Promise<Vouched>;
}

/** Where an identity provider sends people back to: an address of its own for each, so that none can answer for another (RFC 9700 §4.4). */
export function callbackOf(
  address: string,
  connection: { readonly kind: string; readonly id: string },
): string {
  const what = connection.kind === 'oidc' ? 'callback' : 'acs';
  return new URL(`/auth/sso/${what}/${connection.id}`, address).href;
}

/** What came back does not prove anything. One answer for every reason: the reason is in the log. */
export function ssoRefused(cause: unknown): Problem {
  return new Problem({
    code: 'session.sso_refused',
    status: 401,
    detail:
      'The identity provider’s answer does not prove who you are. Start again from the sign-in page; if it stays so, ask an admin to test the connection.',
    cause,
  });
}
