import { z } from 'zod';
import type { FetchRoute } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import type { Log } from '../../platform/log.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { readBody } from '../auth/body.ts';
import { normalizeEmail } from '../person.ts';
import type { Principal } from '../principal.ts';
import { refuseCrossSite } from '../same-origin.ts';
import { flowCookie, problemCookie, readFlowCookie } from './cookie.ts';
import { type Flow, localPath, newFlow, openFlow, sealFlow } from './flow.ts';
import { domainOf } from './identity.ts';
import type { OpenSession } from './open-session.ts';
import { type SsoParts, ssoRefused, type Vouched } from './protocol.ts';
import type { Protocols } from './protocols.ts';
import { notActive } from './refusal.ts';
import { samlPages } from './saml-pages.ts';
import { signInBySso, stepUpBySso, testConnection } from './sign-in.ts';
import { type OwnedConnection, selectConnectionById, selectConnections } from './store/connections.ts';
import { selectOwnerOfDomain } from './store/domains.ts';

export interface SsoRouteParts extends SsoParts {
  readonly protocols: Protocols;
  readonly sessions: OpenSession;
  readonly log: Log;
  /** Who is signed in already, by their session's cookie. */
  readonly signedIn: (request: Request) => Promise<Principal | undefined>;
}

/** Where somebody goes whose browser did not begin here. */
const strayed = { purpose: 'sign_in', returnTo: '/' } as const;

const discoverBody = z.strictObject({ email: z.string().min(3).max(254) });

/** What may go wrong on the way back goes to the sign-in page: who stands there is a person, in a browser. */
export function createSsoRoute(parts: SsoRouteParts): FetchRoute {
  return {
    id: 'sso',
    prefix: '/auth/sso/',
    access: 'Anyone. What an identity provider vouches for is verified, and answered with a session cookie.',
    handle: async (request) => {
      const url = new URL(request.url);
      const [what, id, more] = url.pathname.slice('/auth/sso/'.length).split('/');
      if (more !== undefined) throw notFound();
      const asked = `${request.method} ${what}`;
      if (asked === 'POST discover' && id === undefined) return discover(parts, request);
      if (id === undefined || !isId('sso', id)) throw notFound();
      const connection = await selectConnectionById(parts.reader, id);
      if (connection === undefined) throw notFound();
      if (asked === 'GET start') return start(parts, connection, request, url.searchParams);
      if (asked === 'GET callback' && connection.kind === 'oidc')
        return back(parts, connection, request, (flow) =>
          parts.protocols.oidc.finish(connection, flow, url.searchParams),
        );
      if (connection.kind !== 'saml') throw notFound();
      const pages = samlPages(parts.address, connection);
      if (asked === 'GET metadata') return pages.metadata();
      if (asked === 'POST acs') return pages.handOver(request);
      if (asked !== 'POST finish') throw notFound();
      refuseCrossSite({ header: (name) => request.headers.get(name) ?? undefined }, parts.address);
      const form = await pages.read(request);
      return back(parts, connection, request, (flow) => parts.protocols.saml.finish(connection, flow, form));
    },
  };
}

/** Which identity providers an address signs in with: by its domain, so that it tells nothing about who exists. */
async function discover(parts: SsoRouteParts, request: Request): Promise<Response> {
  refuseForeign(request, parts.address);
  const { email } = await readBody(request, discoverBody, '{ "email": … }');
  const organization = await selectOwnerOfDomain(parts.reader, domainOf(normalizeEmail(email)));
  const all = organization === undefined ? [] : await selectConnections(parts.reader, organization);
  const connections = all
    .filter(({ active }) => active)
    .map(({ id, displayName, kind }) => ({ id, displayName, kind }));
  return Response.json({ connections }, { headers: { 'cache-control': 'no-store' } });
}

function refuseForeign({ headers }: Request, address: string): void {
  const tells = ['cookie', 'origin', 'sec-fetch-site'].some((name) => headers.has(name));
  if (tells) refuseCrossSite({ header: (name) => headers.get(name) ?? undefined }, address);
}

/** Sends the browser to the identity provider. Writes nothing: what has to be remembered, the browser keeps, sealed. */
async function start(
  parts: SsoRouteParts,
  connection: OwnedConnection,
  request: Request,
  query: URLSearchParams,
): Promise<Response> {
  const purpose = purposeOf(query.get('purpose'));
  const returnTo = localPath(query.get('return'));
  if (purpose !== 'test' && !connection.active) return tell(parts, notActive(), { purpose, returnTo });
  const principal = purpose === 'sign_in' ? undefined : await parts.signedIn(request);
  if (purpose !== 'sign_in' && principal?.organization !== connection.organization) throw notFound();
  const session = principal?.credential.id ?? null;
  const flow = newFlow({ connection: connection.id, purpose, returnTo, session }, parts.clock.now());
  try {
    const url =
      connection.kind === 'oidc'
        ? await parts.protocols.oidc.begin(connection, flow)
        : await parts.protocols.saml.begin(connection, flow);
    return redirect(url.href, [flowCookie(parts.address, sealFlow(parts.vault, flow))]);
  } catch (error) {
    return failed(parts, error, flow);
  }
}

/** The browser is back. The sealed flow says for what, and that it is the same browser (login CSRF, mix-up: attack AT-46). */
async function back(
  parts: SsoRouteParts,
  connection: OwnedConnection,
  request: Request,
  finish: (flow: Flow) => Promise<Vouched>,
): Promise<Response> {
  const sealed = readFlowCookie(parts.address, request);
  const flow = sealed === undefined ? undefined : openFlow(parts.vault, sealed, parts.clock.now());
  const over = flowCookie(parts.address, undefined);
  if (flow === undefined || flow.connection !== connection.id)
    return failed(parts, ssoRefused(new Error('no flow of this browser')), strayed, [over]);
  try {
    const vouched = await finish(flow);
    const cookies = await comeOf(parts, connection, request, flow, vouched);
    return redirect(new URL(flow.returnTo, parts.address).href, [over, ...cookies]);
  } catch (error) {
    return failed(parts, error, flow, [over]);
  }
}

async function comeOf(
  parts: SsoRouteParts,
  connection: OwnedConnection,
  request: Request,
  flow: Flow,
  vouched: Vouched,
): Promise<readonly string[]> {
  if (flow.purpose === 'sign_in')
    return signInBySso(parts, parts.sessions, connection, vouched, request.headers.get('user-agent'));
  const principal = await parts.signedIn(request);
  if (flow.purpose === 'test') await testConnection(parts, connection, vouched, principal);
  else await stepUpBySso(parts, connection, vouched, principal, flow);
  return [];
}

function purposeOf(text: string | null): Flow['purpose'] {
  if (text === null || text === 'sign_in') return 'sign_in';
  if (text === 'test' || text === 'step_up') return text;
  throw notFound();
}

function failed(
  parts: SsoRouteParts,
  error: unknown,
  flow: Pick<Flow, 'purpose' | 'returnTo'>,
  cookies: readonly string[] = [],
): Response {
  if (!(error instanceof Problem)) throw error;
  parts.log.warn({ err: error, purpose: flow.purpose }, 'single sign-on was refused');
  return tell(parts, error, flow, cookies);
}

/** What went wrong is for a person in a browser: a cookie tells the page, for links can be forged. */
function tell(
  { address }: SsoRouteParts,
  { code, detail }: Problem,
  { purpose, returnTo }: Pick<Flow, 'purpose' | 'returnTo'>,
  cookies: readonly string[] = [],
): Response {
  const path = purpose === 'sign_in' ? '/sign-in' : returnTo;
  return redirect(new URL(path, address).href, [problemCookie(address, { code, detail }), ...cookies]);
}

/** 303: what comes next is a GET, whatever this was. */
function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}
