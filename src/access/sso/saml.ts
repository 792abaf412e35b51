import { type Profile, SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { untrustedClaims } from './claims.ts';
import type { Flow } from './flow.ts';
import { refuseHost } from './outgoing.ts';
import { callbackOf, type Protocol, type SsoParts, ssoRefused, type Vouched } from './protocol.ts';
import { type Assertion, assertionOf, refuseTricks } from './saml-assertion.ts';
import { entityIdOf, type SamlForm } from './saml-pages.ts';
import type { OwnedConnection } from './store/connections.ts';

type SamlConnection = Extract<OwnedConnection, { kind: 'saml' }>;

const skewMs = 60_000;
/** An answer is for now. */
const oldestMs = 10 * 60_000;

/**
 * SAML 2.0 Web Browser SSO, begun by us only (HTTP-Redirect there, HTTP-POST back). The library verifies signature, times and audience and
 * reads what is signed; what it leaves open is checked here, on the signed assertion.
 */
export function samlProtocol(parts: Pick<SsoParts, 'address' | 'hosts'>): Protocol<SamlConnection, SamlForm> {
  return {
    begin: async (connection, flow) => {
      const url = new URL(await library(parts, connection, flow).getAuthorizeUrlAsync('', undefined, {}));
      // The browser goes there, not we: but what may be an identity provider is one rule.
      refuseHost(parts.hosts, url);
      return url;
    },
    finish: async (connection, flow, form) => {
      try {
        refuseTricks(Buffer.from(form.SAMLResponse, 'base64').toString('utf8'));
        const { profile } = await library(parts, connection, flow).validatePostResponseAsync({
          SAMLResponse: form.SAMLResponse,
        });
        if (profile === null) throw new Error('no assertion');
        return vouched(parts, connection, flow, profile);
      } catch (cause) {
        throw ssoRefused(cause);
      }
    },
  };
}

function library(parts: Pick<SsoParts, 'address' | 'hosts'>, connection: SamlConnection, flow: Flow): SAML {
  const { issuer, signInUrl, certificates } = connection.settings;
  const entityId = entityIdOf(parts.address, connection);
  const startedAt = new Date(flow.startedAtMs).toISOString();
  return new SAML({
    issuer: entityId,
    audience: entityId,
    callbackUrl: callbackOf(parts.address, connection),
    entryPoint: signInUrl,
    idpIssuer: issuer,
    idpCert: [...certificates],
    wantAssertionsSigned: true,
    // Many sign the assertion only. What we read is in it.
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.always,
    // The one request that this browser made: kept sealed there, not here.
    cacheProvider: {
      getAsync: async (key) => (key === flow.state ? startedAt : null),
      saveAsync: async () => null,
      removeAsync: async () => null,
    },
    generateUniqueId: () => flow.state,
    forceAuthn: flow.purpose === 'step_up',
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    acceptedClockSkewMs: skewMs,
    maxAssertionAgeMs: oldestMs,
    signatureAlgorithm: 'sha256',
  });
}

function vouched(
  parts: Pick<SsoParts, 'address' | 'hosts'>,
  connection: SamlConnection,
  flow: Flow,
  profile: Profile,
): Vouched {
  const assertion = assertionOf(profile.getAssertion?.());
  const wrong = faultOf(assertion, {
    issuer: connection.settings.issuer,
    recipient: callbackOf(parts.address, connection),
    request: flow.state,
  });
  if (wrong !== undefined) throw new Error(wrong);
  const attributes = profile.attributes;
  const { emailClaim } = connection.settings;
  const claims = untrustedClaims({
    ...(isEmailId(assertion.nameIdFormat) ? { [emailClaim]: assertion.nameId } : {}),
    ...(typeof attributes === 'object' ? attributes : {}),
    NameID: assertion.nameId,
  });
  return {
    subject: assertion.nameId,
    claims,
    authenticatedAt: assertion.authenticatedAt,
    assertion: { id: assertion.id, expiresAt: new Date(assertion.expiresAt.getTime() + skewMs) },
  };
}

const isEmailId = (format: string | undefined) => format?.endsWith(':emailAddress') === true;

/** What must be so besides, SAML Profiles §4.1.4.3: said by whom, to whom, in answer to what. Pure. */
function faultOf(
  assertion: Assertion,
  wanted: { readonly issuer: string; readonly recipient: string; readonly request: string },
): string | undefined {
  if (assertion.issuer !== wanted.issuer) return 'an assertion of another issuer';
  if (assertion.recipient !== wanted.recipient) return 'an assertion for another recipient';
  if (assertion.inResponseTo !== wanted.request) return 'an assertion that answers another request';
  if (/:transient$/.test(assertion.nameIdFormat ?? '')) return 'a NameID that changes every time';
  return undefined;
}
