import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seeded } from '../../scripts/demo/random.ts';
import { type ManualClock, manualClock } from '../../src/platform/clock.ts';
import { createGatewayHouse, type GatewayHouse } from '../support/gateway-house.ts';
import { untilSigned, verifyLog } from '../support/test-log.ts';

/**
 * Providers that break, a database that throws its connections out, a disk that is full, under load: every answer that a client received
 * whole is in the ledger, nothing that looks like an end is not, and no execution stays unfinished. `kill.it.test.ts` kills the server.
 */
const long = process.env.COUNTERSIGN_TEST_LONG !== undefined;
const seed = Number(process.env.COUNTERSIGN_TEST_SEED || randomInt(2 ** 31));
const random = seeded(seed);
const faultRounds = long ? 60 : 6;
const clients = 8;

let house: GatewayHouse;
let clock: ManualClock;
let key: string;
let upstream: Awaited<ReturnType<typeof startUpstream>>;

beforeAll(async () => {
  clock = manualClock('2026-11-23T09:00:00.000Z');
  house = await createGatewayHouse({ clock, providerTimeoutMs: 20_000 });
  key = await house.key('viewer');
  upstream = await startUpstream();
  const body = { name: 'chaos', kind: 'openai', baseUrl: upstream.baseUrl, credential: 'none', models };
  await house.call('admin', 'provider.create', { body });
});
afterAll(async () => {
  await upstream.close();
  await house.close();
});

const event = (rest: object) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'chaos', ...rest })}\n\n`;
const words = ['It ', 'is\r\n', 'not ', 'over.'].map((content) =>
  event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
);
const finish = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
const tokens = event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } });
const whole = Buffer.from(`${words.join('')}${finish}${tokens}data: [DONE]\n\n`);
const models = ['chaos-cut', 'chaos-drip', 'chaos-whole'];

/** Answers with the stream of events: cut off at the byte that the prompt names, byte by byte, or whole. */
async function startUpstream() {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += piece;
    const asked: { readonly model: string; readonly messages: readonly { readonly content: string }[] } =
      JSON.parse(text);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    if (asked.model === 'chaos-drip')
      for (const byte of whole) {
        response.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
    else
      response.write(
        whole.subarray(0, asked.model === 'chaos-cut' ? Number(asked.messages[0]?.content) : whole.length),
      );
    const isCut = asked.model === 'chaos-cut' && Number(asked.messages[0]?.content) < whole.length;
    // What was written has time to leave. A reset may take along what nobody has read yet, so what is whole ends without one.
    if (isCut) setTimeout(() => response.socket?.resetAndDestroy(), 5);
    else response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Answer {
  readonly id: string | null;
  readonly status: number;
  readonly text: string;
}

async function ask(model: string, content: string, stream = true): Promise<Answer> {
  const reply = await fetch(`${house.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content }] }),
  });
  return { id: reply.headers.get('countersign-execution'), status: reply.status, text: await reply.text() };
}

/** Whether a client would take it for a whole answer. */
const isWhole = ({ status, text }: Answer) =>
  status === 200 &&
  (text.startsWith('data:') ? text.trimEnd().endsWith('data: [DONE]') : text.includes('"choices"'));

async function rowsOf(ids: readonly (string | null)[]) {
  const list = ids.map((id) => `'${id}'`).join(',');
  const { rows } = await house.asOwner(
    `select e.id, e.status, e.problem_code as problem,
       array(select action from ledger_leaf l where l.subject_id = e.id order by at, action desc) as actions
     from gateway_execution e where e.id in (${list})`,
  );
  return new Map<string, { status: string; problem: string | null; actions: string[] }>(
    rows.map((row) => [row.id, row]),
  );
}

/** Does all of it, so many at once. */
async function inParallel<Item, Value>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<Value>,
) {
  const done = new Map<Item, Value>();
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) done.set(item, await act(item));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

it(`a provider that resets at any byte of a stream (seed ${seed})`, { timeout: 120_000 }, async () => {
  const all = Array.from({ length: whole.length + 1 }, (_, at) => at);
  // In the short run the ends of events, where it matters most, and some of the others.
  const edges = all.filter((at) => /\n\n$/.test(whole.subarray(0, at).toString()) || at >= whole.length - 3);
  const cuts = long
    ? all
    : [...new Set([0, 1, ...edges, ...Array.from({ length: 24 }, () => random.below(whole.length))])];
  const answers = await inParallel(cuts, clients, (cut) => ask('chaos-cut', String(cut)));
  const rows = await rowsOf([...answers.values()].map(({ id }) => id));
  for (const [cut, answer] of answers) {
    const row = rows.get(answer.id ?? '');
    const done = cut === whole.length;
    expect(isWhole(answer), `cut at ${cut} of ${whole.length}`).toBe(done);
    expect(row, `cut at ${cut}`).toMatchObject({
      status: done ? 'succeeded' : 'failed',
      problem: done ? null : 'gateway.provider_failed',
      actions: ['execution.intend', 'execution.complete'],
    });
    if (!done) expect(answer.text).not.toMatch(/"finish_reason":"stop"|\[DONE\]/);
  }
});

it('a provider that sends byte by byte says the same', async () => {
  const [slow, fast] = await Promise.all([ask('chaos-drip', 'x'), ask('chaos-whole', 'x')]);
  expect(slow.text).toBe(fast.text);
  expect(slow.text).toContain('is\\r\\n');
  expect((await rowsOf([slow.id])).get(slow.id ?? '')?.status).toBe('succeeded');
});

/** Clients that ask as fast as they are answered, streams and not, while `fault` does its worst. */
async function underLoad(fault: () => Promise<void>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let over = false;
  const client = async (_: unknown, at: number) => {
    while (!over) answers.push(await ask('simulated-fast', `Client ${at}.`, at % 2 === 0));
  };
  const load = Array.from({ length: clients }, client);
  await fault().finally(() => {
    over = true;
  });
  await Promise.all(load);
  return answers;
}

/** What must hold after any fault, once it is over and every deadline has passed. */
async function expectAccounted(answers: readonly Answer[]): Promise<void> {
  for (const { status } of answers) expect([200, 503]).toContain(status);
  const received = answers.filter(isWhole);
  const broken = answers.filter((answer) => !isWhole(answer));
  expect(received.length, 'answers that came whole').toBeGreaterThan(0);
  expect(broken.length, 'answers that the fault broke').toBeGreaterThan(0);
  for (const { text } of broken) expect(text).not.toMatch(/"finish_reason":"stop"|\[DONE\]/);
  const rows = await rowsOf(received.map(({ id }) => id));
  for (const { id } of received)
    expect(rows.get(id ?? '')).toMatchObject({
      status: 'succeeded',
      actions: ['execution.intend', 'execution.complete'],
    });
  clock.advance(600_000);
  await house.gateway.start().stop();
  const { rows: unfinished } = await house.asOwner(
    `select e.id, e.status from gateway_execution e where e.status = 'running'
       or not exists (select from ledger_leaf l where l.subject_id = e.id and l.action in ('execution.complete', 'execution.abandon'))`,
  );
  expect(unfinished).toEqual([]);
  const { rows: without } = await house.asOwner(
    `select l.subject_id from ledger_leaf l where l.action in ('execution.intend', 'execution.complete')
       and not exists (select from gateway_execution e where e.id = l.subject_id)`,
  );
  expect(without).toEqual([]);
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
}

it(`a database that throws its connections out, ${faultRounds} times under load`, {
  timeout: 120_000,
}, async () => {
  const answers = await underLoad(async () => {
    for (let round = 0; round < faultRounds; round += 1) {
      await sleep(40 + random.below(150));
      await house.database.throwOut();
    }
  });
  await expectAccounted(answers);
});

it(`AT-33 a disk that is full now and then, ${faultRounds} times under load`, {
  timeout: 120_000,
}, async () => {
  await house.asOwner(`
    create table gateway_chaos (full_since timestamptz);
    grant select on gateway_chaos to ${house.database.server.user};
    create function full_disk() returns trigger language plpgsql as $$ begin
      if exists (select from gateway_chaos) then raise exception 'could not extend file: No space left on device' using errcode = '53100'; end if;
      return new; end $$;
    create trigger full_disk before insert or update on gateway_execution for each row execute function full_disk();
    create trigger full_disk before insert on ledger_leaf for each row execute function full_disk();`);
  const answers = await underLoad(async () => {
    for (let round = 0; round < faultRounds; round += 1) {
      await sleep(40 + random.below(120));
      await house.asOwner('insert into gateway_chaos values (now())');
      await sleep(20 + random.below(80));
      await house.asOwner('delete from gateway_chaos');
    }
    await sleep(50);
  });
  await expectAccounted(answers);
});
