import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createTestLog,
  draft,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../test/support/test-log.ts';
import type { Tx } from '../platform/db/index.ts';
import type { Group, GroupedResult } from './index.ts';

let log: TestLog;
let node: TestNode;
let group: Group<string>;
let rounds: (readonly string[])[] = [];
/** What a round does beyond writing its words. */
let also: (tx: Tx, words: readonly string[]) => Promise<void> = async () => undefined;

const refusal = new Error('this one does not count');

async function write(tx: Tx, words: readonly string[]): Promise<GroupedResult[]> {
  rounds.push(words);
  const kept = words.filter((word) => word !== 'refused');
  await sql`insert into ledger_group_probe select ${log.organization}, unnest(${kept}::text[])`.execute(tx);
  await also(tx, words);
  return words.map((word) =>
    word === 'refused' ? { refused: refusal } : { entry: draft(log.organization) },
  );
}

beforeAll(async () => {
  log = await createTestLog();
  node = log.openNode();
  node.startIntegrator();
  await log.asOwner(
    `create table ledger_group_probe (organization_id text not null, word text not null check (word <> 'bad'), transaction xid8 not null default pg_current_xact_id());
     create table ledger_group_leaf (transaction xid8 not null default pg_current_xact_id());
     create function note_leaf() returns trigger language plpgsql as $$ begin insert into ledger_group_leaf default values; return null; end $$;
     create trigger note_leaf after insert on ledger_leaf for each row execute function note_leaf();
     grant select, insert on ledger_group_probe, ledger_group_leaf to ${log.database.server.user}`,
  );
  group = node.ledger.group({
    maxWaiting: 40,
    maxWaitingBytes: 100_000_000,
    weigh: (word) => (word.startsWith('heavy') ? 9_000_000 : 10),
    write,
  });
});
afterAll(async () => {
  await untilSigned(node.ledger);
  expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true });
  await log.close();
});

/** Words and leaves that became durable by `act`, and how many transactions they are of. */
async function madeBy(act: () => Promise<unknown>) {
  rounds = [];
  await log.asOwner('truncate ledger_group_probe, ledger_group_leaf');
  await act();
  const { rows } = await log.asOwner(
    `select array(select word from ledger_group_probe order by word) as words, (select count(*)::int from ledger_group_leaf) as leaves,
       (select count(distinct transaction)::int from ledger_group_leaf) as transactions,
       (select count(*)::int from ledger_group_leaf l where not exists (select from ledger_group_probe p where p.transaction = l.transaction)) as apart`,
  );
  return rows[0];
}

const words = (count: number) => Array.from({ length: count }, (_, at) => `w${String(at).padStart(2, '0')}`);
const outcomes = async (items: readonly string[]) =>
  (await Promise.allSettled(items.map((item) => group.record(item)))).map(({ status }) => status);

it('makes items of concurrent callers durable in few transactions, each with its entry', async () => {
  const made = await madeBy(() => outcomes(words(40)));
  expect(made).toMatchObject({ words: words(40), leaves: 40, apart: 0 });
  expect(made.transactions).toBeLessThanOrEqual(4);
  expect(rounds).toContainEqual(['w00']);
});

it('begins at once for a lone caller', async () => {
  expect(await madeBy(() => group.record('alone'))).toMatchObject({ words: ['alone'], leaves: 1 });
});

it('an item that the database refuses fails alone, whoever shares its transaction', async () => {
  const items = [...words(12), 'bad', ...words(12)];
  const made = await madeBy(async () => {
    expect(await outcomes(items)).toEqual(items.map((item) => (item === 'bad' ? 'rejected' : 'fulfilled')));
  });
  expect(made).toMatchObject({ leaves: 24, apart: 0 });
  expect(made.words).not.toContain('bad');
});

it('an item that is refused leaves nothing, alone and among others', async () => {
  expect(await madeBy(() => expect(group.record('refused')).rejects.toBe(refusal))).toMatchObject({
    words: [],
    leaves: 0,
  });
  const made = await madeBy(async () => {
    expect(await outcomes(['a', 'b', 'refused', 'c'])).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
  expect(made).toMatchObject({ words: ['a', 'b', 'c'], leaves: 3 });
});

it('AT-33 a full disk fails every item of a round at once, says so, and leaves nothing', async () => {
  also = async (tx) => {
    await sql`do $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$`.execute(
      tx,
    );
  };
  const made = await madeBy(async () => {
    expect(new Set(await outcomes(words(20)))).toEqual(new Set(['rejected']));
  });
  also = async () => undefined;
  expect(made).toMatchObject({ words: [], leaves: 0 });
  // Not once more for each item: it is the same disk.
  expect(rounds.length).toBeLessThanOrEqual(3);
  expect(await madeBy(() => group.record('after'))).toMatchObject({ words: ['after'], leaves: 1 });
});

it('says when it is full, still takes what has begun, and says when there is room again', async () => {
  expect(group.isFull()).toBe(false);
  const recording = words(45).map((word) => group.record(word));
  expect(group.isFull()).toBe(true);
  await Promise.all(recording);
  expect(group.isFull()).toBe(false);
});

it('what is heavy holds up nobody and is held up by nobody', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  also = async (_, round) => (round.some((word) => word.startsWith('heavy')) ? held : undefined);
  const heavy = group.record('heavy');
  await Promise.all(words(10).map((word) => group.record(word)));
  release();
  await heavy;
  also = async () => undefined;
});

it('a round that does not answer for each of its items records none', async () => {
  const broken = node.ledger.group<string>({
    ...{ maxWaiting: 9, maxWaitingBytes: 9_000, weigh: () => 1 },
    write: async () => [],
  });
  await expect(broken.record('lost')).rejects.toThrow('invariant');
});
