import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { failingStore, integratorCalls } from '../../test/support/failing-store.ts';
import { loseCommitAnswers } from '../../test/support/lossy-connection.ts';
import {
  createTestLog,
  draft,
  fill,
  recordMany,
  type TestLog,
  untilSigned,
  verifyLog,
} from '../../test/support/test-log.ts';
import { newId } from '../platform/id.ts';

/** A log of the test's own. Most of a test's time is spent waiting for the next try, so several run at once. */
const inLog = async (work: (log: TestLog) => Promise<void>): Promise<void> => {
  const log = await createTestLog();
  try {
    await work(log);
  } finally {
    await log.close();
  }
};

/** The fault table: every call and every commit, failing before it is done, and failing though it was done. */
describe.concurrent('the integrator', () => {
  it.each(integratorCalls.flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
    'recovers when %s fails %s it was done, three times, and the log verifies whole',
    (call, when) =>
      inLog(async (log) => {
        const { store, failed } = failingStore(call, when, 3);
        const node = log.openNode({ store });
        node.startIntegrator();
        await fill(node.ledger, log.organization, 300);
        await untilSigned(node.ledger);
        expect(failed()).toBe(3);
        expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true, treeSize: 301 });
        expect(node.ledger.alteredLogs()).toEqual([]);
      }),
  );

  it.each(['ledger_position', 'ledger_checkpoint'])(
    'recovers when the commit fails on account of %s, three times',
    (table) =>
      inLog(async (log) => {
        // A deferred trigger fails the commit itself; a sequence counts, as it forgets nothing when a transaction rolls back.
        await log.asOwner(`
      create sequence failures;
      create function fail_thrice() returns trigger language plpgsql security definer as
        $$ begin if nextval('failures') <= 3 then raise exception 'the commit fails'; end if; return null; end $$;
      create constraint trigger fail_at_commit after insert on ${table} deferrable initially deferred
        for each row execute function fail_thrice();`);
        const node = log.openNode();
        await fill(node.ledger, log.organization, 300);
        node.startIntegrator();
        await untilSigned(node.ledger);
        const { rows } = await log.asOwner('select last_value::int as calls from failures');
        expect(rows[0].calls).toBeGreaterThan(3);
        expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true, treeSize: 301 });
      }),
  );

  it('recovers when commits are done and nobody hears of it, three times', () =>
    inLog(async (log) => {
      const lossy = await loseCommitAnswers(log.database.server, 3);
      const node = log.openNode({ connection: lossy.connection, indexes: false });
      const founder = log.openNode();
      node.startIntegrator();
      for (let turn = 1; turn <= 3; turn += 1) {
        await fill(founder.ledger, log.organization, 300);
        await vi.waitFor(() => expect(lossy.lost()).toBe(turn), { timeout: 10_000 });
        // What the lost answer was about is there, and the next round goes on from it.
        const head = await founder.ledger.head(log.organization);
        expect(head?.treeSize).toBeGreaterThan(300 * (turn - 1));
      }
      await untilSigned(founder.ledger);
      expect(await verifyLog(founder.ledger, log.organization)).toMatchObject({ ok: true, treeSize: 901 });
      expect(node.ledger.alteredLogs()).toEqual([]);
      await node.close();
      await lossy.close();
    }));

  it('recovers when the database throws its connections out, again and again', () =>
    inLog(async (log) => {
      const node = log.openNode();
      node.startIntegrator();
      let kept = 0;
      const recording = (async () => {
        for (let turn = 0; turn < 400; turn += 1)
          await node.ledger
            .record(async () => ({ entry: draft(log.organization), value: undefined }))
            .then(
              () => {
                kept += 1;
              },
              () => undefined,
            );
      })();
      for (let turn = 0; turn < 8; turn += 1) {
        await sleep(60);
        await log.database.throwOut();
      }
      await recording;
      await untilSigned(node.ledger);
      const answer = await verifyLog(node.ledger, log.organization);
      expect(answer).toMatchObject({ ok: true });
      // Whoever was told "recorded" is in the log; a commit whose answer was lost may be there too.
      if (answer.ok) expect(answer.treeSize).toBeGreaterThanOrEqual(kept + 1);
      expect(kept).toBeGreaterThan(100);
    }));

  it('puts leaves back that the queue lost', () =>
    inLog(async (log) => {
      const node = log.openNode();
      await recordMany(node.ledger, log.organization, 50);
      await log.asOwner('truncate ledger_pending');
      expect(await node.ledger.pendingAgeMs()).toBe(0);
      node.startIntegrator();
      await vi.waitFor(
        async () => expect((await node.ledger.head(log.organization))?.treeSize).toBe(51),
        5_000,
      );
      expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true });
    }));

  it('places nothing twice when the queue names it twice, or names what does not exist', () =>
    inLog(async (log) => {
      const node = log.openNode();
      await recordMany(node.ledger, log.organization, 10);
      await log.asOwner(
        'insert into ledger_pending (organization_id, id) select organization_id, id from ledger_pending',
      );
      node.startIntegrator();
      await untilSigned(node.ledger);
      await log.asOwner(
        'insert into ledger_pending (organization_id, id) select organization_id, id from ledger_leaf',
      );
      await log.asOwner('insert into ledger_pending (organization_id, id) values ($1, $2)', [
        log.organization,
        newId('ent'),
      ]);
      await untilSigned(node.ledger);
      expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true, treeSize: 11 });
    }));

  it('serves several logs, and one that is altered holds up no other', () =>
    inLog(async (log) => {
      const node = log.openNode();
      const others = Array.from({ length: 5 }, () => newId('org'));
      for (const other of others)
        await node.ledger.record(async (tx) => {
          await node.ledger.createLog(tx, other);
          return { entry: draft(other), value: undefined };
        });
      const [broken = log.organization, ...healthy] = others;
      await log.asOwner(
        'update ledger_checkpoint set root_hash = set_byte(root_hash, 0, get_byte(root_hash, 0) # 1) where organization_id = $1',
        [broken],
      );
      node.startIntegrator();
      for (const other of healthy) {
        await vi.waitFor(async () => expect((await node.ledger.head(other))?.treeSize).toBe(1), 5_000);
        expect(await verifyLog(node.ledger, other)).toMatchObject({ ok: true, treeSize: 1 });
      }
      expect(node.ledger.alteredLogs()).toMatchObject([{ organization: broken, treeSize: 0 }]);
    }));
});

describe('the integrator, undisturbed', () => {
  it('signs within a second, and goes on after a stop and a start', () =>
    inLog(async (log) => {
      const node = log.openNode();
      for (let turn = 0; turn < 3; turn += 1) {
        node.startIntegrator();
        const id = newId('ent');
        await node.ledger.record(async () => ({
          entry: { ...draft(log.organization), id },
          value: undefined,
        }));
        await node.ledger.prove(log.organization, [id], 1000);
        await node.stopIntegrator();
        await fill(node.ledger, log.organization, 300);
      }
      node.startIntegrator();
      await untilSigned(node.ledger);
      expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true, treeSize: 904 });
    }));
});
