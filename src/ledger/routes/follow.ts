import type { IncomingMessage, ServerResponse } from 'node:http';
import { drained, eventStreamHeaders, type NodeRoute, type RequestFacts } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { OrganizationId } from '../entry.ts';
import { followEntries } from '../explorer/follow-entries.ts';
import type { Ledger } from '../ledger.ts';
import { filterOf, listQuery } from './entry-query.ts';
import { wireEntry } from './operations.ts';

/** Who follows a log: of which organization, and whether they still may. */
export interface Following {
  readonly organization: OrganizationId;
  still(): Promise<boolean>;
}

export interface FollowGuard {
  /** With the permission `entry.list`; throws a `Problem` for everybody else. */
  followLog(facts: RequestFacts): Promise<Following>;
}

/** Streams at once on one node. Each asks the database twice a second. */
const mostStreams = 200;

/**
 * Entries as they come into the log, as server-sent events: `id` is the index, `data` the entry as `entry.list` has it. Takes the filters of
 * `entry.list`; begins with what comes next, after `Last-Event-ID`, or after `cursor`. A comment shows every few seconds that it is alive;
 * it ends when whoever reads may not any more.
 */
export function followRoute(
  ledger: Ledger,
  guard: FollowGuard,
  facts: (request: IncomingMessage) => RequestFacts,
): NodeRoute {
  let open = 0;
  return {
    id: 'entry.follow',
    method: 'GET',
    path: '/api/v1/entries/follow',
    access: 'principals who may list entries (entry.list)',
    handle: async (request, response) => {
      const following = await guard.followLog(facts(request));
      if (open >= mostStreams) throw tooMany();
      open += 1;
      try {
        await follow(ledger, following, request, response);
      } finally {
        open -= 1;
      }
    },
  };
}

async function follow(
  ledger: Ledger,
  following: Following,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { organization } = following;
  const { cursor, ...query } = queryOf(request);
  const head = (await ledger.head(organization))?.treeSize ?? 0;
  const last = /^\d{1,15}$/.test(String(request.headers['last-event-id']))
    ? Number(request.headers['last-event-id'])
    : cursor;
  const fromIndex = last === undefined ? head : last + 1;
  const stopping = new AbortController();
  response.once('close', () => stopping.abort());
  response.writeHead(200, eventStreamHeaders);
  response.write(`retry: 2000\n: from ${fromIndex}\n\n`);
  const { limit: _limit, ...filter } = filterOf(query);
  for await (const found of followEntries(ledger, organization, { ...filter, fromIndex }, stopping.signal)) {
    if (found === undefined && !(await following.still())) break;
    const text = found === undefined ? ': alive\n\n' : eventOf(found);
    if (!response.write(text)) await drained(response);
  }
  response.end();
}

/** One line of JSON: what it quotes cannot end it or begin another (AT-52). */
function eventOf(found: Parameters<typeof wireEntry>[0]): string {
  return `id: ${found.index}\nevent: entry\ndata: ${JSON.stringify(wireEntry(found))}\n\n`;
}

function queryOf(request: IncomingMessage) {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const parsed = listQuery.safeParse(Object.fromEntries(searchParams));
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: 'request.invalid',
    status: 400,
    detail: 'The query is not as entry.list wants it. See /api/docs.',
  });
}

function tooMany(): Problem {
  return new Problem({
    code: 'entry.follow.too_many',
    status: 503,
    detail:
      'Too many people follow the log on this node right now. Reload the list by hand, or try again in a minute.',
    retryAfterSeconds: 60,
  });
}
