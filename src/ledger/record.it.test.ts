import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCanonicalBytes, verifyBundle } from '../../clients/sdk/src/verify.ts';
import {
  createTestLog,
  draft,
  recordMany,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../test/support/test-log.ts';
import { manualClock } from '../platform/clock.ts';
import { newId } from '../platform/id.ts';
import type { EntryId } from './entry.ts';
import { maxEntryBytes } from './entry.ts';

let log: TestLog;
let node: TestNode;

beforeAll(async () => {
  log = await createTestLog();
  node = log.openNode();
  node.startIntegrator();
  await log.asOwner('create table ledger_probe (organization_id text not null, word text not null)');
  await log.asOwner(`grant select, insert on ledger_probe to ${log.database.server.user}`);
});
afterAll(async () => {
  await untilSigned(node.ledger);
  expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true });
  await log.close();
});

async function counts() {
  const { rows } = await log.asOwner(
    'select (select count(*) from ledger_probe)::int as words, (select count(*) from ledger_leaf)::int as leaves',
  );
  return rows[0];
}

const entryOf = async (id: EntryId) => node.ledger.read(log.organization, id);

describe('record', () => {
  it('makes the work and its entry durable together', async () => {
    const before = await counts();
    const id = newId('ent');
    const value = await node.ledger.record(async (tx) => {
      await sql`insert into ledger_probe values (${log.organization}, 'kept')`.execute(tx);
      return { entry: { ...draft(log.organization), id }, value: 7 };
    });
    expect(value).toBe(7);
    expect(await counts()).toEqual({ words: before.words + 1, leaves: before.leaves + 1 });
    expect((await entryOf(id))?.entry.id).toBe(id);
  });

  it('leaves neither when the work fails after a write', async () => {
    const before = await counts();
    const attempt = node.ledger.record(async (tx) => {
      await sql`insert into ledger_probe values (${log.organization}, 'lost')`.execute(tx);
      throw new Error('the verb refuses');
    });
    await expect(attempt).rejects.toThrow('the verb refuses');
    expect(await counts()).toEqual(before);
  });

  it.each([
    ['over the largest size', { text: 'x'.repeat(maxEntryBytes) }],
    ['that JSON cannot hold exactly', { number: 2 ** 60 }],
  ])('leaves neither when the entry is one %s', async (_, data) => {
    const before = await counts();
    const attempt = node.ledger.record(async (tx) => {
      await sql`insert into ledger_probe values (${log.organization}, 'lost')`.execute(tx);
      return { entry: draft(log.organization, 'library.create', newId('lib'), data), value: undefined };
    });
    await expect(attempt).rejects.toThrow(/invariant|canonical JSON/);
    expect(await counts()).toEqual(before);
  });

  it('takes an entry of exactly the largest size, through to the proof', async () => {
    const id = newId('ent');
    const subject = newId('lib');
    const sizeOf = async (text: string, entryId: EntryId) => {
      const entry = { ...draft(log.organization, 'library.create', subject, { text }), id: entryId };
      await node.ledger.record(async () => ({ entry, value: undefined }));
      return (await entryOf(entryId))?.leaf.length ?? 0;
    };
    const empty = await sizeOf('', newId('ent'));
    expect(await sizeOf('x'.repeat(maxEntryBytes - empty), id)).toBe(maxEntryBytes);
    expect((await node.ledger.prove(log.organization, [id])).entries).toHaveLength(1);
  });

  it('refuses an organization without a log', async () => {
    const before = await counts();
    const attempt = node.ledger.record(async () => ({ entry: draft(newId('org')), value: undefined }));
    await expect(attempt).rejects.toThrow('entries need a log');
    expect(await counts()).toEqual(before);
  });

  it('keeps several entries of one record in their order', async () => {
    const ids = Array.from({ length: 20 }, () => newId('ent')).toReversed();
    const [first = newId('ent'), ...others] = ids;
    const entryWith = (id: EntryId) => ({ ...draft(log.organization), id });
    await node.ledger.record(async () => ({
      entry: [entryWith(first), ...others.map(entryWith)],
      value: undefined,
    }));
    const bundle = await node.ledger.prove(log.organization, ids);
    const placed = await Promise.all(ids.map(entryOf));
    expect(placed.map((entry) => entry?.index)).toEqual(bundle.entries.map(({ index }) => index));
  });

  it('runs the work again after a deadlock, and leaves one entry', async () => {
    const before = await counts();
    let runs = 0;
    await node.ledger.record(async (tx) => {
      runs += 1;
      if (runs < 3)
        await sql`do $$ begin raise exception 'probe' using errcode = '40P01'; end $$`.execute(tx);
      return { entry: draft(log.organization), value: undefined };
    });
    expect(runs).toBe(3);
    expect(await counts()).toEqual({ ...before, leaves: before.leaves + 1 });
  });

  it('gives up after three retries', async () => {
    let runs = 0;
    const attempt = node.ledger.record(async (tx) => {
      runs += 1;
      await sql`do $$ begin raise exception 'probe' using errcode = '40001'; end $$`.execute(tx);
      return { entry: draft(log.organization), value: undefined };
    });
    await expect(attempt).rejects.toThrow('probe');
    expect(runs).toBe(4);
  });

  it('leaves neither when the commit itself fails', async () => {
    await log.asOwner(`
      create function fail() returns trigger language plpgsql as $$ begin raise exception 'the commit fails'; end $$;
      create constraint trigger fail_at_commit after insert on ledger_probe deferrable initially deferred
        for each row execute function fail();`);
    const before = await counts();
    const attempt = node.ledger.record(async (tx) => {
      await sql`insert into ledger_probe values (${log.organization}, 'lost')`.execute(tx);
      return { entry: draft(log.organization), value: undefined };
    });
    await expect(attempt).rejects.toThrow('the commit fails');
    expect(await counts()).toEqual(before);
  });

  it('takes 500 at once', async () => {
    const before = await counts();
    await recordMany(node.ledger, log.organization, 500, 500);
    expect(await counts()).toEqual({ ...before, leaves: before.leaves + 500 });
  });
});

describe('AT-29 a clock that goes back, or stands still', () => {
  it('changes no order: the index orders, and time is data', async () => {
    const times = [
      '2026-05-05T05:05:05.005Z',
      '2026-05-05T05:05:05.005Z',
      '1999-01-01T00:00:00.000Z',
      '2030-01-01T00:00:00.000Z',
    ];
    const ids: EntryId[] = [];
    for (const time of times) {
      const past = log.openNode({ clock: manualClock(time) });
      const id = newId('ent', Date.parse(time));
      await past.ledger.record(async () => ({ entry: { ...draft(log.organization), id }, value: undefined }));
      await past.close();
      ids.push(id);
    }
    await untilSigned(node.ledger);
    const placed = await Promise.all(ids.map(entryOf));
    expect(placed.map((found) => found?.entry.at)).toEqual(times);
    const [first = 0, ...others] = placed.map((found) => found?.index ?? -1);
    expect(others).toEqual([first + 1, first + 2, first + 3]);
    const listed = await node.ledger.list(log.organization, { limit: 4 });
    expect(listed.map(({ entry }) => entry.id)).toEqual(ids.toReversed());
  });
});

describe('AT-30 what other writers of JSON stumble over', () => {
  const texts = [
    '\u0000',
    '\u00e9',
    'e\u0301',
    '\ud83d\ude00',
    '\ufb33',
    '\u2028',
    '\u001b[31m',
    '"\\/',
    '\u007f',
  ];
  const numbers = [0, -0, 1e2, 1e-7, 0.1, 333333333.3333333, Number.MAX_SAFE_INTEGER, 5e-324];

  it('is kept byte for byte, from the entry to the proof', async () => {
    const id = newId('ent');
    const data = { texts, numbers, z: 1, é: 2, 'e\u0301': 3, '😀': 4, '': 5 };
    const entry = { ...draft(log.organization, 'library.create', newId('lib'), data), id };
    await node.ledger.record(async () => ({ entry, value: undefined }));
    const [proven] = (await node.ledger.prove(log.organization, [id])).entries;
    const leaf = Buffer.from(proven?.leaf ?? '', 'base64').toString();
    expect(JSON.parse(leaf).data).toEqual({ ...data, numbers: numbers.map((number) => number + 0) });
    expect(parseCanonicalBytes(Buffer.from(leaf))).toBeDefined();
    expect(await verifyBundle(await node.ledger.prove(log.organization, [id]))).toMatchObject({ ok: true });
  });

  it.each([
    ['a lone surrogate', { text: '\ud800' }],
    ['10^200', { number: 1e200 }],
    ['no number', { number: Number.NaN }],
  ])('is refused before anything is written: %s', async (_, data) => {
    const before = await counts();
    const entry = draft(log.organization, 'library.create', newId('lib'), data);
    await expect(node.ledger.record(async () => ({ entry, value: undefined }))).rejects.toThrow(
      'canonical JSON',
    );
    expect(await counts()).toEqual(before);
  });
});
