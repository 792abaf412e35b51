import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import type { NodeRoute, RequestFacts } from '../../platform/http/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { OrganizationId } from '../entry.ts';
import { formTypes } from '../forms/write.ts';
import type { Ledger } from '../ledger.ts';
import { parseTilePath } from '../tile.ts';
import { cosigningRoutes } from './cosigning.ts';
import { exportQuery } from './entry-query.ts';
import { type FollowGuard, followRoute } from './follow.ts';

/** Who may read a log whole. Both throw a `Problem` for everybody else; the 404 for a log that is not there is the same as for one hidden. */
export interface LogGuard extends FollowGuard {
  /** For `/ledger/ORG/…`: the organization whose URL name that is. */
  readLog(facts: RequestFacts, organizationName: string): Promise<OrganizationId>;
  /** For the export: the organization of the credential, with the permission `ledger.export`. */
  exportLog(facts: RequestFacts): Promise<OrganizationId>;
}

const text = 'text/plain; charset=utf-8';
/** What a tile's address names never changes, partial ones included. Private: the log is for those who may read it. */
const forever = 'private, max-age=31536000, immutable';

/** The read API of c2sp.org/tlog-tiles, so that other people's clients and verifiers work on the log; and the export. */
export function logRoutes(ledger: Ledger, guard: LogGuard): NodeRoute[] {
  return [
    ...cosigningRoutes(ledger),
    followRoute(ledger, guard, factsOf),
    {
      id: 'ledger.read',
      method: 'GET',
      path: '/ledger/',
      access: 'principals who may export the log (ledger.export)',
      handle: (request, response) => replyLog(ledger, guard, request, response),
    },
    {
      id: 'ledger.export',
      method: 'GET',
      path: '/api/v1/ledger/export',
      access: 'principals who may export the log (ledger.export)',
      handle: (request, response) => replyExport(ledger, guard, request, response),
    },
  ];
}

async function replyLog(
  ledger: Ledger,
  guard: LogGuard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, name = '', resource = ''] = /^\/ledger\/([^/?]+)\/([^?]*)/.exec(request.url ?? '') ?? [];
  const organization = await guard.readLog(factsOf(request), name);
  if (resource === 'checkpoint' || resource === 'key') {
    const head = await ledger.head(organization);
    if (head === undefined) throw notFound();
    reply(response, text, 'no-cache', Buffer.from(resource === 'key' ? `${head.key}\n` : head.checkpoint));
    return;
  }
  if (resource === 'witnessed') {
    const { head } = await ledger.witnesses.standing(organization);
    if (head === undefined) throw notFound();
    reply(response, text, 'no-cache', Buffer.from(head.checkpoint));
    return;
  }
  const tile = parseTilePath(resource);
  const bytes = tile && (await ledger.tile(organization, tile));
  if (bytes === undefined) throw notFound();
  reply(response, 'application/octet-stream', forever, bytes);
}

function reply(response: ServerResponse, type: string, cacheControl: string, body: Uint8Array): void {
  response
    .writeHead(200, {
      'content-type': type,
      'content-length': body.length,
      'cache-control': cacheControl,
      vary: 'authorization, cookie',
      'x-content-type-options': 'nosniff',
    })
    .end(body);
}

async function replyExport(
  ledger: Ledger,
  guard: LogGuard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const organization = await guard.exportLog(factsOf(request));
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const query = exportQuery.safeParse(Object.fromEntries(searchParams));
  if (!query.success)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail:
        'The export is format=jsonl, whole; or format=csv, ocsf, otlp or cef, with from, to and limit (of indexes), since and until (times).',
    });
  const head = await ledger.head(organization);
  if (head === undefined) throw notFound();
  const { type, next, lines } = exportOf(ledger, organization, head.treeSize, query.data);
  response.writeHead(200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${organization}.countersign.${query.data.format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(next === undefined ? {} : { 'countersign-next-index': next }),
  });
  try {
    await pipeline(Readable.from(lines), response);
  } catch (error) {
    // The client went away: nothing of ours failed, and what it has is cut short, which the verifier says.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error;
  }
}

/** `next` is where the next page begins: what was signed meanwhile is in that one, so pages leave nothing out and repeat nothing. */
function exportOf(
  ledger: Ledger,
  organization: OrganizationId,
  treeSize: number,
  query: z.output<typeof exportQuery>,
): { type: string; next?: number; lines: AsyncIterable<string> } {
  if (query.format === 'jsonl')
    return { type: 'application/vnd.countersign.export+jsonl', lines: ledger.export(organization) };
  const { format, from, limit, since, until } = query;
  const end = Math.min(treeSize, query.to ?? treeSize, from + (limit ?? treeSize));
  const range = { from, to: end, since, until };
  const next = Math.max(from, end);
  if (format === 'csv')
    return { type: 'text/csv; charset=utf-8', next, lines: ledger.exportCsv(organization, range) };
  return { type: formTypes[format], next, lines: ledger.exportForm(organization, format, range) };
}

function factsOf(request: IncomingMessage): RequestFacts {
  return {
    method: request.method ?? 'GET',
    peer: request.socket.remoteAddress,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}
