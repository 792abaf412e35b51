import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestLog,
  recordMany,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../test/support/test-log.ts';

let log: TestLog;
let node: TestNode;
let server: pg.Client;

beforeAll(async () => {
  log = await createTestLog();
  node = log.openNode();
  node.startIntegrator();
  await recordMany(node.ledger, log.organization, 300);
  await untilSigned(node.ledger);
  server = new pg.Client(log.database.server);
  await server.connect();
});
afterAll(async () => {
  await server.end();
  expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true, treeSize: 301 });
  await log.close();
});

const tables = ['ledger_key', 'ledger_leaf', 'ledger_position', 'ledger_hash', 'ledger_checkpoint'];
const statements = tables.flatMap((table) => [
  `update ${table} set organization_id = 'org_other'`,
  `delete from ${table}`,
  `truncate ${table} cascade`,
  `drop table ${table} cascade`,
  `alter table ${table} disable trigger all`,
]);

describe("the server's own role", () => {
  it.each([...statements, 'update ledger_pending set id = id', 'truncate ledger_pending'])(
    'may not: %s',
    async (statement) => {
      await expect(server.query(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('may move a follower, and not take its place away', async () => {
    const refused = (statement: string) =>
      expect(server.query(statement)).rejects.toMatchObject({ code: '42501' });
    await refused("update ledger_follower set name = 'other'");
    await refused('delete from ledger_follower');
    expect((await server.query('update ledger_follower set next_index = 0 where false')).rowCount).toBe(0);
  });

  it('may insert, select and empty the queue', async () => {
    await server.query('begin');
    await server.query("insert into ledger_pending (organization_id, id) values ('org_x', 'ent_x')");
    expect((await server.query("delete from ledger_pending where id = 'ent_x'")).rowCount).toBe(1);
    await server.query('rollback');
  });

  it('cannot put two leaves at one index, or one leaf at two', async () => {
    const again =
      'insert into ledger_position select organization_id, index, id, leaf_hash from ledger_position limit 1';
    await expect(server.query(again)).rejects.toMatchObject({ code: '23505' });
    const elsewhere =
      'insert into ledger_position select organization_id, 999999, id, leaf_hash from ledger_position limit 1';
    await expect(server.query(elsewhere)).rejects.toMatchObject({ code: '23505' });
  });
});

describe('a reader', () => {
  it('cannot write, by the database too', async () => {
    // The types offer no way to write with a reader; raw SQL stands for code that found one.
    const sneaky = node.database.reader.with(
      'sneaky',
      () =>
        sql<{
          one: number;
        }>`(insert into ledger_pending (organization_id, id) values ('org_x', 'ent_x') returning 1 as one)`,
    );
    await expect(sneaky.selectFrom('sneaky').selectAll().execute()).rejects.toMatchObject({ code: '25006' });
  });
});
