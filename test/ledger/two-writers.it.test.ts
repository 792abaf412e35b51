import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createTestLog,
  draft,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../support/test-log.ts';

/** Two nodes on one database: no gap, no fork, one log. `COUNTERSIGN_TEST_LONG=1` runs it for 30 s. */
const durationMs = process.env.COUNTERSIGN_TEST_LONG === '1' ? 30_000 : 3000;

let log: TestLog;

beforeEach(async () => {
  log = await createTestLog();
});
afterEach(() => log.close());

it(`AT-26 two writers for ${durationMs / 1000} s, restarted midway, make one log`, {
  timeout: durationMs + 60_000,
}, async () => {
  const pauses = fc.sample(fc.integer({ min: 20, max: 400 }), { numRuns: 200, seed: 4180 });
  const recorded = { count: 0 };
  const until = performance.now() + durationMs;
  const writer = async (node: TestNode) => {
    while (performance.now() < until) {
      await node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));
      recorded.count += 1;
    }
  };
  const life = async (turn: number) => {
    while (performance.now() < until) {
      const node = log.openNode();
      node.startIntegrator();
      const writing = Array.from({ length: 8 }, () => writer(node).catch(() => undefined));
      await sleep((pauses[turn % pauses.length] ?? 100) + 500);
      turn += 2;
      // A restart: the integrator stops after its round, another takes over what waits.
      await node.stopIntegrator();
      if (performance.now() < until) node.startIntegrator();
      await Promise.all(writing);
      await node.close();
    }
  };
  await Promise.all([life(0), life(1)]);
  const reader = log.openNode();
  reader.startIntegrator();
  await untilSigned(reader.ledger);
  expect(await verifyLog(reader.ledger, log.organization)).toMatchObject({
    ok: true,
    treeSize: recorded.count + 1,
  });
  const { rows } = await log.asOwner(
    'select count(*)::int as placed, max(index)::int as last, count(distinct id)::int as ids from ledger_position',
  );
  expect(rows).toEqual([{ placed: recorded.count + 1, last: recorded.count, ids: recorded.count + 1 }]);
  expect(recorded.count).toBeGreaterThan(durationMs / 30);
});
