/**
 * Whether the gateway holds out: `npm run bench:soak -- [--minutes=10] [--streams=2000]`. At 80 % of the highest rate that this machine
 * reaches, with so many idle streams open for the first minute; then whether memory stayed flat, no entry is missing, and the log verifies.
 */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createClient } from '../../clients/sdk/src/index.ts';
import { linesOf, verifyExport } from '../../clients/sdk/src/verify/index.ts';
import { type BenchServer, countersign, startUpstream } from './gateway/contenders.ts';
import { runLoad } from './gateway/load.ts';
import { residentBytes } from './gateway/processes.ts';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, streams: { type: 'string', default: '2000' } },
});
/** Slower than they end: so all are open at one moment. */
const streamsPerSecond = 60;
const minutes = Number(options.minutes);
const say = (what: string, figure: string) => console.log(`${what.padEnd(58)} ${figure}`);
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const bodyOf = (model: string, stream: boolean) =>
  JSON.stringify({
    ...{ model, max_tokens: stream ? 5 : 4_096, stream },
    messages: [{ role: 'user', content: 'What is due? '.repeat(300) }],
  });
const whole = { concurrency: 64, endsWith: '}}' };

/** One stream whose provider says nothing for a minute. Resolves with whether it came whole. */
async function idleStream(server: BenchServer): Promise<string> {
  const asked = request(`${server.target.origin}${server.target.path}`, {
    method: 'POST',
    headers: server.target.headers,
    agent: false,
  });
  asked.end(bodyOf('bench-60000', true));
  const [reply]: IncomingMessage[] = await once(asked, 'response');
  let tail = '';
  for await (const piece of reply ?? []) tail = `${tail}${piece}`.slice(-100);
  return reply?.statusCode === 200 && tail.trimEnd().endsWith('[DONE]')
    ? 'whole'
    : `${reply?.statusCode} ${tail}`;
}

/** Keeps a pace: a call every so often, whether or not the ones before were answered. */
async function pace(server: BenchServer, perSecond: number, milliseconds: number) {
  const counts = { answered: 0, failed: 0, memory: [residentBytes(server.process.pid)] };
  let firstFailure: string | undefined;
  const agent = runnerOf(server);
  const started = performance.now();
  let begun = 0;
  let looked = 1;
  const calls: Promise<void>[] = [];
  while (performance.now() - started < milliseconds) {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    for (; begun < due; begun += 1)
      calls.push(
        agent()
          .catch(String)
          .then((failure) => {
            counts[failure === undefined ? 'answered' : 'failed'] += 1;
            if (failure !== undefined) firstFailure ??= failure;
          }),
      );
    if ((performance.now() - started) / 10_000 > looked) {
      looked += 1;
      counts.memory.push(residentBytes(server.process.pid));
      calls.splice(0, Math.max(0, calls.length - 5_000));
    }
    await sleep(5);
  }
  await Promise.all(calls);
  return { ...counts, firstFailure };
}

function runnerOf(server: BenchServer): () => Promise<string | undefined> {
  const init = { method: 'POST', headers: server.target.headers, body: bodyOf('bench-0', false) };
  return async () => {
    const reply = await fetch(`${server.target.origin}${server.target.path}`, init);
    const text = await reply.text();
    return reply.status === 200 && text.endsWith('}}') ? undefined : `${reply.status} ${text.slice(0, 300)}`;
  };
}

const lineSchema = z.object({ leaf: z.base64().optional() });
const leafSchema = z.object({ action: z.string(), data: z.record(z.string(), z.unknown()) });

/** Verifies the whole log as an auditor would, and counts. */
async function completedIn(server: BenchServer) {
  const client = createClient({ address: server.target.origin, key: server.organization.key('auditor') });
  let succeeded = 0;
  let intended = 0;
  async function* counted() {
    for await (const line of linesOf(await client.stream('/api/v1/ledger/export'))) {
      const { leaf } = lineSchema.parse(JSON.parse(line));
      if (leaf !== undefined) {
        const { action, data } = leafSchema.parse(JSON.parse(Buffer.from(leaf, 'base64').toString()));
        if (action === 'execution.intend') intended += 1;
        if (action === 'execution.complete' && data.status === 'succeeded') succeeded += 1;
      }
      yield line;
    }
  }
  const answer = await verifyExport(counted(), {});
  return { succeeded, intended, answer };
}

const upstream = await startUpstream();
const server = await countersign(upstream.port);
try {
  await runLoad(server.target, bodyOf('bench-0', false), { ...whole, milliseconds: 5_000 });
  const highest = await runLoad(server.target, bodyOf('bench-0', false), { ...whole, milliseconds: 10_000 });
  const warmup = highest.requests;
  const rate = (highest.requests / highest.seconds) * 0.8;
  say('highest rate, 64 at once', `${Math.round(highest.requests / highest.seconds)} executions/s`);
  const streams: Promise<string>[] = [];
  while (streams.length < Number(options.streams)) {
    streams.push(idleStream(server).catch(String));
    await sleep(1_000 / streamsPerSecond);
  }
  say(`memory with ${streams.length} idle streams open`, megabytes(residentBytes(server.process.pid)));
  const soaked = await pace(server, rate, minutes * 60_000);
  const ends = await Promise.all(streams);
  const cameWhole = ends.filter((end) => end === 'whole').length;
  const broken = ends.find((end) => end !== 'whole');
  say(
    'idle streams that came whole',
    `${cameWhole} of ${streams.length}${broken === undefined ? '' : `; ${broken}`}`,
  );
  say(
    `answered at ${Math.round(rate)}/s for ${minutes} min`,
    `${soaked.answered}, failed ${soaked.failed}${soaked.firstFailure === undefined ? '' : `; ${soaked.firstFailure}`}`,
  );
  // The first minute holds the streams; from the second on it must be flat.
  const settled = soaked.memory.slice(Math.min(8, Math.floor(soaked.memory.length / 2)));
  const [first = 0] = settled;
  say('memory after the streams, every 10 s', settled.map((bytes) => Math.round(bytes / 1e6)).join(' '));
  say('  the last against the first', `${(((settled.at(-1) ?? 0) / first - 1) * 100).toFixed(1)} %`);
  const { succeeded, intended, answer } = await completedIn(server);
  say('the log verifies', answer.ok ? `yes, ${answer.treeSize} entries` : answer.sentence);
  say('executions in the log: intended, succeeded', `${intended}, ${succeeded}`);
  const least = soaked.answered + warmup + cameWhole;
  say('  answers that clients hold (the first warm-up not counted)', `${least}`);
  if (!answer.ok || succeeded < least || intended < succeeded) process.exitCode = 1;
} finally {
  await server.end();
  await upstream.end();
}
