/**
 * How long after a recall was answered anything recalled is still served: `npm run bench:recall [rounds]`. Two nodes on one PostgreSQL;
 * the recall goes to the one, the load (executions and streams, as fast as they are answered) to the other.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { z } from 'zod';
import { createClient } from '../../clients/sdk/src/index.ts';
import { foundOrganization, publishSamplePrompt, sampleModel } from '../support/sample-organization.ts';
import { startSeparateServer } from '../support/separate-server.ts';

const rounds = Number(process.argv[2] ?? 10);
const clients = 12;
const root = fileURLToPath(new URL('../../', import.meta.url));
const withId = z.object({ id: z.string() });

interface Node {
  readonly address: string;
  readonly child: ChildProcess;
}

function startNode(environment: Record<string, string>): Promise<Node> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'src/main.ts'), 'serve'],
    {
      env: { PATH: process.env.PATH, PORT: '0', COUNTERSIGN_LOG_LEVEL: 'error', ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /^Countersign is at (http:\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve({ address, child });
    });
    child.once('exit', () => reject(new Error(`a node ended: ${said}`)));
  });
}

/** Calls one after the other until told to stop; remembers when something of a governed answer last came. */
async function client(node: Node, key: string, stream: boolean, load: Load): Promise<void> {
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: sampleModel, messages: [], variables: { ticket: 'Late' }, stream }),
  };
  while (!load.stopped) {
    const reply = await fetch(new URL('/openai/v1/chat/completions', node.address), init);
    if (reply.status !== 200) {
      await reply.text();
      load.refused += 1;
      await sleep(5);
      continue;
    }
    const decoder = new TextDecoder();
    for await (const piece of reply.body ?? []) {
      const text = decoder.decode(piece);
      if (text.includes('"choices"')) load.lastServedMs = performance.now();
    }
    load.served += 1;
  }
}

interface Load {
  stopped: boolean;
  served: number;
  refused: number;
  lastServedMs: number;
}

const url = ({
  host,
  port,
  user,
  password,
  database,
}: pg.ClientConfig & { host: string; port: number }): string =>
  `postgres://${user}:${String(password)}@${host}:${port}/${database}`;

const { server, stop } = await startSeparateServer(undefined);
const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const nodes: Node[] = [];
try {
  const database = `bench_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client(server.admin);
  await admin.connect();
  await admin.query(
    `create database ${database} template template0 encoding 'UTF8' owner ${server.owner.user}`,
  );
  await admin.end();
  const environment = {
    COUNTERSIGN_DATA: dataFolder,
    COUNTERSIGN_MASTER_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: url({ ...server.server, database }),
    COUNTERSIGN_OWNER_DATABASE_URL: url({ ...server.owner, database }),
  };
  const organization = await foundOrganization({ dataFolder, environment, close: async () => undefined });
  const one = await startNode(environment);
  nodes.push(one);
  const other = await startNode({ ...environment, COUNTERSIGN_DATA: join(dataFolder, 'other') });
  nodes.push(other);
  await publishSamplePrompt(one.address, organization);
  const publisher = createClient({ address: one.address, key: organization.key('publisher') });
  const load: Load = { stopped: false, served: 0, refused: 0, lastServedMs: 0 };
  const work = Array.from({ length: clients }, (_, index) =>
    client(other, organization.key('viewer'), index % 2 === 0, load),
  );
  const targets = [
    { kind: 'version', library: 'support', path: 'answer.prompt', version: 1 },
    { kind: 'asset', library: 'support', path: 'answer.prompt' },
    { kind: 'model', model: 'simulated-fast' },
  ];
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = load.served;
    while (load.served < before + 50) await sleep(10);
    const target = targets[round % targets.length];
    const made = withId.parse(await publisher.post('/api/v1/recalls', { target, reason: 'Measured' }));
    const answeredMs = performance.now();
    await sleep(2_000);
    taken.push(load.lastServedMs - answeredMs);
    await publisher.post(`/api/v1/recalls/${made.id}/lift`, { reason: 'Measured' });
  }
  load.stopped = true;
  await Promise.all(work);
  const shown = taken.map((ms) => `${Math.max(0, ms).toFixed(0)}`).join(' ');
  console.log(
    `${rounds} recalls on one node, ${clients} clients on the other: ${load.served} answers served, ${load.refused} refused`,
  );
  console.log(
    `last served after the recall was answered, in ms: ${shown}; worst ${Math.max(0, ...taken).toFixed(0)} ms (promised: 1000)`,
  );
  if (Math.max(...taken) >= 1_000) process.exitCode = 1;
} finally {
  for (const { child } of nodes) {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
  }
  await Promise.all(nodes.map(({ child }) => new Promise((resolve) => child.once('close', resolve))));
  await stop();
  await rm(dataFolder, { recursive: true, force: true });
}
