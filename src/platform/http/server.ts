import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { databaseAway } from '../db/index.ts';
import { newId } from '../id.ts';
import type { Log } from '../log.ts';
import { Problem, problemDocument } from '../problem.ts';
import { refuseSecondHeaders } from './one-of-each.ts';
import type { NodeRoute } from './route.ts';

/** What answers: raw routes first (no framework between them and the socket), everything else by `fetch`. */
export interface Handlers {
  readonly nodeRoutes: readonly NodeRoute[];
  readonly fetch: (request: Request, peer?: string) => Response | Promise<Response>;
}

export interface HttpServer {
  readonly port: number;
  /** From now on requests are answered by these. Until then everything is a 503 that says to come back. */
  serve(handlers: Handlers): void;
  /** Stops accepting, waits for what is under way (at most `drainMs`), then closes what is left. */
  stop(drainMs: number): Promise<void>;
}

/**
 * On every answer, whoever gives it: what is not declared a page of ours is never guessed to be one, and even opened as one it loads and
 * runs nothing (AT-59). Pages put their own policy in its place.
 */
const inertHeaders = new Map([
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox"],
]);

const starting: Handlers = {
  nodeRoutes: [],
  fetch: () => {
    const problem = new Problem({
      code: 'server.starting',
      status: 503,
      detail: 'The server is starting. Try again in some seconds.',
      retryAfterSeconds: 2,
    });
    const { status, body, headers } = problemReply(problem, newId('req'));
    return new Response(body, { status, headers });
  },
};

/**
 * Takes the address and listens, at first with nothing to serve: so the port is known, and a taken one is told before anything else starts.
 * @throws Problem `settings.port_in_use`, `settings.cannot_listen`
 */
export async function listen(host: string, port: number, log: Log): Promise<HttpServer> {
  let handlers = starting;
  const fallback = getRequestListener(
    (request, { incoming }) => handlers.fetch(request, incoming.socket.remoteAddress),
    { overrideGlobalObjects: false },
  );
  let stopping = false;
  const limits = { requestTimeout: 300_000, headersTimeout: 30_000, keepAliveTimeout: 65_000 };
  const server = createServer(limits, (request, response) => {
    response.setHeaders(inertHeaders);
    if (stopping) response.setHeader('connection', 'close');
    // A connection whose request was under way when the stop began is idle from here on, and nobody else would close it.
    response.once('close', () => {
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
    try {
      refuseSecondHeaders(request);
    } catch (error) {
      const { status, body, headers } = problemReply(error, newId('req'));
      // Where its body ends is what such a request is about, so nothing after it on this connection is believed.
      response.writeHead(status, { ...headers, connection: 'close' }).end(body);
      return;
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const candidates = handlers.nodeRoutes.filter((candidate) => matches(candidate, path));
    const route = candidates.find((candidate) => candidate.method === request.method) ?? candidates[0];
    if (route === undefined) void fallback(request, response);
    else void serveRaw(route, request, response, log);
  });
  server.on('clientError', refuseUnread);
  const bound = await bind(server, host, port);
  return {
    port: bound,
    serve: (given) => {
      handlers = given;
    },
    stop: async (drainMs) => {
      stopping = true;
      await new Promise<void>((resolve) => {
        const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close(() => {
          clearTimeout(deadline);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

/** What is not HTTP, or has headers without end, never becomes a request: it is refused on the socket, in the same form as everything else. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, reason, code, detail } = unread[error.code ?? ''] ?? malformed;
  const requestId = newId('req');
  const title = reason;
  const document = {
    type: `urn:countersign:problem:${code}`,
    title,
    status,
    code,
    detail,
    request: requestId,
  };
  const body = JSON.stringify(document);
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-type: application/problem+json\r\n` +
      `x-content-type-options: nosniff\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-request-id: ${requestId}\r\n\r\n${body}`,
  );
}

const malformed = {
  status: 400,
  reason: 'Bad Request',
  code: 'request.malformed',
  detail: 'This is not HTTP/1.1 as we can read it. Check the client or the proxy in between.',
};

const unread: Readonly<Record<string, typeof malformed>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    code: 'request.headers_too_large',
    detail:
      'The address and the headers are over 16 KiB together. Shorten them; long texts belong in the body.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: 'Request Timeout',
    code: 'request.timeout',
    detail: 'The request did not arrive in time. Send it again.',
  },
};

function matches(route: NodeRoute, path: string): boolean {
  return route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path;
}

async function serveRaw(
  route: NodeRoute,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  const requestId = newId('req');
  response.setHeader('x-request-id', requestId);
  try {
    if (route.method !== request.method)
      throw new Problem({
        code: 'request.method_not_allowed',
        status: 405,
        detail: `This address answers ${route.method} only.`,
      });
    await route.handle(request, response, requestId);
  } catch (error) {
    if (!(error instanceof Problem))
      log.error({ err: error, request: requestId, route: route.id }, 'a raw route failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, body, headers } = problemReply(error, requestId);
    response.writeHead(status, headers).end(body);
  }
}

/** The reply for anything thrown: a `Problem` as itself, everything else as a plain 500 that only names the request. */
export function problemReply(
  thrown: unknown,
  requestId: string,
): { status: number; body: string; headers: Record<string, string> } {
  const error = databaseAway(thrown) ?? thrown;
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'x-request-id': requestId,
  };
  if (error instanceof Problem) {
    if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
    return { status: error.status, body: JSON.stringify(problemDocument(error, requestId)), headers };
  }
  const body = {
    type: 'urn:countersign:problem:internal.error',
    title: 'Internal error',
    status: 500,
    code: 'internal.error',
    detail: `Something broke on our side. Nothing was half-written. Try again, or give an operator the request id ${requestId}.`,
    request: requestId,
  };
  return { status: 500, body: JSON.stringify(body), headers };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === 'EADDRINUSE';
      reject(
        new Problem({
          code: inUse ? 'settings.port_in_use' : 'settings.cannot_listen',
          status: 503,
          detail: inUse
            ? `Port ${port} on ${host} is taken. Stop what holds it, or choose another with PORT.`
            : `Cannot listen on ${host}:${port}. Check HOST and PORT.`,
          cause,
        }),
      );
    });
    server.listen(port, host, () => resolve(portOf(server.address())));
  });
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('invariant: a TCP server has a port');
  return address.port;
}
