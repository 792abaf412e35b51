import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBundle } from '../../clients/sdk/src/verify.ts';
import {
  createTestLog,
  draft,
  recordMany,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../test/support/test-log.ts';
import { newId } from '../platform/id.ts';
import type { EntryId, OrganizationId } from './entry.ts';

let log: TestLog;
let node: TestNode;
const stranger: OrganizationId = newId('org');
const ids: EntryId[] = Array.from({ length: 300 }, () => newId('ent'));

beforeAll(async () => {
  log = await createTestLog();
  node = log.openNode();
  node.startIntegrator();
  for (const id of ids)
    await node.ledger.record(async () => ({ entry: { ...draft(log.organization), id }, value: undefined }));
  await node.ledger.record(async (tx) => {
    await node.ledger.createLog(tx, stranger);
    return { entry: draft(stranger), value: undefined };
  });
  await untilSigned(node.ledger);
});
afterAll(async () => {
  expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true });
  expect(await verifyLog(node.ledger, stranger)).toMatchObject({ ok: true, treeSize: 3 });
  await log.close();
});

const keyOf = async (organization: OrganizationId) => (await node.ledger.head(organization))?.key ?? '';

describe('prove', () => {
  it('proves one entry, and many in one bundle, to the independent verifier', async () => {
    const key = await keyOf(log.organization);
    for (const asked of [ids.slice(0, 1), ids.slice(250, 270).toReversed(), ids]) {
      const bundle = await node.ledger.prove(log.organization, [...asked, ...asked]);
      const answer = await verifyBundle(JSON.stringify(bundle), { key });
      expect(answer).toMatchObject({ ok: true, pinned: true, treeSize: 301 });
      if (answer.ok) expect(answer.entries.map(({ entry }) => entry.id).sort()).toEqual([...asked].sort());
    }
  });

  it('waits for an entry that was recorded just now', async () => {
    const id = newId('ent');
    await node.ledger.record(async () => ({ entry: { ...draft(stranger), id }, value: undefined }));
    const startedAt = performance.now();
    const bundle = await node.ledger.prove(stranger, [id]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(bundle.entries).toHaveLength(1);
  });

  it('says 503 entry.not_signed_yet when nobody signs', async () => {
    await node.stopIntegrator();
    const id = newId('ent');
    await node.ledger.record(async () => ({ entry: { ...draft(stranger), id }, value: undefined }));
    await expect(node.ledger.prove(stranger, [id], 100)).rejects.toMatchObject({
      code: 'entry.not_signed_yet',
      status: 503,
    });
    expect(await node.ledger.read(stranger, id)).toMatchObject({ index: undefined, entry: { id } });
    expect(await node.ledger.pendingAgeMs()).toBeGreaterThan(50);
    node.startIntegrator();
    await untilSigned(node.ledger);
    expect(await node.ledger.pendingAgeMs()).toBe(0);
  });

  it("answers the same 404 for another organization's entry and for one that never was", async () => {
    const [known = newId('ent')] = ids;
    for (const asked of [[known], [newId('ent')], []])
      await expect(node.ledger.prove(stranger, asked)).rejects.toMatchObject({
        code: 'resource.not_found',
        status: 404,
      });
    expect(await node.ledger.read(stranger, known)).toBeUndefined();
    await expect(node.ledger.prove(newId('org'), [known])).rejects.toMatchObject({ status: 404 });
  });
});

describe('list', () => {
  it('runs from newest to oldest, page by page, through one organization only', async () => {
    const seen: number[] = [];
    for (let beforeIndex: number | undefined; ; ) {
      const filter = { limit: 100, ...(beforeIndex === undefined ? {} : { beforeIndex }) };
      const page = await node.ledger.list(log.organization, filter);
      for (const { index = -1, entry } of page) {
        seen.push(index);
        expect(entry.organization).toBe(log.organization);
      }
      beforeIndex = page.at(-1)?.index;
      if (page.length < 100) break;
    }
    expect(seen).toEqual(Array.from({ length: 301 }, (_, place) => 300 - place));
  });

  it('filters by action, subject and actor', async () => {
    const [subject = ''] = await recordMany(node.ledger, log.organization, 1);
    await untilSigned(node.ledger);
    const list = (filter: object) => node.ledger.list(log.organization, { limit: 10, ...filter });
    expect(await list({ subjectId: subject })).toMatchObject([
      { entry: { subject: { kind: 'library', id: subject } } },
    ]);
    expect(await list({ subjectId: subject, subjectKind: 'change' })).toEqual([]);
    expect(await list({ action: 'organization.create' })).toMatchObject([{ index: 0 }]);
    expect(await list({ actorId: 'nobody' })).toEqual([]);
    expect(await list({ actorId: 'setup' })).toHaveLength(10);
  });
});
