import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { listAt, textAt } from '../support/house.ts';
import { nothingSeen, startLoad } from '../support/load.ts';
import { startRoundRobin } from '../support/round-robin.ts';
import {
  foundOrganization,
  publishFile,
  publishSamplePrompt,
  type SampleOrganization,
  samplePrompt,
} from '../support/sample-organization.ts';
import {
  createDatabaseHome,
  type ServerHome,
  type ServerProcess,
  startServerProcess,
} from '../support/server-process.ts';
import { danglingIn, expectAllSeen, logKey, verifyWholeLog } from '../support/whole-log.ts';

/** Two servers, each a process of its own, on one PostgreSQL: no gap, no fork, one log. `npm run test:long` loads them for 30 s. */
const durationMs = process.env.COUNTERSIGN_TEST_LONG ? 30_000 : 5_000;

let home: ServerHome;
let organization: SampleOrganization;
let nodes: readonly [ServerProcess, ServerProcess];
let key: string;

beforeAll(async () => {
  const made = await createDatabaseHome();
  // Nodes share the master key as they share the database.
  const shared = { COUNTERSIGN_MASTER_KEY: randomBytes(32).toString('base64') };
  home = { ...made, environment: { ...made.environment, ...shared } };
  organization = await foundOrganization(home);
  nodes = await Promise.all([startServerProcess(home.environment), startServerProcess(home.environment)]);
  await publishSamplePrompt(nodes[0].address, organization);
  key = await logKey(nodes[1].address, organization);
});
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.terminate()));
  await home?.close();
});

it('AT-45 a key that one node revoked is nobody to the other, from its next request on', async () => {
  const [one, other] = nodes;
  const admin = organization.key('admin');
  const call = (node: ServerProcess, method: string, path: string, key: string, body?: object) =>
    fetch(`${node.address}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const made = await (await call(one, 'POST', 'keys', admin, { displayName: 'Leaked' })).json();
  const leaked = textAt(made, 'secret');
  expect((await call(other, 'GET', 'session', leaked)).status).toBe(200);
  const from = performance.now();
  expect((await call(one, 'DELETE', `keys/${textAt(made, 'id')}`, admin)).status).toBe(204);
  expect((await call(other, 'GET', 'session', leaked)).status).toBe(401);
  console.log(`revoked on one node, refused by the other after ${Math.round(performance.now() - from)} ms`);
});

it('a rule that one node published refuses on the other within a second', async () => {
  const [one, other] = nodes;
  const call = async () => {
    const answer = await fetch(`${other.address}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${organization.key('viewer')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ model: 'simulated-fast', messages: [{ role: 'user', content: 'Hello' }] }),
    });
    return answer.text();
  };
  await publishFile(one.address, organization, 'policy', {
    path: 'raw.cedar',
    text: '@id("no.raw") @mode("enforce") @reason("Use a prompt.") forbid (principal, action == Action::"execution.create_raw", resource);',
  });
  const from = performance.now();
  // What is known is never older than 900 ms: from then on every call is refused, not only one.
  await sleep(900);
  for (let time = 0; time < 3; time += 1) expect(await call()).toContain('Use a prompt.');
  console.log(`in force on the other node ${Math.round(performance.now() - from)} ms after the publication`);
});

it('AT-26, AT-51 behind a round robin two nodes are one: the same answers, one log, and a budget for 10 admits exactly 10 of 60', async () => {
  const proxy = await startRoundRobin(nodes.map(({ address }) => address));
  try {
    // A prompt goes live by requests that alternate: each node goes on from what the other wrote a moment ago.
    const text = samplePrompt.replace('You answer customers.', 'You answer colleagues.');
    await publishFile(proxy.address, organization, 'shelf', { path: 'answer.prompt', text });
    const admin = createClient({ address: proxy.address, key: organization.key('admin') });
    const limits = { scope: 'library', target: 'shelf', unit: 'executions', period: 'month', limit: 10 };
    const budget = textAt(await admin.post('/api/v1/budgets', limits), 'id');
    const run = async () => {
      const answer = await fetch(`${proxy.address}/api/v1/executions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${organization.key('viewer')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          prompt: 'shelf/answer',
          variables: { ticket: 'Where is my parcel? It is late.' },
        }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const before = [...proxy.counts];
    const answers = await Promise.all(Array.from({ length: 60 }, run));
    expect(proxy.counts.map((count, at) => count - (before[at] ?? 0))).toEqual([30, 30]);
    const ran = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 429);
    expect([ran.length, refused.length]).toEqual([10, 50]);
    expect(
      new Set(ran.map(({ body }) => textAt(body, 'output', 'text'))).size,
      'one answer from both nodes',
    ).toBe(1);
    expect(new Set(refused.map(({ body }) => textAt(body, 'code')))).toEqual(new Set(['budget.exceeded']));
    for (const { address } of nodes) {
      const client = createClient({ address, key: organization.key('admin') });
      const listed = listAt(await client.get('/api/v1/budgets'), 'items');
      const found = listed.find((one) => textAt(one, 'id') === budget);
      expect(found).toMatchObject({ current: { spent: 10, reserved: 0, left: 0 } });
    }
    const log = await verifyWholeLog(proxy.address, organization, { key });
    const completed = log.bySubject('execution.complete');
    for (const { body } of ran)
      expect(completed.get(textAt(body, 'id'))).toMatchObject({ status: 'succeeded' });
    const refusals = log.entries.filter(({ action }) => action === 'execution.refuse');
    expect(refusals.filter(({ data }) => data.problem === 'budget.exceeded').length).toBe(50);
  } finally {
    await proxy.close();
  }
});

it(`AT-26 two nodes under load for ${durationMs / 1000} s make one log, and one may leave`, {
  timeout: durationMs + 120_000,
}, async () => {
  const [staying, leaving] = nodes;
  const earlier = (await verifyWholeLog(staying.address, organization, { key })).bySubject(
    'execution.complete',
  );
  const seen = [nothingSeen(), nothingSeen()] as const;
  const loads = nodes.map((node, index) => startLoad(node.address, organization, seen[index === 0 ? 0 : 1]));
  const [load, otherLoad] = loads;
  await sleep(durationMs);
  expect(await leaving.terminate()).toEqual({ code: 0, signal: null });
  await otherLoad?.stop();
  const before = seen[0].executions.size;
  await sleep(1_500);
  await load?.stop();

  expect(load?.broken(), 'the node that stays is not disturbed').toBe(0);
  expect(seen[0].executions.size).toBeGreaterThan(before);
  expect([...seen[0].refusals, ...seen[1].refusals]).toEqual([]);
  // Each node signed: a checkpoint that the other one showed is of the same log.
  const log = await verifyWholeLog(staying.address, organization, {
    key,
    earlierCheckpoint: seen[1].checkpoint,
  });
  await verifyWholeLog(staying.address, organization, { key, earlierCheckpoint: seen[0].checkpoint });
  for (const view of seen) expectAllSeen(log, view);
  expect(danglingIn(log), 'the node that left finished what it had begun').toEqual([]);
  const answered = [...earlier.keys(), ...seen.flatMap((view) => [...view.executions])].sort();
  expect([...log.bySubject('execution.complete').keys()].sort()).toEqual(answered);
  const commits = seen[0].commits.size + seen[1].commits.size;
  console.log(
    `two nodes, ${durationMs / 1000} s: ${seen[0].executions.size} + ${seen[1].executions.size} executions and ${commits} commits seen, ${log.treeSize} entries verified`,
  );
});
