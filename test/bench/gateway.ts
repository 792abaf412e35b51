/**
 * The gateway against its peers: `npm run bench:gateway -- [--rounds=5] [--seconds=2] [--only=SHAPE] [--portkey=FOLDER] [--profile=FOLDER]`.
 * The same mock upstream in its own process, one load generator, the contenders in turn within each round, medians over the rounds.
 * Figures of one machine say little; what they are to each other says much.
 */
import { parseArgs } from 'node:util';
import {
  bareProxy,
  type Contender,
  countersign,
  direct,
  portkey,
  startUpstream,
} from './gateway/contenders.ts';
import { median, quantile, type Run, runLoad } from './gateway/load.ts';
import { processorTimeUs, residentBytes } from './gateway/processes.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
    contenders: { type: 'string', default: 'direct,bare,portkey,countersign' },
    portkey: { type: 'string' },
    profile: { type: 'string' },
  },
});

interface Shape {
  readonly name: string;
  readonly concurrency: number;
  readonly body: string;
  readonly endsWith: string;
}

const bodyOf = (model: string, askedBytes: number, size: number, stream: boolean) =>
  JSON.stringify({
    model,
    max_tokens: size,
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
    messages: [
      { role: 'user', content: 'What is due? '.repeat(Math.ceil(askedBytes / 13)).slice(0, askedBytes) },
    ],
  });
const whole = (name: string, concurrency: number, kib: number, model = 'bench-0'): Shape => ({
  ...{ name, concurrency, endsWith: '}}' },
  body: bodyOf(model, kib * 1024, kib * 1024, false),
});
const stream = (concurrency: number): Shape => ({
  ...{ name: `stream of 200, ${concurrency} at once`, concurrency, endsWith: '[DONE]' },
  body: bodyOf('bench-0', 1024, 200, true),
});

const shapes: readonly Shape[] = [
  ...[1, 10, 64].map((at) => whole(`4 KB, ${at} at once`, at, 4)),
  ...[1, 10, 64].map((at) => whole(`64 KB, ${at} at once`, at, 64)),
  ...[1, 10, 64].map(stream),
  whole('4 KB, upstream takes 50 ms, 1 at once', 1, 4, 'bench-50'),
].filter((shape) => options.only === undefined || shape.name.includes(options.only));

interface Measured extends Run {
  readonly serverUs: number;
  readonly databaseUs: number;
}

async function measure(contender: Contender, shape: Shape): Promise<Measured> {
  const database = await contender.database();
  const used = () => database.reduce((sum, pid) => sum + processorTimeUs(pid), 0);
  const before = { server: processorTimeUs(contender.pid ?? 0), database: used() };
  const load = {
    concurrency: shape.concurrency,
    milliseconds: Number(options.seconds) * 1000,
    endsWith: shape.endsWith,
  };
  const run = await runLoad(contender.target, shape.body, load);
  if (run.failures > 0)
    console.error(`${contender.name}, ${shape.name}: ${run.failures} failed: ${run.firstFailure}`);
  return {
    ...run,
    serverUs: (processorTimeUs(contender.pid ?? 0) - before.server) / run.requests,
    databaseUs: (used() - before.database) / run.requests,
  };
}

function report(shape: Shape, contender: Contender, runs: readonly Measured[]): void {
  const rate = median(runs.map((run) => run.requests / run.seconds));
  const at = (part: number) => median(runs.map((run) => quantile(run.latencies, part))).toFixed(2);
  const cpu = (read: (run: Measured) => number) => String(Math.round(median(runs.map(read))));
  const memory = contender.pid === undefined ? '–' : `${Math.round(residentBytes(contender.pid) / 1e6)} MB`;
  const cells = [shape.name, contender.name, Math.round(rate), at(0.5), at(0.99), cpu((run) => run.serverUs)];
  console.log(`| ${[...cells, cpu((run) => run.databaseUs), memory].join(' | ')} |`);
}

const upstream = await startUpstream();
const wanted = options.contenders.split(',');
const profile: Record<string, string> =
  options.profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profile}` };
const contenders: Contender[] = [];
if (wanted.includes('direct')) contenders.push(direct(upstream.port));
if (wanted.includes('bare')) contenders.push(await bareProxy(upstream.port));
if (wanted.includes('portkey')) contenders.push(await portkey(upstream.port, options.portkey));
if (wanted.includes('countersign')) contenders.push(await countersign(upstream.port, profile));
try {
  console.log(
    '| shape | contender | requests/s | p50 ms | p99 ms | server CPU µs/request | database CPU µs/request | server memory |',
  );
  console.log('|---|---|--:|--:|--:|--:|--:|--:|');
  for (const shape of shapes) {
    const runs = new Map(contenders.map((contender): [Contender, Measured[]] => [contender, []]));
    // The first round warms up and is not counted.
    for (let round = -1; round < Number(options.rounds); round += 1)
      for (const [contender, measured] of runs) {
        const run = await measure(contender, shape);
        if (round >= 0) measured.push(run);
      }
    for (const [contender, measured] of runs) report(shape, contender, measured);
  }
} finally {
  for (const contender of contenders) await contender.end();
  await upstream.end();
}
