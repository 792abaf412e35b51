import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NodeRoute, RequestFacts } from '../../platform/http/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { OrganizationId } from '../entry.ts';
import type { Ledger } from '../ledger.ts';
import { parseTilePath } from '../tile.ts';
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
        'The export is format=jsonl, whole; or format=csv, with from and to (indexes), since and until (times).',
    });
  if ((await ledger.head(organization)) === undefined) throw notFound();
  const asked = query.data;
  const csv = asked.format === 'csv';
  response.writeHead(200, {
    'content-type': csv ? 'text/csv; charset=utf-8' : 'application/vnd.countersign.export+jsonl',
    'content-disposition': `attachment; filename="${organization}.countersign.${asked.format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const lines =
    asked.format === 'csv'
      ? ledger.exportCsv(organization, { to: undefined, since: undefined, until: undefined, ...asked })
      : ledger.export(organization);
  try {
    await pipeline(Readable.from(lines), response);
  } catch (error) {
    // The client went away: nothing of ours failed, and what it has is cut short, which the verifier says.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error;
  }
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
