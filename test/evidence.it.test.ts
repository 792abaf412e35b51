import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyEvidence } from '../clients/sdk/src/verify.ts';
import { at, listAt, startHouse, type TestHouse, textAt } from './support/house.ts';
import { promptText, publishPrompt } from './support/proposals.ts';
import { untilSigned } from './support/test-log.ts';

/** One file for one question: what it says, who may ask, and that nothing in it can be changed unseen. */
let house: TestHouse;
let execution: string;
const people = () => house.northwind.people;

beforeAll(async () => {
  house = await startHouse();
  await house.done(people().admin.key, 'library.create', { body: { name: 'evident', visibility: 'open' } });
  await publishPrompt(house, 'evident', 'hello.prompt', promptText('Hello'));
  const body = { prompt: 'evident/hello', variables: { topic: 'the </script> canary' } };
  execution = textAt(await house.done(people().viewer.key, 'execution.create', { body }), 'id');
  await untilSigned(house.house.ledger);
});
afterAll(() => house.close());

const ask = (subject: object, more: object = {}, key = people().auditor.key) =>
  house.call(key, 'evidence.export', { body: { subject, format: 'json', ...more } });
const fileOf = async (subject: object, more: object = {}, key?: string) => {
  const reply = await ask(subject, more, key);
  expect({ status: reply.status, why: reply.text.slice(0, 300) }).toMatchObject({ status: 200 });
  return textAt(reply.body, 'text');
};
const period = () => ({
  since: new Date(Date.now() - 3_600_000).toISOString(),
  until: new Date(Date.now() + 3_600_000).toISOString(),
});

describe('evidence', () => {
  it('of an execution: who created, approved, used it, what came out, and the policies in force', async () => {
    const more = { contents: true, reason: 'The regulator asked' };
    const file = await fileOf({ kind: 'execution', execution }, more);
    const answer = await verifyEvidence(file);
    expect(answer).toMatchObject({ ok: true, reportHolds: true });
    const { report } = JSON.parse(file);
    expect(listAt(report, 'steps').map((step) => at(step, 'step'))).toEqual([
      'created',
      'reviewed',
      'approved',
      'published',
      'ran',
      'answered',
    ]);
    expect(listAt(report, 'contents').map((content) => at(content, 'kind'))).toEqual(['input', 'output']);
    expect(textAt(report, 'contents', 0, 'text')).toContain('canary');
    expect(listAt(report, 'policies', 0, 'rules').length).toBeGreaterThan(0);
    const { treeSize } = (await house.house.ledger.head(house.northwind.id)) ?? { treeSize: 0 };
    expect(treeSize).toBeGreaterThan(0);
    const entries = listAt(
      await house.done(people().auditor.key, 'entry.list', { query: { action: 'evidence.export' } }),
      'items',
    );
    expect(at(entries[0], 'data')).toMatchObject({ contents: 2, reason: expect.stringContaining('sha256:') });
    expect(JSON.stringify(entries)).not.toContain('regulator');
  });

  it.each([
    ['a version', () => ({ kind: 'version', library: 'evident', path: 'hello.prompt', version: 1 })],
    ['a person', () => ({ kind: 'person', person: people().viewer.id, ...period() })],
    ['a period', () => ({ kind: 'period', ...period() })],
  ])('of %s verifies and finds the execution', async (_, subjectOf) => {
    const file = await fileOf(subjectOf());
    const answer = await verifyEvidence(file);
    expect(answer).toMatchObject({ ok: true });
    expect(file).not.toContain('canary');
    const ids =
      'entries' in answer ? answer.entries.flatMap((one) => (one.ok ? [one.entry.subject.id] : [])) : [];
    expect(ids).toContain(execution);
  });

  it('of a change: every decision about it', async () => {
    const found = await house.done(people().auditor.key, 'change.list', { query: { library: 'evident' } });
    const change = textAt(found, 'items', 0, 'id');
    const answer = await verifyEvidence(await fileOf({ kind: 'change', change }));
    const actions =
      'entries' in answer ? answer.entries.flatMap((one) => (one.ok ? [one.entry.action] : [])) : [];
    expect(actions).toEqual(
      expect.arrayContaining(['change.create', 'change.review', 'change.approve', 'change.publish']),
    );
  });

  it('says what was erased, and still verifies', async () => {
    const body = { prompt: 'evident/hello', variables: { topic: 'gone' } };
    const gone = textAt(await house.done(people().viewer.key, 'execution.create', { body }), 'id');
    await house.asOwner('update gateway_execution set key_wrapped = null, erased_at = now() where id = $1', [
      gone,
    ]);
    const file = await fileOf({ kind: 'execution', execution: gone }, { contents: true, reason: 'To see' });
    expect(await verifyEvidence(file)).toMatchObject({ ok: true, contents: [] });
    expect(at(JSON.parse(file), 'report', 'executions', 0, 'erased')).toMatchObject({ why: 'retention' });
  });
});

describe('who may ask', () => {
  it('whoever ran it, without what others did; nobody about the executions of others', async () => {
    const own = await fileOf({ kind: 'execution', execution }, {}, people().viewer.key);
    expect(await verifyEvidence(own)).toMatchObject({ ok: true });
    expect((await ask({ kind: 'execution', execution }, {}, people().contributor.key)).status).toBe(404);
    const version = { kind: 'version', library: 'evident', path: 'hello.prompt', version: 1 };
    const told = await fileOf(version, {}, people().contributor.key);
    expect(told).not.toContain(execution);
    for (const subject of [
      { kind: 'period', ...period() },
      { kind: 'person', person: people().viewer.id, ...period() },
    ])
      expect(await ask(subject, {}, people().contributor.key)).toMatchObject({
        status: 403,
        body: { code: 'entry.list.forbidden' },
      });
    expect((await ask({ kind: 'execution', execution }, {}, house.fabrikam.people.admin.key)).status).toBe(
      404,
    );
  });

  it('and says why, to see what was said', async () => {
    expect(await ask({ kind: 'execution', execution }, { contents: true })).toMatchObject({
      status: 422,
      body: { code: 'evidence.export.reason_missing' },
    });
  });
});

describe('an evidence file that somebody changed', () => {
  let file: string;
  let entries: number;
  beforeAll(async () => {
    file = await fileOf({ kind: 'execution', execution }, { contents: true, reason: 'To change it' });
    entries = JSON.parse(file).proof.entries.length;
  });

  it('names the one entry that fails, when a byte of it is another', async () => {
    for (const place of [0, Math.floor(entries / 2), entries - 1]) {
      const changed = JSON.parse(file);
      const leaf = Buffer.from(changed.proof.entries[place].leaf, 'base64');
      leaf[40] = (leaf[40] ?? 0) ^ 1;
      changed.proof.entries[place].leaf = leaf.toString('base64');
      const answer = await verifyEvidence(JSON.stringify(changed));
      const bad = 'entries' in answer ? answer.entries.filter((one) => !one.ok) : [];
      expect(bad).toMatchObject([{ index: changed.proof.entries[place].index, reason: 'entry.unproven' }]);
      expect(answer.ok).toBe(false);
    }
  });

  it('is not the report that was exported, when a word of it is another', async () => {
    const changed = file.replace('The reviewer', 'Somebody else');
    expect(changed).not.toBe(file);
    expect(await verifyEvidence(changed)).toMatchObject({
      ok: false,
      reportHolds: false,
      proof: { ok: true },
    });
    const other = JSON.parse(file);
    other.export = other.report.entries[0];
    expect(await verifyEvidence(JSON.stringify(other))).toMatchObject({ ok: false, reportHolds: false });
  });

  it('names the content that is not what was committed to', async () => {
    const changed = JSON.parse(file);
    changed.report.contents[1].text = changed.report.contents[1].text.replace('content', 'c0ntent');
    expect(await verifyEvidence(JSON.stringify(changed))).toMatchObject({
      ok: false,
      contents: [{ ok: true }, { ok: false, kind: 'output' }],
    });
  });

  it('is refused when it is no evidence at all', async () => {
    for (const nothing of ['', '{}', '[]', '{"format":"countersign.evidence/1"}', file.slice(0, -20)])
      expect((await verifyEvidence(nothing)).ok).toBe(false);
  });
});

describe('controls', () => {
  it('every row’s query runs, and finds as many entries as the row says', async () => {
    await untilSigned(house.house.ledger);
    const { auditor } = people();
    // The index for finding follows the log within a second.
    const list = () => house.done(auditor.key, 'control.list');
    const counted = (found: unknown) =>
      listAt(found, 'items').flatMap((row) =>
        listAt(row, 'evidence').map((one) => [textAt(one, 'action'), at(one, 'entries')] as const),
      );
    await vi.waitFor(async () => expect(new Map(counted(await list())).get('change.publish')).toBe(1));
    const counts = new Map(counted(await list()));
    expect(counts.size).toBeGreaterThan(40);
    for (const [action, entries] of counts) {
      const items = listAt(
        await house.done(auditor.key, 'entry.list', { query: { action, limit: '200' } }),
        'items',
      );
      expect([action, items.length]).toEqual([action, entries]);
      expect(items.every((item) => at(item, 'action') === action)).toBe(true);
    }
    expect(counts.get('execution.complete')).toBeGreaterThan(0);
    expect(counts.get('recall.create')).toBe(0);
  });
});
