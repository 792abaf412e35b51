import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGatewayHouse, type GatewayHouse } from '../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../test/support/test-log.ts';
import { until } from '../../test/support/until.ts';

const limits = { maxWaiting: 6, maxWaitingBytes: 100_000_000 };
let house: GatewayHouse;
let key: string;

beforeAll(async () => {
  house = await createGatewayHouse({ bodyLimitBytes: 30_000_000, recordingLimits: limits });
  key = await house.key('viewer');
});
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
});

const ask = (content: string, model = 'simulated-fast') =>
  fetch(`${house.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content }] }),
  });
const countOf = async (sql: string) =>
  (await house.asOwner(`select count(*)::int as n from ${sql}`)).rows[0].n;

it('AT-33 nothing begins while too much waits for the database: 503, when to come back, and no record of it', async () => {
  await house.asOwner(`
    create function hold() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4181); return null; end $$;
    create constraint trigger hold after insert on gateway_execution deferrable initially deferred for each row execute function hold();
    select pg_advisory_lock(4181)`);
  const answered: Response[] = [];
  const asked = Array.from({ length: 2 * limits.maxWaiting }, async () => {
    const answer = await ask('Is there room?');
    answered.push(answer);
    return answer.status;
  });
  await until(async () => (answered.length === limits.maxWaiting ? true : undefined));
  for (const refused of answered) {
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ error: { code: 'execution.queue_full' } });
  }
  await house.asOwner('select pg_advisory_unlock(4181)');
  expect((await Promise.all(asked)).filter((status) => status === 200)).toHaveLength(limits.maxWaiting);
  await house.asOwner('drop trigger hold on gateway_execution; drop function hold;');
  expect((await ask('There is room.')).status).toBe(200);
  // Whoever was told 200 is there; whoever was told 503 is not.
  expect(await countOf('gateway_execution')).toBe(limits.maxWaiting + 1);
});

it('an execution that cannot be stored does not fail those that share its transaction', async () => {
  await house.asOwner(`
    create function refuse() returns trigger language plpgsql as $$ begin
      if new.model = 'simulated-careful' then raise exception 'this one is refused'; end if; return new; end $$;
    create trigger refuse before insert on gateway_execution for each row execute function refuse();`);
  const models = [
    'simulated-fast',
    'simulated-careful',
    'simulated-fast',
    'simulated-fast',
    'simulated-careful',
    'simulated-fast',
  ];
  const answers = await Promise.all(models.map((model) => ask('Together.', model)));
  await house.asOwner('drop trigger refuse on gateway_execution; drop function refuse;');
  expect(answers.map(({ status }) => status)).toEqual(
    models.map((model) => (model === 'simulated-careful' ? 503 : 200)),
  );
});

it('20 MB are stored whole, in pieces, and come back as they were', async () => {
  // Does not get smaller: so that the pieces are many.
  const content = randomBytes(15_100_000).toString('base64');
  expect(content.length).toBeGreaterThan(20_000_000);
  const answer = await ask(content);
  expect(answer.status).toBe(200);
  const id = answer.headers.get('countersign-execution') ?? '';
  expect(await countOf(`gateway_payload where execution_id = '${id}' and kind = 'input'`)).toBeGreaterThan(
    10,
  );
  const page = await house.call('viewer', 'execution.read', { params: { execution: id } });
  expect(JSON.stringify(page)).toContain(content);
});

/** A provider that is called at `/v1`, and remembers what was known of each call when it came. */
async function ownProvider(name: string, answer: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    request.resume().once('end', () => answer(response));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const body = {
    name,
    kind: 'openai',
    baseUrl: `http://127.0.0.1:${port}/v1`,
    credential: 'none',
    models: [name],
  };
  await house.call('admin', 'provider.create', { body });
  return () => server.close();
}

const usage = {
  prompt_tokens: 100,
  completion_tokens: 50,
  prompt_tokens_details: { cached_tokens: 64 },
  completion_tokens_details: { reasoning_tokens: 30 },
};
const saying = (response: ServerResponse, type: string) =>
  response.writeHead(200, {
    'content-type': type,
    'x-request-id': 'req_of_theirs',
    'x-ratelimit-remaining-requests': '41',
    'openai-organization': 'ours',
  });
const choice = { index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' };

it('keeps what a provider says beside its answer, and passes its limits on', async () => {
  const stop = await ownProvider('up-saying', (response) => {
    saying(response, 'application/json').end(
      JSON.stringify({ object: 'chat.completion', model: 'up-saying-2', choices: [choice], usage }),
    );
  });
  const answer = await ask('What do you say?', 'up-saying');
  stop();
  expect(answer.headers.get('x-ratelimit-remaining-requests')).toBe('41');
  expect(answer.headers.get('openai-organization')).toBeNull();
  const id = answer.headers.get('countersign-execution') ?? '';
  const page = await house.call('viewer', 'execution.read', { params: { execution: id } });
  const { rows } = await house.asOwner(
    `select convert_from(leaf, 'UTF8')::json -> 'data' as data from ledger_leaf where subject_id = '${id}' and action = 'execution.complete'`,
  );
  const known = {
    providerRequest: 'req_of_theirs',
    cachedTokens: 64,
    reasoningTokens: 30,
    firstByteMs: expect.any(Number),
  };
  expect(page).toMatchObject({
    call: { ...known, dialect: 'chat', durability: 'overlap', priceVersion: null },
  });
  expect(rows[0].data).toMatchObject(known);
});

it('strict: where a rule asks for it, the provider is called only when the intent is durable', async () => {
  await house.call('admin', 'library.create', { body: { name: 'policy', visibility: 'open' } });
  await house.publish('policy', [
    {
      path: 'strict.cedar',
      text: `@id("iban.strict") @mode("enforce") @reason("Account numbers are recorded first.") @obligation("durability:strict")
permit (principal, action, resource) when { context.dataClasses.contains("iban") };
@id("rest") @mode("enforce") @reason("The rest is free.")
permit (principal, action, resource);`,
    },
  ]);
  let called = 0;
  const stop = await ownProvider('up-counting', (response) => {
    called += 1;
    saying(response, 'application/json').end(
      JSON.stringify({ object: 'chat.completion', choices: [choice], usage }),
    );
  });
  const iban = 'Pay to DE89 3704 0044 0532 0130 00, please.';
  const durabilityOf = async (answer: Response) => {
    const id = answer.headers.get('countersign-execution');
    const { rows } = await house.asOwner(
      `select call ->> 'durability' as durability from gateway_execution where id = '${id}'`,
    );
    return rows[0]?.durability;
  };
  await until(async () =>
    (await durabilityOf(await ask(iban, 'up-counting'))) === 'strict' ? true : undefined,
  );
  expect(await durabilityOf(await ask('No account here.', 'up-counting'))).toBe('overlap');
  await house.asOwner(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
    create trigger refuse before insert on gateway_execution for each row execute function refuse();`);
  called = 0;
  expect((await ask(iban, 'up-counting')).status).toBe(503);
  expect(called).toBe(0);
  const streamed = await fetch(`${house.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: 'up-counting', stream: true, messages: [{ role: 'user', content: iban }] }),
  });
  expect(streamed.status).toBe(503);
  expect(called).toBe(0);
  // Overlapping, it may be called; nothing of it is released.
  expect((await ask('No account here.', 'up-counting')).status).toBe(503);
  await until(async () => (called === 1 ? true : undefined));
  await house.asOwner('drop trigger refuse on gateway_execution; drop function refuse;');
  stop();
});
