import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyBundle, verifyContinuation } from '../../clients/sdk/src/verify.ts';
import {
  createTestLog,
  draft,
  fill,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../test/support/test-log.ts';
import { newId } from '../platform/id.ts';
import type { SignedHead } from './ledger.ts';

const actor = { kind: 'system', id: 'test' } as const;
let log: TestLog;
let node: TestNode;

beforeAll(async () => {
  log = await createTestLog();
  node = log.openNode();
});
afterAll(() => log.close());

async function head(): Promise<SignedHead> {
  const found = await node.ledger.head(log.organization);
  if (found === undefined) throw new Error('there is no head');
  return found;
}

it('AT-32 a rotation is an entry; the checkpoint that first holds it is the last of the old key', async () => {
  node.startIntegrator();
  await untilSigned(node.ledger);
  const before = await head();
  await node.stopIntegrator();
  // One batch would hold all of these; the rotation ends it.
  await fill(node.ledger, log.organization, 3);
  const rotated = await node.ledger.rotateKey(log.organization, actor);
  await fill(node.ledger, log.organization, 5);
  node.startIntegrator();
  await untilSigned(node.ledger);
  const after = await head();
  expect(after).toMatchObject({ treeSize: 10, key: rotated.key, firstKey: before.key });
  const { rows } = await log.asOwner('select tree_size::int, note from ledger_checkpoint order by tree_size');
  const signedBy = (note: string) => note.slice(note.lastIndexOf(' ') + 1).slice(0, 5);
  expect(rows.map(({ tree_size }) => tree_size)).toEqual([0, 1, 5, 10]);
  expect(new Set(rows.slice(0, 3).map(({ note }) => signedBy(note))).size).toBe(1);
  expect(signedBy(rows[3].note)).not.toBe(signedBy(rows[2].note));

  for (const key of [before.key, after.key])
    expect(
      await verifyLog(node.ledger, log.organization, { key, earlierCheckpoint: before.checkpoint }),
    ).toMatchObject({ ok: true, pinned: true, treeSize: 10, checkpoints: 4 });
  const placed = await node.ledger.read(log.organization, rotated.entry);
  expect(placed).toMatchObject({ index: 4, entry: { action: 'ledger.rotate_key', actor } });
});

it('proofs lead from whichever key is known to the one that signs now', async () => {
  const first = (await head()).firstKey ?? '';
  const since = (await head()).checkpoint;
  await node.ledger.rotateKey(log.organization, actor);
  const id = newId('ent');
  await node.ledger.record(async () => ({ entry: { ...draft(log.organization), id }, value: undefined }));
  await untilSigned(node.ledger);
  const bundle = await node.ledger.prove(log.organization, [id]);
  expect(bundle.rotations).toHaveLength(2);
  expect(await verifyBundle(bundle, { key: first })).toMatchObject({ ok: true, pinned: true });
  const continuation = await node.ledger.proveContinuation(log.organization, 10);
  const answer = await verifyContinuation(continuation, { key: first, earlierCheckpoint: since });
  expect(answer).toMatchObject({ ok: true, olderSize: 10, treeSize: (await head()).treeSize });
  await expect(node.ledger.proveContinuation(log.organization, 9)).rejects.toMatchObject({
    code: 'ledger.prove.no_checkpoint',
  });
});

it('two at once are one, and the next has to wait for the first one’s place in the log', async () => {
  await node.stopIntegrator();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 4 }, () => node.ledger.rotateKey(log.organization, actor)),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'ledger.rotate_key.pending' });
  node.startIntegrator();
  await untilSigned(node.ledger);
  await expect(node.ledger.rotateKey(newId('org'), actor)).rejects.toMatchObject({ status: 404 });
  expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true, pinned: true });
});

it('AT-32 a key that the database’s owner puts in signs nothing that verifies', async () => {
  // Another log's key, unwrapped by nobody: the wrapping binds it to its log, so the integrator stops rather than sign with it.
  const other = newId('org');
  await node.ledger.record(async (tx) => {
    await node.ledger.createLog(tx, other);
    return { entry: draft(other), value: undefined };
  });
  await untilSigned(node.ledger);
  await fill(node.ledger, log.organization, 2);
  await untilSigned(node.ledger);
  const before = await head();
  await log.asOwner(
    `insert into ledger_key (organization_id, id, public_key, private_key_wrapped, entry_id)
       select p.organization_id, k.id, k.public_key, k.private_key_wrapped, p.id
       from ledger_key k, ledger_position p
       where k.organization_id = $2 and p.organization_id = $1 and p.index = $3`,
    [log.organization, other, before.treeSize - 1],
  );
  await node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await head()).treeSize).toBe(before.treeSize);
  expect(await node.ledger.pendingAgeMs()).toBeGreaterThan(0);
});
