import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createVault } from '../src/platform/crypto/index.ts';
import { openDatabase } from '../src/platform/db/index.ts';
import { createLog } from '../src/platform/log.ts';
import { rewrapEverything, wrappedColumns } from '../src/rewrap.ts';
import { createGatewayHouse, type GatewayHouse } from './support/gateway-house.ts';

/** The master key is changed under a server that runs: nothing is lost, nothing is done twice, and contents are not written again. */
const [old, current] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
let house: GatewayHouse;

beforeAll(async () => {
  house = await createGatewayHouse({ vault: createVault(old) });
  for (let run = 0; run < 3; run += 1)
    await fetch(`${house.address}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await house.key('viewer')}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'simulated-fast',
        messages: [{ role: 'user', content: `Hello ${run}` }],
      }),
    });
  const provider = { name: 'own', kind: 'openai', baseUrl: 'http://127.0.0.1:9/v1', credential: 'canary' };
  await house.call('admin', 'provider.create', { body: { ...provider, models: ['own-model'] } });
});
afterAll(() => house.close());

it('every wrapped column of every slice is in the list', () => {
  const root = fileURLToPath(new URL('../src/', import.meta.url));
  const sql = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .map((name) => readFileSync(`${root}${name}`, 'utf8'))
    .join('\n');
  const dropped = new Set(
    [...sql.matchAll(/alter table (\w+) drop column (\w+)/g)].map(
      ([, table, column]) => `${table}.${column}`,
    ),
  );
  const found = [...sql.matchAll(/(?:create|alter) table (\w+)([^;]*);/g)].flatMap(([, table, body = '']) =>
    [...body.matchAll(/(\w*(?:wrapped|secret)\w*) bytea/g)].map(([, column]) => `${table}.${column}`),
  );
  const isHash = (column: string) => column.endsWith('_sha256');
  const listed = wrappedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(found.length).toBeGreaterThan(7);
  expect(found.filter((column) => !isHash(column) && !dropped.has(column)).sort()).toEqual(listed.toSorted());
});

it('wraps everything again, in entries, also when it was stopped half way', async () => {
  const contents = async () => (await house.asOwner('select * from gateway_payload order by 2, 3')).rows;
  const before = await contents();
  const both = createVault(current, [old]);
  const database = openDatabase(house.database.owner);
  let left = 2;
  const stopping = {
    ...both,
    rewrap: (wrapped: Uint8Array, context: string) => {
      left -= 1;
      if (left < 0) throw new Error('the power went');
      return both.rewrap(wrapped, context);
    },
  };
  const parts = { database, vault: stopping, log: createLog('silent') };
  await expect(rewrapEverything(parts)).rejects.toThrow('the power went');
  const done = await rewrapEverything({ ...parts, vault: both });
  expect(done).toBeGreaterThan(2);
  expect(await rewrapEverything({ ...parts, vault: createVault(current) })).toBe(0);
  await database.close();
  expect(await contents()).toEqual(before);
  const { rows } = await house.asOwner(
    `select convert_from(leaf, 'UTF8')::jsonb -> 'data' ->> 'what' as what from ledger_leaf where action = 'master_key.rewrap' order by 1`,
  );
  expect(rows.map(({ what }) => what)).toEqual([
    'gateway_execution.key_wrapped',
    'gateway_provider.credential_wrapped',
    'ledger_key.private_key_wrapped',
  ]);
});
