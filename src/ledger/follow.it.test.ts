import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestLog, type TestLog, untilSigned, verifyLog } from '../../test/support/test-log.ts';
import type { EntryDraft, Follower, Ledger } from './index.ts';

let log: TestLog;

beforeAll(async () => {
  log = await createTestLog();
});
afterAll(async () => {
  await log.close();
});

const draft = (action: string, subject: string): EntryDraft => ({
  organization: log.organization,
  action,
  actor: { kind: 'system', id: 'test' },
  subject: { kind: 'thing', id: subject },
  data: {},
});

async function act(ledger: Ledger, action: string, ...subjects: readonly string[]): Promise<void> {
  for (const subject of subjects)
    await ledger.record(async () => ({ entry: draft(action, subject), value: undefined }));
}

const subjectsOf = async (ledger: Ledger, action: string) =>
  (await ledger.list(log.organization, { action, limit: 200 }))
    .map(({ entry }) => entry.subject.id)
    .reverse();

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await sleep(50);
  }
}

it('reacts in order and once: what came before the start, with a failure in between, on two nodes', async () => {
  const nodes = [log.openNode(), log.openNode()];
  const [first, second] = nodes.map((node) => node.ledger);
  if (first === undefined || second === undefined) throw new Error('two nodes');
  for (const node of nodes) node.startIntegrator();
  const subjects = Array.from({ length: 12 }, (_, index) => `s${index}`);
  await act(first, 'thing.leave', ...subjects.slice(0, 4));
  let failures = 3;
  const follower: Follower = {
    name: 'test/echo',
    actions: ['thing.leave'],
    react: async (_tx, entry) => {
      if (entry.subject.id === 's5' && failures-- > 0) throw new Error('not yet');
      return [draft('thing.echo', entry.subject.id)];
    },
  };
  const running = [first.startFollowers([follower]), second.startFollowers([follower])];
  await act(second, 'thing.ignore', 'x', 'y');
  await act(second, 'thing.leave', ...subjects.slice(4));
  await until(async () => (await subjectsOf(first, 'thing.echo')).length >= subjects.length);
  for (const { stop } of running) await stop();
  expect(failures).toBeLessThan(0);
  await untilSigned(first);
  expect(await subjectsOf(first, 'thing.echo')).toEqual(subjects);

  // A start finds everything done.
  const again = first.startFollowers([follower]);
  await sleep(300);
  await again.stop();
  await untilSigned(first);
  expect(await subjectsOf(first, 'thing.echo')).toEqual(subjects);
  expect(await verifyLog(first, log.organization)).toMatchObject({ ok: true });
  for (const node of nodes) await node.close();
}, 60_000);

it('leaves nothing of a reaction that failed', async () => {
  const node = log.openNode();
  node.startIntegrator();
  let tries = 0;
  const running = node.ledger.startFollowers([
    {
      name: 'test/fails',
      actions: ['thing.break'],
      react: async (tx) => {
        tries += 1;
        await tx
          .insertInto('ledger_pending')
          .values({ organization_id: log.organization, id: 'ent_never' })
          .execute();
        throw new Error('never');
      },
    },
  ]);
  await act(node.ledger, 'thing.break', 'z');
  await until(async () => tries >= 2);
  await running.stop();
  const { rows } = await log.asOwner("select from ledger_pending where id = 'ent_never'");
  expect(rows).toEqual([]);
  const place = await log.asOwner(
    "select next_index::int as at from ledger_follower where name = 'test/fails'",
  );
  expect(place.rows).toEqual([]);
  await node.close();
}, 60_000);
