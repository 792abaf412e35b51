import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createGatewayHouse, type GatewayHouse } from '../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../test/support/test-log.ts';
import { type ManualClock, manualClock } from '../platform/clock.ts';

let house: GatewayHouse;
let key: string;
let clock: ManualClock;

beforeAll(async () => {
  clock = manualClock('2026-11-23T09:00:00.000Z');
  house = await createGatewayHouse({ clock });
  key = await house.key('viewer');
});
afterEach(() =>
  house.asOwner(`
    select pg_advisory_unlock_all();
    drop trigger if exists fault on gateway_execution;
    drop function if exists fault;
  `),
);
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
});

/** Runs `body` inside every transaction that inserts or updates an execution: at its commit, or at once. */
async function fault(when: 'insert' | 'update', at: 'commit' | 'once', body: string): Promise<void> {
  await house.asOwner(
    `create function fault() returns trigger language plpgsql as $$ begin ${body} return null; end $$`,
  );
  await house.asOwner(
    `create constraint trigger fault after ${when} on gateway_execution deferrable initially ${at === 'commit' ? 'deferred' : 'immediate'} for each row execute function fault()`,
  );
}

const ask = (model = 'simulated-fast', signal?: AbortSignal) =>
  fetch(`${house.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Is it durable?' }] }),
    ...(signal === undefined ? {} : { signal }),
  });

const stream = (model = 'simulated-fast') =>
  fetch(`${house.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({
      model,
      stream: true,
      messages: [{ role: 'user', content: 'Is the stream durable?' }],
    }),
  });

const rowOf = async (id: string | null) =>
  (
    await house.asOwner(
      `select status, problem_code, intent_entry, outcome_entry from gateway_execution where id = '${id}'`,
    )
  ).rows[0];
const newest = async () =>
  (await house.asOwner('select id, status from gateway_execution order by id desc limit 1')).rows[0];
const actionsOf = async (id: string) =>
  (
    await house.asOwner(`select action from ledger_leaf where subject_id = '${id}' order by at, action desc`)
  ).rows.map((row) => row.action);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 10_000; !(await holds()); await pause(20))
    if (performance.now() > deadline) throw new Error('it did not happen within 10 s');
}

it.each(['insert', 'update'] as const)(
  'no byte of an answer leaves before the commit of the %s',
  async (when) => {
    await fault(when, 'commit', 'perform pg_advisory_xact_lock(4180);');
    await house.asOwner('select pg_advisory_lock(4180)');
    let answered = false;
    const reply = ask().then((response) => {
      answered = true;
      return response;
    });
    await until(
      async () =>
        (await house.asOwner('select 1 from pg_locks where locktype = $$advisory$$ and not granted')).rows
          .length > 0,
    );
    await pause(300);
    expect(answered).toBe(false);
    if (when === 'update') expect(await newest()).toMatchObject({ status: 'running' });
    await house.asOwner('select pg_advisory_unlock(4180)');
    const response = await reply;
    expect(await rowOf(response.headers.get('countersign-execution'))).toMatchObject({ status: 'succeeded' });
  },
);

it('the end of a stream waits for the outcome', async () => {
  await fault('update', 'commit', 'perform pg_advisory_xact_lock(4180);');
  await house.asOwner('select pg_advisory_lock(4180)');
  const response = await stream();
  let text = '';
  const reading = response.body?.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({
      write: (piece) => {
        text += piece;
      },
    }),
  );
  await until(
    async () =>
      (await house.asOwner('select 1 from pg_locks where locktype = $$advisory$$ and not granted')).rows
        .length > 0,
  );
  await pause(200);
  expect(text).toContain('"content"');
  expect(text).not.toMatch(/"finish_reason":"stop"|DONE/);
  const id = response.headers.get('countersign-execution');
  expect(await rowOf(id)).toMatchObject({ status: 'running' });
  await house.asOwner('select pg_advisory_unlock(4180)');
  await reading;
  expect(text).toMatch(/"finish_reason":"stop"[\s\S]*\[DONE\]/);
  expect(await rowOf(id)).toMatchObject({ status: 'succeeded' });
});

it('a stream has no end, and no beginning, that is not recorded', async () => {
  await fault('update', 'once', "raise exception 'disk full';");
  const cut = await (await stream()).text();
  expect(cut).toContain('execution.not_recorded');
  expect(cut).not.toMatch(/"finish_reason":"stop"|DONE/);
  await house.asOwner('drop trigger fault on gateway_execution; drop function fault;');
  await fault('insert', 'once', "raise exception 'disk full';");
  const refused = await stream();
  expect(refused.status).toBe(503);
  expect(await refused.text()).not.toContain('"content"');
});

it('gives a receipt to whoever asks, in a reply and in a stream, and the log keeps it', async () => {
  const asking = (receipt: boolean, streamed: boolean) =>
    fetch(`${house.address}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, ...(receipt ? { 'countersign-receipt': '1' } : {}) },
      body: JSON.stringify({
        model: 'simulated-fast',
        stream: streamed,
        messages: [{ role: 'user', content: 'A receipt, please.' }],
      }),
    });
  const header = (await asking(true, false)).headers.get('countersign-receipt') ?? '';
  const text = await (await asking(true, true)).text();
  const comment = /^: countersign-receipt (\S+)\n\ndata: \[DONE\]/m.exec(text)?.[1] ?? '';
  expect((await asking(false, false)).headers.get('countersign-receipt')).toBeNull();
  expect(await (await asking(false, true)).text()).not.toContain('countersign-receipt');
  await untilSigned(house.ledger);
  for (const receipt of [header, comment]) {
    const answer = await verifyLog(house.ledger, house.organization, { receipt });
    expect(answer).toMatchObject({ ok: true, receipt: { index: expect.any(Number) } });
    if (!answer.ok || answer.receipt === undefined) continue;
    const [entry] = await house.ledger.list(house.organization, {
      beforeIndex: answer.receipt.index + 1,
      limit: 1,
    });
    expect(entry?.entry).toMatchObject({ id: answer.receipt.entry, action: 'execution.complete' });
  }
});

it('releases nothing when the intent cannot be recorded, and leaves nothing behind', async () => {
  const before = await newest();
  await fault('insert', 'once', "raise exception 'disk full';");
  const response = await ask();
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'execution.not_recorded' } });
  expect(await newest()).toEqual(before);
});

it('releases nothing when the outcome cannot be recorded, and says so of the execution later', async () => {
  await fault('update', 'once', "raise exception 'disk full';");
  const response = await ask();
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain('choices');
  const { id } = (await newest()) ?? {};
  expect(await rowOf(id)).toMatchObject({ status: 'running', outcome_entry: null });
  await house.asOwner('drop trigger fault on gateway_execution');

  await house.gateway.start().stop();
  expect(await rowOf(id)).toMatchObject({ status: 'running' });
  clock.advance(10 * 60_000);
  await Promise.all([house.gateway.start().stop(), house.gateway.start().stop()]);
  expect(await rowOf(id)).toMatchObject({ status: 'unknown', problem_code: 'execution.abandoned' });
  expect(await actionsOf(id)).toEqual(['execution.intend', 'execution.abandon']);
});

it('does not release an answer that comes after its execution was given up', async () => {
  const reply = ask('simulated-slow');
  await until(async () => (await newest())?.status === 'running');
  clock.advance(10 * 60_000);
  await house.gateway.start().stop();
  const response = await reply;
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'execution.abandoned' } });
});

it('records the outcome though the client went away', async () => {
  const gone = new AbortController();
  const reply = ask('simulated-slow', gone.signal).catch(() => 'gone');
  await until(async () => (await newest())?.status === 'running');
  const { id } = (await newest()) ?? {};
  gone.abort();
  expect(await reply).toBe('gone');
  await until(async () => (await rowOf(id))?.status === 'succeeded');
  expect(await actionsOf(id)).toEqual(['execution.intend', 'execution.complete']);
});

it('keeps every execution apart under load: as many as were answered, each with two entries', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask()));
  const ids = answers.map((answer) => answer.headers.get('countersign-execution'));
  expect(new Set(ids).size).toBe(60);
  const { rows } = await house.asOwner(
    `select count(*)::int as entries from ledger_leaf where subject_id in (${ids.map((id) => `'${id}'`).join(',')})`,
  );
  expect(rows).toEqual([{ entries: 120 }]);
});
