import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../clients/sdk/src/index.ts';
import { seeded } from '../../scripts/demo/random.ts';
import { whichDatabase } from '../support/database.ts';
import { nothingSeen, type Seen, startLoad } from '../support/load.ts';
import {
  foundOrganization,
  insideHouse,
  publishSamplePrompt,
  type SampleOrganization,
} from '../support/sample-organization.ts';
import {
  crashPostgres,
  createServerHome,
  cutPower,
  type ServerHome,
  type ServerProcess,
  startProgram,
  startServerProcess,
} from '../support/server-process.ts';
import { danglingIn, expectAllSeen, logKey, verifyWholeLog, type WholeLog } from '../support/whole-log.ts';

/**
 * `kill -9` during load, again and again: what a client saw is in the ledger, and the log that was signed only ever grew.
 * On the embedded database every other kill is a power cut: PostgreSQL's processes are killed too.
 */
// A separate server outlives the kill, so that each is the same there: five will do, unless all runs.
const kills = process.env.COUNTERSIGN_TEST_LONG || whichDatabase().kind === 'embedded' ? 20 : 5;
/** Crashes of PostgreSQL alone, which it recovers from by itself. */
const crashes = process.env.COUNTERSIGN_TEST_LONG ? 10 : 1;
/** Starts that are themselves killed, before they are ready. */
const killedStarts = 4;
/** The moment of a kill: after so many answers at most, and then so long at most. In answers, because machines differ in speed. */
const mostAnswers = 60;
const longestMoreMs = 150;
/** Later than any execution's deadline: the provider's limit, and the grace for writing the outcome. */
const afterDeadlinesMs = 600_000;

const seed = Number(process.env.COUNTERSIGN_TEST_SEED || randomInt(2 ** 31));
const random = seeded(seed);
const seen: Seen = nothingSeen();
let home: ServerHome;
let organization: SampleOrganization;
let key: string;
let server: ServerProcess | undefined;

beforeAll(async () => {
  home = await createServerHome();
  organization = await foundOrganization(home);
  server = await startServerProcess(home.environment);
  await publishSamplePrompt(server.address, organization);
  key = await logKey(server.address, organization);
});
afterAll(async () => {
  await server?.terminate();
  await home?.close();
});

async function restart(): Promise<ServerProcess> {
  server = await startServerProcess(home.environment);
  return server;
}

async function untilSeen(executions: number): Promise<void> {
  for (const until = performance.now() + 20_000; seen.executions.size < executions; await sleep(5))
    if (performance.now() > until || seen.refusals.length > 0)
      throw new Error(`${seen.executions.size} answers, refused: ${seen.refusals[0]}\n${server?.said()}`);
}

/** The log as it is after a start that followed a kill: whole, a continuation of what was signed before, and with all that was seen. */
async function checkLog({ address }: ServerProcess): Promise<WholeLog> {
  const log = await verifyWholeLog(address, organization, { key, earlierCheckpoint: seen.checkpoint });
  expectAllSeen(log, seen);
  return log;
}

it(`kill -9 during load, ${kills} times (seed ${seed})`, { timeout: 600_000 }, async () => {
  const startedMs = performance.now();
  const embedded = whichDatabase().kind === 'embedded';
  let current = server ?? (await restart());
  let log = await checkLog(current);
  for (let round = 0; round < kills; round += 1) {
    const before = seen.executions.size;
    const load = startLoad(current.address, organization, seen);
    await untilSeen(before + 1 + random.below(mostAnswers));
    await sleep(random.below(longestMoreMs));
    await current.kill();
    if (embedded && round % 2 === 1)
      expect(await cutPower(home.dataFolder), 'a postmaster and its children').toBeGreaterThan(5);
    await load.stop();
    expect(load.broken(), `round ${round} was killed under load`).toBeGreaterThan(0);
    expect(seen.refusals).toEqual([]);
    current = await restart();
    const grown = await checkLog(current);
    expect(grown.treeSize).toBeGreaterThan(log.treeSize);
    log = grown;
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  console.log(
    `${kills} kills on ${whichDatabase().description}, seed ${seed}: ${seen.executions.size} executions and ${seen.commits.size} commits seen, ${log.treeSize} entries verified, ${neverCompleted(log).length} executions cut off, ${seconds} s`,
  );
});

it.runIf(whichDatabase().kind === 'embedded')(
  `PostgreSQL crashes and recovers under load, ${crashes} times`,
  { timeout: 120_000 },
  async () => {
    const during = nothingSeen();
    for (let round = 0; round < crashes; round += 1) {
      const { address } = server ?? (await restart());
      const load = startLoad(address, organization, during);
      await sleep(100 + random.below(200));
      await crashPostgres(home.dataFolder);
      const before = during.executions.size;
      // It goes on by itself: nobody starts anything.
      while (during.executions.size < before + 20) await sleep(20);
      await load.stop();
    }
    // Meanwhile it says that it cannot record, or does not know; nobody was given an answer.
    for (const refusal of during.refusals) expect(refusal).toMatch(/^(503 |CountersignProblem: )/);
    for (const id of during.executions) seen.executions.add(id);
    for (const commit of during.commits) seen.commits.add(commit);
    await checkLog(server ?? (await restart()));
  },
);

it(`AT-27 kill -9 during the start, ${killedStarts} times`, { timeout: 120_000 }, async () => {
  await server?.kill();
  for (let round = 0; round < killedStarts; round += 1) {
    const program = startProgram(['serve'], { PORT: '0', ...home.environment });
    await sleep(random.below(1_500));
    await program.kill();
  }
  await checkLog(await restart());
});

it('executions that a kill cut off are given up once their deadline has passed, and only those', {
  timeout: 120_000,
}, async () => {
  const cutOff = neverCompleted(await checkLog(server ?? (await restart())));
  expect(cutOff.length).toBeGreaterThan(0);
  expect(cutOff.filter((id) => seen.executions.has(id))).toEqual([]);
  expect(await server?.terminate()).toEqual({ code: 0, signal: null });
  const later = { now: () => new Date(Date.now() + afterDeadlinesMs) };
  // The server's own reconciling, with a clock that need not be waited for. Stopping waits for the round under way.
  await insideHouse(home, ({ gateway }) => gateway.start().stop(), later);
  const current = await restart();
  const log = await checkLog(current);
  expect(danglingIn(log)).toEqual([]);
  expect([...log.bySubject('execution.abandon').keys()].sort()).toEqual(cutOff.sort());
  const client = createClient({ address: current.address, key: organization.key('auditor') });
  const page = z.object({ items: z.array(z.unknown()) });
  const list = async (status: string) =>
    page.parse(await client.get(`/api/v1/executions?status=${status}&limit=200`)).items;
  expect(await list('running')).toEqual([]);
  expect(await list('unknown')).toHaveLength(Math.min(cutOff.length, 200));
});

/** On a slow machine the server itself has given some of them up by now. */
function neverCompleted(log: WholeLog): string[] {
  const completed = log.bySubject('execution.complete');
  return [...log.bySubject('execution.intend').keys()].filter((id) => !completed.has(id));
}
