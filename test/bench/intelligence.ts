/**
 * How fast the pages of intelligence answer over a year of ten million executions: `npm run bench:intelligence [executions]`.
 *
 * The year (intelligence/year.ts) is put into the roll-ups by the code that folds the log (`useRollUps`, `addRows`), a week in a transaction;
 * what many executions share is rolled up once and multiplied. The pages are then asked over HTTP, of the server as `countersign serve`
 * starts it. Besides: how many entries of a real log a second are folded, and how far behind the log the roll-ups are under load.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { insideClient, textAt } from '../../scripts/demo/inside.ts';
import { addDays, dayOf, weekOf } from '../../src/intelligence/days.ts';
import type { RollUpOf, Row } from '../../src/intelligence/layer/roll-up.ts';
import { addRows } from '../../src/intelligence/layer/store.ts';
import type { UseFact } from '../../src/intelligence/use/fact.ts';
import { useRollUps } from '../../src/intelligence/use/roll-ups.ts';
import type { EntryDraft } from '../../src/ledger/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/id.ts';
import { createLog } from '../../src/platform/log.ts';
import { readSettings } from '../../src/platform/settings.ts';
import { createHouse, type Foundation, openFoundation, startServer } from '../../src/server.ts';
import { appCount, dayOfYear, type Group, libraryCount, peopleCount } from './intelligence/year.ts';

const wanted = Number(process.argv[2] ?? 10_000_000);
const password = 'a long enough password';
const say = (line: string) => console.log(line);
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

/** One row for what many executions share: every sum as often as they are many. */
function rowsOf(rollUp: RollUpOf<UseFact>, { fact, count }: Group): Row[] {
  return rollUp.rowsOf(fact).map((row) => {
    const sums = Object.entries(rollUp.values).filter(([, merge]) => merge === 'sum');
    return { ...row, ...Object.fromEntries(sums.map(([column]) => [column, Number(row[column]) * count])) };
  });
}

async function makeYear(foundation: Foundation): Promise<string> {
  const log = createLog('warn');
  const { database, vault } = foundation;
  const parts = { database, vault, clock: systemClock, log, address: 'http://127.0.0.1' };
  const house = await createHouse({ ...parts, bodyLimitBytes: 1_000_000 });
  const founded = await house.access.createOrganization({
    name: 'bench',
    displayName: 'Bench',
    admin: { displayName: 'The admin', email: 'admin@bench.example', password },
  });
  const organization = founded.organization.id;
  const key = await house.access.mintFirstKey(founded.admin.id, organization, 'Bench');
  const admin = insideClient(house, key);
  const libraries: string[] = [];
  for (let at = 0; at < libraryCount; at += 1)
    libraries.push(
      textAt(await admin('library.create', { body: { name: `library-${at}`, visibility: 'open' } }), 'id'),
    );
  const people = Array.from({ length: peopleCount }, () => newId('per'));
  const apps = Array.from({ length: appCount }, () => newId('app'));
  const first = addDays(dayOf(new Date()), -364);
  const owner = new pg.Client(foundation.storage.owner);
  await owner.connect();
  await owner.query(
    `insert into intelligence_person select $1, person, $2, null, null, $2, 0, 0 from unnest($3::text[]) person`,
    [organization, `${first}T08:00:00Z`, people],
  );
  await owner.query(
    `insert into intelligence_team_member
     select $1, 'tea_' || lpad((n % 40)::text, 26, '0'), person, n, $2, null from unnest($3::text[]) with ordinality as p (person, n)`,
    [organization, `${first}T08:00:00Z`, people],
  );
  const started = performance.now();
  let executions = 0;
  let groups = 0;
  for (let day = 0; day < 365; ) {
    const inWeek: Group[] = [];
    const { week } = weekOf(addDays(first, day));
    for (; day < 365 && weekOf(addDays(first, day)).week === week; day += 1)
      for (const group of dayOfYear({ people, apps, libraries }, first, day, wanted)) inWeek.push(group);
    groups += inWeek.length;
    executions += inWeek.reduce((sum, { count }) => sum + count, 0);
    await database.writer.transaction().execute(async (tx) => {
      for (const rollUp of useRollUps)
        await addRows(
          tx,
          rollUp,
          organization,
          inWeek.flatMap((group) => rowsOf(rollUp, group)),
        );
    });
  }
  say(
    `${executions.toLocaleString('en')} executions in ${groups.toLocaleString('en')} groups, rolled up in ${seconds(started)} s`,
  );
  const tables = useRollUps.map(({ table }) => table);
  for (const table of tables) {
    await owner.query(`vacuum analyze ${table}`);
    const { rows } = await owner.query<{ n: string; size: string }>(
      `select count(*) as n, pg_size_pretty(pg_total_relation_size('${table}')) as size from ${table}`,
    );
    say(
      `  ${table.padEnd(30)} ${Number(rows[0]?.n).toLocaleString('en').padStart(10)} rows ${rows[0]?.size}`,
    );
  }
  await owner.query(
    `insert into intelligence_place select $1, name, 1, now() from unnest(array['intelligence.use','intelligence.people','intelligence.teams','intelligence.governance']) name
     on conflict (organization_id, projection) do nothing`,
    [organization],
  );
  await owner.end();
  return key;
}

async function askPages(address: string, key: string): Promise<void> {
  const pages: readonly (readonly [string, number])[] = [
    ['/api/v1/measures/overview', 300],
    ['/api/v1/measures/home', 1_000],
    ['/api/v1/measures/adoption', 1_000],
    ...['team', 'library', 'prompt', 'model', 'app'].flatMap((by) =>
      ['4', '12'].map((weeks) => [`/api/v1/measures/groups?by=${by}&weeks=${weeks}`, 1_000] as const),
    ),
  ];
  say(`load of the machine before: ${loadavg()[0]?.toFixed(1)} on two cores`);
  say('page, milliseconds of 9 answers (median, slowest), limit; processor time of the server an answer');
  for (const [path, limit] of pages) {
    const times: number[] = [];
    const cpu = process.cpuUsage();
    for (let time = 0; time < 10; time += 1) {
      const started = performance.now();
      const reply = await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${key}` } });
      const text = await reply.text();
      if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${text}`);
      if (time > 0) times.push(performance.now() - started);
    }
    times.sort((one, other) => one - other);
    const [middle = 0, slowest = 0] = [times[4], times.at(-1)];
    const used = process.cpuUsage(cpu);
    const cpuMs = ((used.user + used.system) / 10_000).toFixed(0);
    const verdict = slowest <= limit ? 'held' : 'MISSED';
    say(
      `  ${path.slice(17).padEnd(28)} ${middle.toFixed(0).padStart(6)} ${slowest.toFixed(0).padStart(6)}   ${limit} ${verdict}  ${cpuMs}`,
    );
  }
}

/** A real log: intents and outcomes, as fast as this machine records them. */
async function follow(folder: string): Promise<void> {
  const settings = settingsOf(folder);
  const server = await startServer({
    settings,
    clock: systemClock,
    log: createLog('warn'),
    say: () => undefined,
  });
  const { house } = server;
  const founded = await house.access.createOrganization({
    name: 'live',
    displayName: 'Live',
    admin: { displayName: 'The admin', email: 'admin@live.example', password },
  });
  const organization = founded.organization.id;
  const key = await house.access.mintFirstKey(founded.admin.id, organization, 'Bench');
  const pairs = 20_000;
  const draft = (action: string, id: string, data: EntryDraft['data']): EntryDraft => ({
    ...{ organization, action, data, actor: { kind: 'person', id: founded.admin.id } },
    subject: { kind: 'execution', id },
  });
  const intend = { kind: 'execution.create_raw', prompt: null, provider: 'p', model: 'm', environment: null };
  const complete = {
    status: 'succeeded',
    tokens: { input: 10, output: 10 },
    costMicroUsd: 5,
    durationMs: 120,
  };
  const started = performance.now();
  for (let done = 0; done < pairs; done += 250)
    await house.ledger.record(async () => {
      const ids = Array.from({ length: 250 }, () => newId('exe'));
      const [one = draft('execution.intend', newId('exe'), intend), ...more] = ids.flatMap((id) => [
        draft('execution.intend', id, intend),
        draft('execution.complete', id, complete),
      ]);
      return { value: undefined, entry: [one, ...more] };
    });
  const recorded = performance.now();
  const answer = z.object({ totals: z.array(z.object({ value: z.number().nullable() })) });
  for (;;) {
    const reply = await fetch(`${server.address}/api/v1/measures/overview`, {
      headers: { authorization: `Bearer ${key}` },
    });
    if (answer.parse(await reply.json()).totals[0]?.value === pairs) break;
    await sleep(100);
  }
  const rate = (2 * pairs) / ((recorded - started) / 1000);
  say(
    `${2 * pairs} entries recorded in ${((recorded - started) / 1000).toFixed(1)} s (${rate.toFixed(0)} a second); all counted ${seconds(recorded)} s later`,
  );
  const again = performance.now();
  const reply = await fetch(`${server.address}/api/v1/measures/rebuild`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{}',
  });
  say(`made again from the log in ${seconds(again)} s: ${await reply.text()}`);
  await server.stop();
}

const settingsOf = (folder: string) =>
  readSettings({ COUNTERSIGN_DATA: join(folder, 'data'), PORT: '0', COUNTERSIGN_LOG_LEVEL: 'warn' }, folder);

const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-intelligence-'));
try {
  const settings = settingsOf(folder);
  const foundation = await openFoundation(settings, () => undefined);
  const key = await makeYear(foundation);
  await foundation.close();
  const server = await startServer({
    settings,
    clock: systemClock,
    log: createLog('warn'),
    say: () => undefined,
  });
  await askPages(server.address, key);
  await server.stop();
  await follow(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
