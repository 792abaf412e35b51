import { isIP } from 'node:net';
import { Client } from 'undici';
import { type HostList, isListed } from '../../platform/host-list.ts';
import {
  guardedLookup,
  isForbiddenHost,
  isPublicAddress,
  publicLookup,
} from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';

const timeoutMs = 8_000;
const mostBytes = 1_000_000;

/** What an identity provider is asked with. */
export interface OutgoingRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Asks an identity provider (attack AT-49): only hosts that `refuseHost` lets by, resolved once and connected to that very address, without
 * redirects, with limits of time and size.
 * @throws Problem `sso_connection.host_not_allowed` 422, `sso_connection.unreachable` 502
 */
export async function askProvider(hosts: HostList, url: URL, request: OutgoingRequest): Promise<Response> {
  refuseHost(hosts, url);
  const client = new Client(url.origin, {
    allowH2: false,
    maxHeaderSize: 16_384,
    connect: { timeout: timeoutMs, lookup: hosts.length === 0 ? publicLookup : guardedLookup },
  });
  try {
    const answer = await client.request({
      method: request.method === 'POST' ? 'POST' : 'GET',
      path: `${url.pathname}${url.search}`,
      headers: { 'user-agent': 'Countersign', ...request.headers },
      body: request.body ?? null,
      signal: AbortSignal.timeout(timeoutMs),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of [value ?? []].flat()) headers.append(name, one);
    for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
    return new Response(await wholeBody(answer.body), { status: answer.statusCode, headers });
  } catch (cause) {
    throw unreachable(url, cause);
  } finally {
    await client.destroy().catch(() => undefined);
  }
}

/**
 * With a list: the listed hosts only, over http only when they are this machine. Without: any public host, over https.
 * @throws Problem `sso_connection.host_not_allowed` 422
 */
export function refuseHost(hosts: HostList, url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = isIP(host) !== 0;
  if (url.username !== '' || url.password !== '' || isForbiddenHost(url.hostname))
    throw notAllowed(url, 'It cannot be one.');
  if (hosts.length > 0) {
    if (!isListed(hosts, url)) throw notAllowed(url, 'An operator can add it to COUNTERSIGN_SSO_HOSTS.');
    const here = host === 'localhost' || host === '::1' || host.startsWith('127.');
    if (url.protocol !== 'https:' && !here) throw notAllowed(url, 'Use its https address.');
    return;
  }
  if (url.protocol !== 'https:') throw notAllowed(url, 'Use its https address.');
  if (literal && !isPublicAddress(host))
    throw notAllowed(url, 'It is not public; an operator can allow it with COUNTERSIGN_SSO_HOSTS.');
}

function notAllowed(url: URL, next: string): Problem {
  return new Problem({
    code: 'sso_connection.host_not_allowed',
    status: 422,
    detail: `An identity provider may not be at ${url.origin} here. ${next}`,
  });
}

export function unreachable(url: URL, cause: unknown): Problem {
  return new Problem({
    code: 'sso_connection.unreachable',
    status: 502,
    detail: `The identity provider at ${url.origin} does not answer as it should. Check its address, and try again when it is up.`,
    cause,
  });
}

async function wholeBody(body: AsyncIterable<unknown>): Promise<Buffer<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    if (!(piece instanceof Uint8Array)) continue;
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error(`an answer of over ${mostBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
