import { caller, hourMs, type Stage } from './stage.ts';

/** What is kept and what is to be forgotten; and an auditor who looked at the ledger. */
export async function keepAndForget(stage: Stage): Promise<void> {
  const amara = caller(stage, 'amara@northwind.example');
  const eli = caller(stage, 'eli@northwind.example');
  stage.clock.advance(hourMs);
  await amara('retention.update', { body: { library: null, dataClass: null, days: 730 } });
  await amara('retention.update', { body: { library: 'support', dataClass: null, days: 365 } });
  await amara('legal_hold.place', {
    body: {
      target: { kind: 'library', library: 'legal' },
      reason: 'A supplier disputes a contract. Counsel asked on Monday to keep everything.',
    },
  });
  await amara('erasure.request', {
    body: {
      target: { kind: 'words', words: 'jane.doe@example.com' },
      reason: 'Ms. Doe closed her account and asked us to forget her (ticket 4180).',
    },
  });
  for (const [name, query] of [
    ['Approvals', { action: 'change.approve' }],
    ['Content that was read', { action: 'execution.read_content' }],
  ] as const)
    await eli('saved_search.create', { body: { name, query } });
  const treeSize = sizeOf(await eli('ledger.head'));
  // Nothing is signed yet when nobody integrates while the sample is made.
  if (treeSize === 0) return;
  await eli('attestation.create', {
    body: {
      from: 0,
      treeSize,
      conclusion: 'nothing',
      findings:
        'Looked at every approval and publication since the beginning. Each has two people and a reason.',
    },
  });
}

function sizeOf(head: unknown): number {
  const size: unknown = typeof head === 'object' && head !== null ? Reflect.get(head, 'treeSize') : 0;
  return typeof size === 'number' ? size : 0;
}
