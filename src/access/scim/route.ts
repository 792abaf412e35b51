import type { JsonObject } from '../../platform/canonical-json.ts';
import type { FetchRoute } from '../../platform/http/index.ts';

import { isStorableText } from '../../platform/untrusted-json.ts';
import { isSecret } from '../key.ts';
import { readScimBody } from './body.ts';
import { listOf, type ScimCall, type ScimPages, type ScimParts } from './call.ts';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts';
import { errorSchema, noResource, ScimError } from './error.ts';
import { groupPages, userPages } from './resources.ts';
import { selectStoredToken } from './store/tokens.ts';
import { type Directory, isGood, parseToken } from './token.ts';

const prefix = '/scim/v2/';

/** SCIM 2.0 (RFC 7643, RFC 7644) for people and groups, for whoever has a token of an organization. */
export function createScimRoute(parts: ScimParts): FetchRoute {
  const base = new URL('/scim/v2', parts.address).href;
  const pages: Readonly<Record<string, ScimPages>> = { Users: userPages(parts), Groups: groupPages(parts) };
  return {
    id: 'scim',
    prefix,
    access:
      'A directory, with a bearer token for provisioning of one organization. No key and no session opens it.',
    handle: async (request) => {
      try {
        return await answered(parts, base, pages, request);
      } catch (error) {
        return failure(parts, error);
      }
    },
  };
}

async function answered(
  parts: ScimParts,
  base: string,
  pages: Readonly<Record<string, ScimPages>>,
  request: Request,
): Promise<Response> {
  const directory = await authenticated(parts, request);
  const url = new URL(request.url);
  const [kind = '', id, more] = url.pathname.slice(prefix.length).split('/').map(decoded);
  if (more !== undefined) throw noResource();
  if (![...url.searchParams].flat().every(isStorableText)) throw noResource();
  const found = described(base, kind, id);
  if (found !== undefined && request.method === 'GET') return reply(200, found);
  if (kind === 'Bulk' || kind === 'Me') throw new ScimError(501, undefined, `${kind} is not there.`);
  const page = Object.hasOwn(pages, kind) ? pages[kind] : undefined;
  if (page === undefined) throw noResource();
  const call: ScimCall = { directory, base, query: url.searchParams, body: () => readScimBody(request) };
  const asked = `${request.method} ${id === undefined ? 'all' : 'one'}`;
  if (asked === 'GET all') return reply(200, await page.list(call));
  if (asked === 'POST all') return reply(201, await page.create(call));
  if (id === undefined) throw noResource();
  if (asked === 'GET one') return reply(200, await page.read(call, id));
  if (asked === 'PUT one') return reply(200, await page.replace(call, id));
  if (asked === 'PATCH one') return reply(200, await page.patch(call, id));
  if (asked !== 'DELETE one') throw noResource();
  await page.remove(call, id);
  return new Response(null, { status: 204 });
}

function described(base: string, kind: string, id: string | undefined): JsonObject | undefined {
  if (kind === 'ServiceProviderConfig' && id === undefined) return serviceProviderConfig(base);
  const lists = { ResourceTypes: resourceTypes(base), Schemas: schemas(base) };
  const list = kind === 'ResourceTypes' || kind === 'Schemas' ? lists[kind] : undefined;
  if (list === undefined) return undefined;
  return id === undefined ? listOf(list, list.length, 1) : list.find((one) => one.id === id);
}

/** Constant time, whether or not there is such a token (attack AT-43). */
async function authenticated({ reader, clock }: ScimParts, request: Request): Promise<Directory> {
  const text = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const given = text === undefined ? undefined : parseToken(text);
  const stored = given && (await selectStoredToken(reader, given.prefix));
  const same = given !== undefined && isSecret(given.secretSha256, stored?.secretSha256);
  if (!same || stored === undefined || !isGood(stored.token, clock.now()))
    throw new ScimError(
      401,
      undefined,
      'Send a token for provisioning that is good as "Authorization: Bearer cs_scim_…".',
    );
  return { organization: stored.organization, token: stored.token.id };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw noResource();
  }
}

function reply(status: number, body: JsonObject): Response {
  const { meta } = body;
  const location =
    typeof meta === 'object' && meta !== null && 'location' in meta ? meta.location : undefined;
  const headers = new Headers({ 'content-type': 'application/scim+json', 'cache-control': 'no-store' });
  if (status === 201 && typeof location === 'string') headers.set('location', location);
  return new Response(JSON.stringify(body), { status, headers });
}

function failure(parts: ScimParts, error: unknown): Response {
  if (!(error instanceof ScimError)) throw error;
  parts.log.debug({ err: error }, 'provisioning was refused');
  const { status, scimType, message } = error;
  const type = scimType === undefined ? {} : { scimType };
  return reply(status, { schemas: [errorSchema], status: String(status), ...type, detail: message });
}
