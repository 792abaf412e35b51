import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { authorize, type Principal, permits, theOrganization } from '../../access/index.ts';
import { drained, eventStreamHeaders, type NodeRoute, notSignedIn } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import { exportExecutions } from '../export.ts';
import { followExecutions } from '../follow.ts';
import type { GatewayParts } from '../parts.ts';
import { exportQuery, followQuery, questionOf, readQuery } from './execution-query.ts';

/** Streams at once on one node. Each asks the database twice a second. */
const mostStreams = 200;
const access = 'principals who may list executions (execution.list)';

/**
 * The list of executions as it grows, and as a file. Both take the filters of `execution.list`. Live: server-sent events, `id` a place in
 * the log, `data` an execution as the list has it, when it begins and again when it ends; begins with what comes next, or after
 * `Last-Event-ID`; a comment shows every few seconds that it is alive; it ends when whoever reads may not any more.
 */
export function executionRoutes(parts: GatewayParts): NodeRoute[] {
  let open = 0;
  return [
    {
      id: 'execution.follow',
      method: 'GET',
      path: '/api/v1/executions/follow',
      access,
      handle: async (request, response) => {
        const reader = await readerOf(parts, request);
        if (open >= mostStreams) throw tooMany();
        open += 1;
        try {
          await follow(parts, reader, request, response);
        } finally {
          open -= 1;
        }
      },
    },
    {
      id: 'execution.export',
      method: 'GET',
      path: '/api/v1/executions/export',
      access,
      handle: async (request, response) =>
        sendExport(parts, await readerOf(parts, request), request, response),
    },
  ];
}

async function readerOf(parts: GatewayParts, request: IncomingMessage): Promise<Principal> {
  const principal = await parts.access.authenticate({
    method: request.method ?? 'GET',
    peer: request.socket.remoteAddress,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  });
  if (principal === undefined) throw notSignedIn();
  authorize(principal, 'execution.list', theOrganization);
  return principal;
}

async function follow(
  parts: GatewayParts,
  reader: Principal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = questionOf(readQuery(followQuery, request.url));
  const last = String(request.headers['last-event-id'] ?? '');
  const head = (await parts.ledger.head(reader.organization))?.treeSize ?? 0;
  const fromIndex = /^\d{1,15}$/.test(last) ? Number(last) + 1 : head;
  const stopping = new AbortController();
  response.once('close', () => stopping.abort());
  response.writeHead(200, eventStreamHeaders);
  response.write(`retry: 2000\n: from ${fromIndex}\n\n`);
  let now = reader;
  for await (const look of followExecutions(parts, () => now, query, fromIndex, stopping.signal)) {
    // AT-45: what somebody may see is asked again before anything more is shown.
    const still = await parts.access.still(now);
    if (still === undefined || !permits(still, 'execution.list', theOrganization)) break;
    now = still;
    // One line of JSON: what it quotes cannot end it or begin another (AT-52).
    const events = look.executions.map(
      (execution) => `id: ${look.lastIndex}\nevent: execution\ndata: ${JSON.stringify(execution)}\n\n`,
    );
    if (!response.write(events.join('') || ': alive\n\n')) await drained(response);
  }
  response.end();
}

async function sendExport(
  parts: GatewayParts,
  reader: Principal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { format, ...query } = readQuery(exportQuery, request.url);
  response.writeHead(200, {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
    'content-disposition': `attachment; filename="executions.${format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  try {
    await pipeline(Readable.from(exportExecutions(parts, reader, questionOf(query), format)), response);
  } catch (error) {
    // The client went away: nothing of ours failed.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error;
  }
}

function tooMany(): Problem {
  return new Problem({
    code: 'execution.follow.too_many',
    status: 503,
    detail:
      'Too many people follow executions on this node right now. Reload the list by hand, or try again in a minute.',
    retryAfterSeconds: 60,
  });
}
