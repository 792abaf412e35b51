import * as client from 'openid-client';
import { boundedCache } from '../../platform/bounded-cache.ts';
import { Problem } from '../../platform/problem.ts';
import { untrustedClaims } from './claims.ts';
import type { Flow } from './flow.ts';
import { askProvider, unreachable } from './outgoing.ts';
import { callbackOf, type Protocol, type SsoParts, ssoRefused, type Vouched } from './protocol.ts';
import { type OwnedConnection, selectClientSecret } from './store/connections.ts';

type OidcConnection = Extract<OwnedConnection, { kind: 'oidc' }>;

/** What a provider says about itself is asked again after this; a change of the connection asks at once. */
const keptMs = 10 * 60_000;

/** OpenID Connect Core: authorization code with PKCE, state, nonce and issuer, each checked by the library; signatures always. */
export function oidcProtocol(parts: SsoParts): Protocol<OidcConnection, URLSearchParams> {
  const configurations = boundedCache<client.Configuration>(100);
  const configurationOf = (connection: OidcConnection): Promise<client.Configuration> => {
    const period = Math.floor(parts.clock.now().getTime() / keptMs);
    const key = `${connection.id}/${connection.updatedAt.getTime()}/${period}`;
    return configurations.get(key, () => configured(parts, connection));
  };
  return {
    begin: async (connection, flow) => {
      const configuration = await configurationOf(connection);
      return client.buildAuthorizationUrl(configuration, {
        redirect_uri: callbackOf(parts.address, connection),
        scope: ['openid', ...connection.settings.scopes].join(' '),
        response_type: 'code',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        ...(flow.purpose === 'step_up' ? { prompt: 'login', max_age: '0' } : {}),
      });
    },
    finish: async (connection, flow, answer) => {
      const configuration = await configurationOf(connection);
      return vouched(parts, configuration, connection, flow, answer);
    },
  };
}

async function vouched(
  parts: SsoParts,
  configuration: client.Configuration,
  connection: OidcConnection,
  flow: Flow,
  answer: URLSearchParams,
): Promise<Vouched> {
  // Our own address, not what the request says it is: the library makes the redirect URI of it.
  const came = new URL(callbackOf(parts.address, connection));
  came.search = answer.toString();
  try {
    const tokens = await client.authorizationCodeGrant(configuration, came, {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
      ...(flow.purpose === 'step_up' ? { maxAge: 0 } : {}),
    });
    const token = tokens.claims();
    if (token === undefined) throw new Error('no ID token');
    const asksUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const more = asksUserInfo
      ? await client.fetchUserInfo(configuration, tokens.access_token, token.sub)
      : {};
    return {
      subject: token.sub,
      claims: untrustedClaims({ ...more, ...token }),
      authenticatedAt: token.auth_time === undefined ? undefined : new Date(token.auth_time * 1000),
      assertion: undefined,
    };
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw problemIn(cause) ?? ssoRefused(cause);
  }
}

/** Asks the provider what it is, and prepares how we prove to it who we are. */
async function configured(parts: SsoParts, connection: OidcConnection): Promise<client.Configuration> {
  const { issuer, clientId } = connection.settings;
  const url = new URL(issuer);
  const fetchGuarded: client.CustomFetch = (target, { method, headers, body }) =>
    askProvider(parts.hosts, new URL(target), { method, headers, body: textOf(body) });
  const secret = await clientSecretOf(parts, connection);
  // http is refused by the guard, unless it is this machine's own and listed.
  const execute = [client.allowInsecureRequests];
  try {
    const found = await client.discovery(url, clientId, undefined, client.None(), {
      execute,
      timeout: 10,
      [client.customFetch]: fetchGuarded,
    });
    const server = found.serverMetadata();
    const prepared = new client.Configuration(server, clientId, undefined, authenticationOf(server, secret));
    prepared[client.customFetch] = fetchGuarded;
    prepared.timeout = 10;
    client.allowInsecureRequests(prepared);
    client.enableNonRepudiationChecks(prepared);
    return prepared;
  } catch (cause) {
    throw problemIn(cause) ?? unreachable(url, cause);
  }
}

async function clientSecretOf(
  parts: SsoParts,
  { organization, id }: OidcConnection,
): Promise<string | undefined> {
  const wrapped = await selectClientSecret(parts.reader, organization, id);
  if (wrapped === undefined) return undefined;
  return new TextDecoder().decode(parts.vault.unwrap(new Uint8Array(wrapped), secretPlace(id)));
}

/** Where a client's secret is kept, as the vault binds it. */
export function secretPlace(id: string): string {
  return `sso_connection/${id}`;
}

function authenticationOf(server: client.ServerMetadata, secret: string | undefined): client.ClientAuth {
  if (secret === undefined) return client.None();
  const supported = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return supported.includes('client_secret_basic')
    ? client.ClientSecretBasic(secret)
    : client.ClientSecretPost(secret);
}

function textOf(body: client.FetchBody): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new Error('invariant: the library sends forms and texts only');
}

/** A refusal of ours, however deep the library put it. */
function problemIn(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  return error instanceof Error && error.cause !== undefined ? problemIn(error.cause) : undefined;
}
