import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NodeRoute } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Ledger } from '../ledger.ts';

/** A checkpoint with its proof has a few kilobytes. */
const mostBytes = 65_536;
const text = 'text/plain; charset=utf-8';

/**
 * c2sp.org/tlog-witness below `/witness/ORGANIZATION`: `add-checkpoint`, and what was cosigned last. For anybody, as it is meant: a log is known
 * by its signature, and only by the keys that an admin added. Leaves no entry (see `cosign`).
 */
export function cosigningRoutes(ledger: Ledger): NodeRoute[] {
  return [
    {
      id: 'witness.cosign',
      method: 'POST',
      path: '/witness/',
      access: 'anybody: what a known log signed is cosigned if it continues what was cosigned before',
      handle: (request, response) => replyCosigned(ledger, request, response),
    },
    {
      id: 'witness.read',
      method: 'GET',
      path: '/witness/',
      access: 'anybody who knows a log’s origin: the head that was cosigned last',
      handle: (request, response) => replyHead(ledger, request, response),
    },
  ];
}

async function replyCosigned(
  ledger: Ledger,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, organization = ''] = /^\/witness\/([^/?]+)\/add-checkpoint$/.exec(request.url ?? '') ?? [];
  if (!isId('org', organization)) throw notFound();
  const body = await bodyOf(request);
  const answer = await ledger.cosigning.cosign(organization, body);
  if (answer.status === 200) reply(response, 200, text, answer.line);
  else if (answer.status === 409) reply(response, 409, 'text/x.tlog.size', `${answer.size}\n`);
  else reply(response, answer.status, text, `${answer.why}\n`);
}

async function replyHead(ledger: Ledger, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, organization = '', hash = ''] =
    /^\/witness\/([^/?]+)\/([0-9a-f]{64})\/checkpoint$/.exec(request.url ?? '') ?? [];
  const head = isId('org', organization) ? await ledger.cosigning.head(organization, hash) : undefined;
  if (head === undefined) throw notFound();
  reply(response, 200, text, head.note);
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
    })
    .end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    if (!(piece instanceof Buffer)) continue;
    bytes += piece.length;
    if (bytes > mostBytes)
      throw new Problem({
        code: 'request.too_large',
        status: 413,
        detail: 'A checkpoint with its proof has at most 64 KiB.',
      });
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
