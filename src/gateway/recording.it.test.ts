import { randomBytes } from 'node:crypto';
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
