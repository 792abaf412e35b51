import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { authorize, type Principal } from '../../access/index.ts';
import type { NodeRoute } from '../../platform/http/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Library } from '../libraries.ts';
import { resourceOf } from '../library.ts';
import { openLibrary } from '../open-library.ts';
import { advertisement, advertisementV2, listRefs, type Service, visibleRefs } from './advertise.ts';
import { keyOf } from './credentials.ts';
import { readCommandV2 } from './fetch-request.ts';
import { gitLimits } from './limits.ts';
import type { GitParts } from './parts.ts';
import { packet } from './pkt-line.ts';
import { receivePush } from './receive.ts';
import { reportOf } from './report.ts';
import { badRequest, type RequestBody, readRequest } from './request-body.ts';
import { turnstile } from './turnstile.ts';
import { uploadV0, uploadV2 } from './upload.ts';

interface Asked {
  readonly principal: Principal;
  readonly library: Library;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Quiet this long, and a connection is closed: who stalls must not keep others from being served. */
const idleMs = 120_000;

/** Git's smart HTTP at `/git/ORG/LIBRARY.git` (gitprotocol-http). What is refused is text, which is what git shows to people. */
export function gitRoutes(parts: GitParts): NodeRoute[] {
  const pushes = turnstile(gitLimits.atOnce, gitLimits.waiting);
  const fetches = turnstile(gitLimits.atOnce * 2, gitLimits.waiting);
  const access = 'a key (HTTP Basic: any name, the key as password)';
  const route = (
    method: 'GET' | 'POST',
    id: string,
    answer: (address: Address, asked: Asked) => Promise<void>,
  ): NodeRoute => ({
    id,
    method,
    path: '/git/',
    access,
    handle: async (request, response, requestId) => {
      response.setHeader('cache-control', 'no-cache, no-store, max-age=0, must-revalidate');
      response.setHeader('x-content-type-options', 'nosniff');
      // Without a listener of ours, Node destroys what times out; the next request on the connection starts without.
      request.socket.setTimeout(idleMs);
      try {
        const address = addressOf(request.url ?? '');
        const principal = await callerOf(parts, request);
        const library = await libraryAt(parts, principal, address);
        await answer(address, { principal, library, request, response });
      } catch (error) {
        if (isGone(error, response)) return;
        refuse(parts, response, error, requestId);
      }
    },
  });
  return [
    route('GET', 'git.refs', (address, asked) => answerRefs(parts, address, asked)),
    route('POST', 'git.pack', (address, asked) =>
      address.action === 'git-upload-pack'
        ? fetches(() => answerFetch(parts, address, asked))
        : pushes(() => answerPush(parts, address, asked)),
    ),
  ];
}

interface Address {
  readonly organization: string;
  readonly library: string;
  readonly action: string;
  readonly query: URLSearchParams;
}

function addressOf(url: string): Address {
  const [path = '', query = ''] = url.split('?', 2);
  const [, organization, library, action] =
    /^\/git\/([a-z0-9-]{1,63})\/([a-z0-9-]{1,63})\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(
      path,
    ) ?? [];
  return {
    organization: organization ?? '',
    library: library ?? '',
    action: action ?? '',
    query: new URLSearchParams(query),
  };
}

async function callerOf(parts: GitParts, request: IncomingMessage): Promise<Principal> {
  const key = keyOf(request.headers.authorization);
  const forwarded = request.headers['x-forwarded-for'];
  const headers = new Map([
    ['authorization', `Bearer ${key}`],
    ...(typeof forwarded === 'string' ? [['x-forwarded-for', forwarded] as const] : []),
  ]);
  const facts = {
    method: request.method ?? 'GET',
    peer: request.socket.remoteAddress,
    header: (name: string) => headers.get(name),
  };
  const principal = key === undefined ? undefined : await parts.authenticate(facts);
  if (principal !== undefined) return principal;
  throw new Problem({
    code: 'request.unauthenticated',
    status: 401,
    detail:
      'Sign in with any name and a key of yours as the password. Keys are made in the web app under People.',
  });
}

/** The identical 404 for a library, an organization or an address that is not there or not theirs to see. */
function libraryAt(
  parts: GitParts,
  principal: Principal,
  { organization, library, action }: Address,
): Promise<Library> {
  if (action === '' || organization !== principal.organizationName) throw notFound();
  return openLibrary(parts, principal, library);
}

const asksV2 = (request: IncomingMessage) =>
  String(request.headers['git-protocol'] ?? '')
    .split(':')
    .includes('version=2');

async function answerRefs(
  parts: GitParts,
  address: Address,
  { principal, library, request, response }: Asked,
): Promise<void> {
  if (address.action !== 'info/refs') throw notFound();
  const service = serviceOf(address.query.get('service'));
  // What is fetched is every asset; knowing of the library is not enough.
  authorize(principal, service === 'git-receive-pack' ? 'commit.create' : 'asset.read', resourceOf(library));
  const type = `application/x-${service}-advertisement`;
  const body =
    service === 'git-upload-pack' && asksV2(request)
      ? advertisementV2()
      : advertisement(service, await visibleRefs(parts, principal, library));
  response.writeHead(200, { 'content-type': type }).end(body);
}

function serviceOf(name: string | null): Service {
  if (name === 'git-upload-pack' || name === 'git-receive-pack') return name;
  throw badRequest('only smart HTTP is served, with ?service=git-upload-pack or git-receive-pack');
}

async function answerFetch(
  parts: GitParts,
  address: Address,
  { principal, library, request, response }: Asked,
): Promise<void> {
  authorize(principal, 'asset.read', resourceOf(library));
  const body = openBody(address, request, gitLimits.fetchBodyBytes);
  try {
    const bytes = asksV2(request)
      ? await answerV2(parts, principal, library, body)
      : await uploadV0(parts, principal, library, body);
    response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
    if (bytes === undefined) response.end();
    else await pipeline(Readable.from(bytes, { objectMode: true, highWaterMark: 2 }), response);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'git.not_our_ref') throw error;
    response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
    response.end(packet(`ERR ${error.detail}\n`));
  } finally {
    await body.close();
  }
}

async function answerV2(parts: GitParts, principal: Principal, library: Library, body: RequestBody) {
  const command = await readCommandV2(body);
  if (command === undefined) return undefined;
  if (command.name === 'fetch') return uploadV2(parts, principal, library, command.args);
  if (command.name !== 'ls-refs') throw badRequest('there is no such command');
  const listed = listRefs(await visibleRefs(parts, principal, library), command.args);
  return (async function* () {
    yield listed;
  })();
}

async function answerPush(
  parts: GitParts,
  address: Address,
  { principal, library, request, response }: Asked,
): Promise<void> {
  authorize(principal, 'commit.create', resourceOf(library));
  const body = openBody(address, request, gitLimits.pushBodyBytes);
  try {
    const report = await receivePush(parts, principal, library, body);
    // Git reads no reply before it has sent everything.
    await body.close();
    response.writeHead(200, { 'content-type': 'application/x-git-receive-pack-result' });
    response.end(report === undefined ? undefined : reportOf(report));
  } finally {
    await body.close();
  }
}

/** Only what git sends itself: a web page of somebody else can make no form of this type. */
function openBody({ action }: Address, request: IncomingMessage, maxBytes: number): RequestBody {
  if (action !== 'git-upload-pack' && action !== 'git-receive-pack') throw notFound();
  if (request.headers['content-type'] !== `application/x-${action}-request`)
    throw new Problem({
      code: 'git.unsupported_type',
      status: 415,
      detail: `The body must be application/x-${action}-request.`,
    });
  return readRequest(request, maxBytes);
}

/** The client went away in the middle: nobody is there to be told, and it is no bug. */
function isGone(error: unknown, response: ServerResponse): boolean {
  const closed = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
  return closed && response.destroyed;
}

function refuse(parts: GitParts, response: ServerResponse, error: unknown, requestId: string): void {
  if (!(error instanceof Problem))
    parts.log.error({ err: error, request: requestId }, 'git over HTTP failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, text } =
    error instanceof Problem
      ? { status: error.status, text: `${error.detail} (${error.code})` }
      : {
          status: 500,
          text: `Something broke on our side. Nothing was half-written. The request was ${requestId}.`,
        };
  const headers: Record<string, string> = { 'content-type': 'text/plain' };
  if (status === 401) headers['www-authenticate'] = 'Basic realm="Countersign", charset="UTF-8"';
  if (error instanceof Problem && error.retryAfterSeconds !== undefined)
    headers['retry-after'] = String(error.retryAfterSeconds);
  response.writeHead(status, headers).end(`${text}\n`);
}
