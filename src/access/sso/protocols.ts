import { oidcProtocol } from './oidc.ts';
import type { Protocol, SsoParts } from './protocol.ts';
import { samlProtocol } from './saml.ts';
import type { SamlForm } from './saml-pages.ts';
import type { OwnedConnection } from './store/connections.ts';

type Of<Kind extends OwnedConnection['kind']> = Extract<OwnedConnection, { kind: Kind }>;

/** Every protocol of single sign-on that there is. */
export interface Protocols {
  readonly oidc: Protocol<Of<'oidc'>, URLSearchParams>;
  readonly saml: Protocol<Of<'saml'>, SamlForm>;
}

export function createProtocols(parts: SsoParts): Protocols {
  return { oidc: oidcProtocol(parts), saml: samlProtocol(parts) };
}
