import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyBundle } from '../../clients/sdk/src/verify.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { untilSigned, verifyLog } from '../support/test-log.ts';

/** Attacks on the record that come through the whole server; those on the log's own tables are in src/ledger/tamper.it.test.ts. */
let house: TestHouse;

beforeAll(async () => {
  house = await startHouse();
  // The policy in force is kept with its first verdict; from then on an execution writes only its own.
  expect((await execute('The first of all.')).status).toBe(200);
});
afterEach(() =>
  house.asOwner('drop trigger if exists fault on ledger_leaf; drop function if exists fault cascade'),
);
afterAll(() => house.close());

const people = () => house.northwind.people;
const execute = (content: string) =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key: people().viewer.key,
    body: { model: 'simulated-fast', messages: [{ role: 'user', content }] },
  });
const createLibrary = (name: string) =>
  house.call(people().admin.key, 'library.create', { body: { name, visibility: 'open' } });

/** Makes every entry fail, or wait, as it is written. */
async function breakLedger(body: string): Promise<void> {
  await house.asOwner(`create function fault() returns trigger language plpgsql as $$ begin ${body} end $$`);
  await house.asOwner(
    'create trigger fault before insert on ledger_leaf for each row execute function fault()',
  );
}

describe('AT-33 a record that is full, slow or down', () => {
  it.each([
    ['full', 'ledger.not_recorded', "raise exception 'no space left' using errcode = '53100';"],
    [
      'too slow',
      'ledger.not_recorded',
      "raise exception 'canceling statement due to lock timeout' using errcode = '55P03';",
    ],
    ['down', 'ledger.unreachable', 'perform pg_terminate_backend(pg_backend_pid()); return new;'],
  ])('refuses with a reason, releases nothing and leaves nothing: %s', async (_, code, body) => {
    await untilSigned(house.house.ledger);
    const before = await house.counts();
    await breakLedger(body);
    const refused = await createLibrary('never-made');
    expect(refused).toMatchObject({ status: 503, body: { code } });
    const unanswered = await execute('Say the word albatross.');
    expect(unanswered).toMatchObject({
      status: 503,
      body: { error: { code: 'execution.not_recorded' } },
    });
    expect(unanswered.text).not.toContain('albatross');
    expect(await house.counts()).toEqual(before);
  });

  it('and goes on when it is there again', async () => {
    expect((await createLibrary('made-after-all')).status).toBe(201);
    expect((await execute('Hello')).status).toBe(200);
  });
});

describe('AT-35 what is personal', () => {
  it('is in no entry, and erasing it leaves every proof valid', async () => {
    const canary = 'canary.jones+4180@example.com';
    const reply = await execute(`Write to ${canary}`);
    const id = reply.headers.get('countersign-execution') ?? '';
    await untilSigned(house.house.ledger);
    const { rows } = await house.asOwner(
      "select count(*)::int as leaves, count(*) filter (where position($1 in convert_from(leaf, 'UTF8')) > 0)::int as telling from ledger_leaf",
      [canary],
    );
    expect(rows[0].leaves).toBeGreaterThan(10);
    expect(rows[0].telling).toBe(0);
    const auditor = people().auditor.key;
    const bundle = await house.done(auditor, 'execution.prove', { params: { execution: id } });
    expect((await house.asOwner('delete from gateway_payload where execution_id = $1', [id])).rowCount).toBe(
      2,
    );
    const after = await house.done(auditor, 'execution.prove', { params: { execution: id } });
    for (const proof of [bundle, after]) expect(await verifyBundle(proof)).toMatchObject({ ok: true });
    expect(await verifyLog(house.house.ledger, house.northwind.id)).toMatchObject({ ok: true });
  });
});

describe('AT-36 a write without an entry', () => {
  it('is refused by the database in every house that tests start, whatever brought it there', async () => {
    const { rows } = await house.asOwner(
      "select count(*)::int as guarded from pg_trigger where tgname = 'entry_is_needed'",
    );
    expect(rows[0].guarded).toBeGreaterThan(20);
    const unguarded = await house.asOwner(
      `select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
         and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'entry_is_needed') order by 1`,
    );
    // The integrator's tables and what witnesses cosign, where followers stand and up to where the log was sent on, what migrations were applied, when keys were last used, and the tally of attempts to sign in.
    expect(unguarded.rows.map(({ relname }) => relname)).toEqual([
      'ledger_checkpoint',
      'ledger_cosignature',
      'ledger_export_place',
      'ledger_find',
      'ledger_follower',
      'ledger_hash',
      'ledger_key',
      'ledger_leaf',
      'ledger_pending',
      'ledger_position',
      'ledger_witness_trouble',
      'ledger_witnessed_head',
      'platform_last_use',
      'platform_migration',
      'platform_tally',
    ]);
    await expect(
      house.asServer('update access_organization set display_name = display_name'),
    ).rejects.toThrow('AT-36: UPDATE on access_organization without an entry');
  });
});
