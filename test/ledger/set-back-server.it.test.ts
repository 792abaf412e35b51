import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRollback } from '../../src/accept-rollback.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { readSettings } from '../../src/platform/settings.ts';
import { type RunningServer, startServer } from '../../src/server.ts';
import { createDatabaseHome, type ServerHome } from '../support/server-process.ts';
import { untilSigned, verifyLog } from '../support/test-log.ts';

/** AT-28 through the whole server: a database that was set back while the server was down. */
let home: ServerHome;
let server: RunningServer | undefined;
let key = '';

beforeAll(async () => {
  home = await createDatabaseHome();
});
afterAll(async () => {
  await server?.stop();
  await home.close();
});

async function start(): Promise<RunningServer> {
  const environment = { ...home.environment, PORT: '0' };
  server = await startServer({
    settings: readSettings(environment, home.dataFolder),
    clock: systemClock,
    log: createLog('silent'),
    say: () => undefined,
  });
  return server;
}

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${server?.address}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, text: await reply.text() };
}

const createLibrary = (name: string) => ask('POST', '/api/v1/libraries', { name, visibility: 'open' });
const execute = () =>
  ask('POST', '/openai/v1/chat/completions', {
    model: 'simulated-fast',
    messages: [{ role: 'user', content: 'Say the word albatross.' }],
  });

it('AT-28 reads on, writes nothing, releases no answer, and says at /readyz what is gone', async () => {
  const first = await start();
  const founder = { displayName: 'A', email: 'a@northwind.example', password: 'a long enough password' };
  const made = await first.house.access.createOrganization({
    name: 'northwind',
    displayName: 'Northwind',
    admin: founder,
  });
  const organization = made.organization.id;
  key = await first.house.access.mintFirstKey(made.admin.id, organization, 'Test');
  await untilSigned(first.house.ledger);
  const before = (await first.house.ledger.head(organization))?.treeSize ?? 0;
  expect((await createLibrary('shelf')).status).toBe(201);
  await untilSigned(first.house.ledger);
  const after = (await first.house.ledger.head(organization))?.treeSize ?? 0;
  await first.stop();

  const owner = new pg.Client({ connectionString: home.environment.COUNTERSIGN_OWNER_DATABASE_URL ?? '' });
  await owner.connect();
  await owner.query('delete from ledger_checkpoint where tree_size > $1', [before]);
  await owner.query('delete from ledger_position where index >= $1', [before]);
  await owner.end();

  const second = await start();
  const ready = await ask('GET', '/readyz');
  expect(ready.status).toBe(503);
  expect(ready.text).toContain(
    `has ${before} entries in the database and had ${after}: the entries ${before} to`,
  );
  expect(ready.text).not.toContain(organization);
  expect(ready.text).toContain('ledger.rolled_back');
  expect((await ask('GET', '/api/v1/libraries')).status).toBe(200);
  const refused = await createLibrary('another');
  expect(refused.status).toBe(503);
  expect(refused.text).toContain('ledger.writes_stopped');
  const unanswered = await execute();
  expect(unanswered.status).toBe(503);
  expect(unanswered.text).not.toContain('albatross');
  expect((await second.house.ledger.head(organization))?.treeSize).toBe(before);
  await second.stop();

  // The operator looks, and then accepts the loss: on the record, for ever.
  const heard: string[] = [];
  const accept = (...args: string[]) =>
    acceptRollback(readSettings({ ...home.environment }, home.dataFolder), args, (word) => heard.push(word));
  await accept();
  expect(heard.join('\n')).toContain(`had ${after}: the entries ${before} to`);
  await expect(accept('--by', 'Olga Operator')).rejects.toMatchObject({ code: 'command.incomplete' });
  await accept('--by', 'Olga Operator', '--reason', 'The disk died; Tuesday’s backup is the newest');
  expect(heard.at(-2)).toContain(`remembers ${after} entries, the log goes on from ${before}`);
  await accept('--by', 'Olga Operator', '--reason', 'A second time');
  const third = await start();
  await expect.poll(async () => (await ask('GET', '/readyz')).status).toBe(200);
  expect((await createLibrary('another')).status).toBe(201);
  await untilSigned(third.house.ledger);
  const lost = { lostSize: after, keptSize: before };
  expect(await verifyLog(third.house.ledger, organization)).toMatchObject({ ok: true, rollbacks: [lost] });
  const head = JSON.parse((await ask('GET', '/api/v1/ledger/head')).text);
  expect(head.rollbacks).toMatchObject([
    { ...lost, by: 'Olga Operator', source: join(home.dataFolder, 'anchors') },
  ]);
  const [entry] = await third.house.ledger.range(organization, before, before + 1);
  expect(entry).toMatchObject({
    index: before,
    entry: { action: 'ledger.accept_rollback', data: { ...lost, code: 'ledger.rolled_back' } },
  });
});
