import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createClient } from '../../clients/sdk/src/index.ts';
import { type SampleOrganization, sampleModel, samplePrompt } from './sample-organization.ts';

/** What clients hold in their hands: whole answers, and nothing that broke off. */
export interface Seen {
  /** Executions whose answer came whole, with status 200. */
  readonly executions: Set<string>;
  /** Commits that were answered with 201. */
  readonly commits: Set<string>;
  /** Answers that are neither, as `status code`. A loaded server that is healthy gives none. */
  readonly refusals: string[];
  /** The newest signed checkpoint that somebody read. */
  checkpoint: string | undefined;
}

export interface Load {
  /** Connections that failed or broke off, which a killed server causes. */
  broken(): number;
  /** Waits until every client has its last answer, or knows that none comes. */
  stop(): Promise<void>;
}

export const nothingSeen = (): Seen => ({
  executions: new Set(),
  commits: new Set(),
  refusals: [],
  checkpoint: undefined,
});

const clients = 8;
const everyMs = { commit: 40, checkpoint: 60, afterBreak: 25 } as const;
let branches = 0;

/**
 * Clients that run a governed prompt as fast as they get answers, one that commits to a branch and one that keeps checkpoints,
 * until `stop`. They go on when the server is gone, as clients do. `seen` may be shared by several loads.
 */
export function startLoad(address: string, organization: SampleOrganization, seen: Seen): Load {
  const stopping = new AbortController();
  let broken = 0;
  const repeat = async (turn: () => Promise<void>, pauseMs: number) => {
    while (!stopping.signal.aborted)
      try {
        await turn();
        await pause(pauseMs, stopping.signal);
      } catch (error) {
        if (!isConnectionError(error)) {
          seen.refusals.push(String(error));
          return;
        }
        broken += 1;
        await pause(everyMs.afterBreak, stopping.signal);
      }
  };
  const runs = Array.from({ length: clients }, (_, client) =>
    repeat(() => runPrompt(address, organization, seen, client), 0),
  );
  const work = Promise.all([
    ...runs,
    repeat(committer(address, organization, seen), everyMs.commit),
    repeat(() => keepCheckpoint(address, organization, seen), everyMs.checkpoint),
  ]);
  return {
    broken: () => broken,
    stop: async () => {
      stopping.abort();
      await work;
    },
  };
}

const pause = (ms: number, signal: AbortSignal) =>
  ms === 0 ? undefined : sleep(ms, undefined, { signal }).catch(() => undefined);

/** `fetch` rejects with a TypeError whenever no whole answer came: refused, reset, or cut short. */
function isConnectionError(error: unknown): boolean {
  return error instanceof TypeError;
}

const answered = z.object({ choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]) });

export const chatPath = '/openai/v1/chat/completions';

/** A call of the published `samplePrompt`. */
export function promptRequest(organization: SampleOrganization, ticket: string) {
  return {
    method: 'POST',
    headers: { authorization: `Bearer ${organization.key('viewer')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: sampleModel, messages: [], variables: { ticket } }),
  };
}

async function runPrompt(
  address: string,
  organization: SampleOrganization,
  seen: Seen,
  client: number,
): Promise<void> {
  const ticket = `Client ${client} has not got the parcel yet.`;
  const reply = await fetch(new URL(chatPath, address), promptRequest(organization, ticket));
  const text = await reply.text();
  const execution = reply.headers.get('countersign-execution');
  if (reply.status === 200 && execution !== null) {
    answered.parse(JSON.parse(text));
    seen.executions.add(execution);
  } else seen.refusals.push(`${reply.status} ${text}`);
}

const made = z.object({ commit: z.string(), head: z.string() });

/** Commits one after the other to a branch of its own, each on what the one before was answered with. */
function committer(address: string, organization: SampleOrganization, seen: Seen): () => Promise<void> {
  const client = createClient({ address, key: organization.key('contributor') });
  const library = '/api/v1/libraries/support';
  const branch = `load-${process.pid}-${branches++}`;
  let head: string | undefined;
  let turn = 0;
  return async () => {
    head ??= made.pick({ head: true }).parse(await client.post(`${library}/branches`, { name: branch })).head;
    const text = samplePrompt.replace('You answer', `Turn ${turn++}: you answer`);
    const answer = made.parse(
      await client.post(`${library}/commits`, {
        branch,
        expectedHead: head,
        message: `Turn ${turn}`,
        files: [{ path: 'answer.prompt', text }],
      }),
    );
    head = answer.head;
    seen.commits.add(answer.commit);
  };
}

async function keepCheckpoint(address: string, organization: SampleOrganization, seen: Seen): Promise<void> {
  const client = createClient({ address, key: organization.key('auditor') });
  const head = z.object({ checkpoint: z.string() }).parse(await client.get('/api/v1/ledger/head'));
  seen.checkpoint = head.checkpoint;
}
