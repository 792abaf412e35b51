import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type HttpSink, startHttpSink } from '../../../test/support/log-receivers.ts';
import {
  createTestLog,
  recordMany,
  type TestLog,
  untilSigned,
  verifyLog,
} from '../../../test/support/test-log.ts';

let log: TestLog;
let sink: HttpSink;
beforeAll(async () => {
  [log, sink] = await Promise.all([createTestLog(), startHttpSink()]);
});
afterAll(async () => {
  await log.close();
  await sink.close();
});

it('several nodes send each entry once, in order; one that dies while it sends leaves it to the others', async () => {
  const nodes = [0, 1, 2].map(() => log.openNode({ exportHosts: [sink.host] }));
  const [first] = nodes;
  if (first === undefined) throw new Error('there are three');
  const { ledger } = first;
  first.startIntegrator();
  await recordMany(ledger, log.organization, 300);
  await untilSigned(ledger);
  const actor = { kind: 'system', id: 'test' } as const;
  const asked = { name: 'S', kind: 'https', url: sink.url, from: 'beginning' } as const;
  await ledger.targets.create(log.organization, actor, asked);
  // As a node leaves it that took the target and died before it sent: its claim is over when the time that it has is.
  await log.asOwner(
    `update ledger_export_place set claim = 'clm_dead', claimed_until = now() + interval '0.3 seconds'`,
  );
  const loops = nodes.map((node) => node.ledger.targets.start());
  await untilSigned(ledger);
  await recordMany(ledger, log.organization, 50);
  await untilSigned(ledger);
  const caughtUp = () =>
    vi.waitFor(
      async () => expect(await ledger.targets.list(log.organization)).toMatchObject([{ behind: 0 }]),
      { timeout: 20_000, interval: 50 },
    );
  await caughtUp();
  await Promise.all(loops.map((loop) => loop.stop()));
  const sequences = sink.taken.flatMap(({ body }) =>
    body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).metadata.sequence),
  );
  expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, index) => index));
  expect(sequences.length).toBe((await ledger.head(log.organization))?.treeSize);
  expect(await verifyLog(ledger, log.organization)).toMatchObject({ ok: true });
});
