import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../src/platform/clock.ts';
import { at, listAt, startHouse, type TestHouse, textAt } from './support/house.ts';
import {
  approve,
  commit,
  type Proposal,
  promptText,
  propose,
  publish,
  publishPrompt,
  review,
} from './support/proposals.ts';
import { untilSigned } from './support/test-log.ts';

/** Checks over the whole server: fail-closed, bound to exact bytes, made by the server or reported by apps. */
const clock = manualClock(new Date().toISOString());
let house: TestHouse;
let author: string;
let admin: string;
const library = 'writing';

beforeAll(async () => {
  house = await startHouse({ clock });
  const { people } = house.northwind;
  author = people.contributor.key;
  admin = people.admin.key;
  await house.done(admin, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(() => house.close());

const checksOf = async (change: string, key = author) => {
  const answer = await house.done(key, 'check.list', { params: { change } });
  return new Map(listAt(answer, 'items').map((item) => [textAt(item, 'name'), item]));
};
const digestOf = async (change: string) =>
  textAt(await house.done(author, 'change.read', { params: { change } }), 'digest');

/** Endorsed and approved: only a check can still be missing. */
async function decided(proposal: Proposal): Promise<Proposal> {
  const { reviewer, approver } = house.northwind.people;
  expect((await review(house, reviewer.key, proposal.change)).status).toBe(200);
  expect((await approve(house, approver.key, proposal.change)).status).toBe(200);
  return proposal;
}

describe('a check that fails', () => {
  const token = `gh${'p'}_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8`;
  test.each([
    ['secrets', `Use ${token} for {{topic}}`, /place looks like a secret/, token],
    ['data_classes', 'Answer jane.doe@acme.com about {{topic}}', /not declared/, 'jane.doe'],
    ['hidden_characters', 'Be kind\u202E to {{topic}}', /U\+202E/, '\u202E'],
  ])(
    '%s keeps an approved change from being published, says where, and not what',
    async (name, text, said, hidden) => {
      const { change } = await decided(await propose(house, author, library, { text }));
      const check = (await checksOf(change)).get(name);
      expect(check).toMatchObject({
        state: 'failed',
        required: true,
        source: 'built_in',
        detail: expect.stringMatching(said),
        findings: [{ path: expect.stringMatching(/\.prompt$/), line: 1 }],
      });
      expect(JSON.stringify(check)).not.toContain(hidden);
      const refused = await publish(house, house.northwind.people.publisher.key, change);
      expect(refused).toMatchObject({ status: 409, body: { code: 'change.publish.not_approved' } });
      expect(textAt(refused.body, 'detail')).toContain(`"${name}"`);
    },
  );

  test('data that is declared passes, and is published', async () => {
    const text = '---\ncountersign:\n  dataClasses: [email]\n---\nAnswer jane.doe@acme.com about {{topic}}';
    const { change } = await decided(await propose(house, author, library, { text }));
    expect((await checksOf(change)).get('data_classes')).toMatchObject({ state: 'passed' });
    expect((await publish(house, house.northwind.people.publisher.key, change)).status).toBe(200);
  });

  test('rules that do not fit the schema fail strictly, with the rule’s line', async () => {
    const rule = (test: string) =>
      `// One\n@id("r1")\n@mode("enforce")\n@reason("because")\nforbid (principal, action, resource) when { ${test} };\n`;
    // It is not even committed; the check is for what came in by another road, and for a schema that has moved on.
    await expect(
      propose(house, author, library, { path: 'rules/bad.cedar', text: rule('context.weather == "rain"') }),
    ).rejects.toThrow(/weather.*"line":5.*policy\.unparsable/s);
    const good = await propose(house, author, library, {
      path: 'rules/good.cedar',
      text: rule('context.dataClasses.contains("iban")'),
    });
    expect((await checksOf(good.change)).get('policies')).toMatchObject({ state: 'passed' });
    expect((await checksOf((await propose(house, author, library)).change)).has('policies')).toBe(false);
  });
});

describe('what a person judges', () => {
  test('size and cost, before and after', async () => {
    const long = promptText('Hello there');
    await publishPrompt(house, library, 'sized.prompt', long);
    const { change } = await propose(house, author, library, {
      path: 'sized.prompt',
      text: long.replace('Hello there: ', `Hello there: ${'word '.repeat(400)}`),
    });
    const size = (await checksOf(change)).get('size');
    expect(size).toMatchObject({ state: 'passed', required: false });
    expect(textAt(size, 'detail')).toMatch(
      /About \d+ → \d{3} tokens .* its input costs about \$0\.0+\d+ → \$0\.0\d+ a run with simulated-fast/,
    );
  });

  test('AT-47 what is like it, ranked, from open libraries and its own, and never from a restricted one', async () => {
    const body = (ending: string) =>
      promptText(
        `You are a careful translator of contracts. Translate every clause, keep the numbering, never summarize, and mark what is unclear. ${ending}`,
      );
    const { contributor, reviewer, approver, publisher } = house.northwind.people;
    await house.done(admin, 'library.create', { body: { name: 'vault', visibility: 'restricted' } });
    for (const [role, { id }] of Object.entries({ contributor, reviewer, approver, publisher }))
      await house.done(admin, 'grant.create', {
        body: { principal: id, role, scope: { kind: 'library', library: 'vault' } },
      });
    await house.done(admin, 'library.create', { body: { name: 'other', visibility: 'open' } });
    await publishPrompt(house, 'vault', 'canary.prompt', body('Canary.'));
    await publishPrompt(house, 'other', 'translate.prompt', body('Begin now.'));
    await publishPrompt(
      house,
      library,
      'near.prompt',
      body('Answer in the language of the reader, and list the terms that you kept.'),
    );
    await publishPrompt(house, library, 'far.prompt', promptText('Write a haiku about the sea'));
    const similarTo = async (key: string, change: string) => {
      const answer = await house.done(key, 'check.list', { params: { change } });
      expect(JSON.stringify(answer).includes('canary') && !JSON.stringify(answer).includes('"vault"')).toBe(
        false,
      );
      return listAt(answer, 'similar').map((one) => `${textAt(one, 'library')}/${textAt(one, 'like')}`);
    };
    const open = await propose(house, author, library, { text: body('Begin now!') });
    // Also not for those who may see the restricted library: others who read this change may not.
    for (const key of [author, admin, house.northwind.people.auditor.key])
      expect(await similarTo(key, open.change)).toEqual(['other/translate.prompt', `${library}/near.prompt`]);
    const closed = await propose(house, author, 'vault', { text: body('Canary?') });
    expect(await similarTo(author, closed.change)).toContain('vault/canary.prompt');
    const guest = await house.person(house.fabrikam, 'guest', 'admin');
    expect((await house.call(guest.key, 'check.list', { params: { change: open.change } })).status).toBe(404);
  });
});

describe('a check that an app reports', () => {
  let bound: string;
  let app: string;
  const report = (key: string, change: string, body: object, check = 'evaluations') =>
    house.call(key, 'check.report', { params: { change, check }, body: { state: 'passed', ...body } });

  beforeAll(async () => {
    const made = await house.done(admin, 'app.create', { body: { displayName: 'CI', role: 'contributor' } });
    app = textAt(made, 'id');
    const key = await house.done(admin, 'key.create', {
      body: { displayName: 'CI', app, scope: { checks: ['evaluations'] } },
    });
    bound = textAt(key, 'secret');
  });

  test('201: counts for exactly these bytes, until it expires or the bytes change', async () => {
    const { change, branch } = await propose(house, author, library);
    const validUntil = new Date(clock.now().getTime() + 60_000).toISOString();
    const digest = await digestOf(change);
    const words = { detail: '12 of 12 cases', link: 'https://ci.northwind.example/runs/7' };
    const reply = await report(bound, change, { digest, validUntil, ...words });
    expect(reply).toMatchObject({ status: 201, body: { name: 'evaluations', state: 'passed', ...words } });
    const shown = async () => (await checksOf(change)).get('evaluations');
    expect(await shown()).toMatchObject({
      state: 'passed',
      source: 'reported',
      by: { id: app, kind: 'app' },
    });
    clock.advance(61_000);
    expect(await shown()).toMatchObject({ state: 'stale', detail: expect.stringContaining('expired') });
    await report(bound, change, { digest, state: 'failed', detail: '3 of 12' });
    expect(await shown()).toMatchObject({ state: 'failed', detail: '3 of 12' });
    await report(bound, change, { digest });
    expect(await shown()).toMatchObject({ state: 'passed' });
    await commit(house, author, library, branch, { path: 'more.prompt', text: promptText('More') });
    expect(await shown()).toMatchObject({ state: 'stale', detail: expect.stringContaining('other bytes') });
    const late = await report(bound, change, { digest });
    expect(late).toMatchObject({ status: 409, body: { code: 'check.report.stale_digest' } });
    expect(textAt(late.body, 'digest')).toBe(await digestOf(change));
  });

  test('is asked for by a requirement: missing, failed, expired and stale keep the change from going live; passed lets it', async () => {
    const { approver, publisher } = house.northwind.people;
    const shelf = 'evaluated';
    await house.done(admin, 'library.create', { body: { name: shelf, visibility: 'open' } });
    const rules = 'rules:\n  - id: evaluated\n    checks: [evaluations, secrets]\n';
    await publishPrompt(house, shelf, 'rules.requirement.yaml', rules);
    const { change, branch } = await decided(await propose(house, author, shelf));
    const live = () => publish(house, publisher.key, change);
    const refused = { status: 409, body: { code: 'change.publish.not_approved' } };
    const shown = async () => (await checksOf(change)).get('evaluations');
    expect(await shown()).toMatchObject({ state: 'missing', required: true, by: null });
    expect(await live()).toMatchObject(refused);
    const digest = await digestOf(change);
    const soon = new Date(clock.now().getTime() + 60_000).toISOString();
    await report(bound, change, { digest, state: 'errored', detail: 'out of memory' });
    expect(textAt((await live()).body, 'detail')).toContain('"evaluations" is errored: out of memory');
    await report(bound, change, { digest, validUntil: soon });
    expect(await shown()).toMatchObject({ state: 'passed', required: true });
    clock.advance(61_000);
    expect(await live()).toMatchObject(refused);
    await report(bound, change, { digest });
    await commit(house, author, shelf, branch, { path: 'late.prompt', text: promptText('Late') });
    expect(await shown()).toMatchObject({ state: 'stale', required: true });
    await review(house, house.northwind.people.reviewer.key, change);
    await approve(house, approver.key, change);
    expect(await live()).toMatchObject(refused);
    await report(bound, change, { digest: await digestOf(change) });
    expect((await live()).status).toBe(200);
    // What ended stands as it stood then.
    clock.advance(86_400_000);
    expect(await shown()).toMatchObject({ state: 'passed', required: true });
  });

  test('leaves its entry, in the app’s name and its owner’s, without the words', async () => {
    const { change } = await propose(house, author, library);
    await report(bound, change, { digest: await digestOf(change), detail: 'words of the canary' });
    await untilSigned(house.house.ledger);
    const page = await house.done(admin, 'entry.list', { query: { action: 'check.report', limit: '1' } });
    const [entry] = listAt(page, 'items');
    expect(entry).toMatchObject({ action: 'check.report', subject: { kind: 'change', id: change } });
    expect(JSON.stringify(entry)).toContain(app);
    expect(JSON.stringify(entry)).not.toContain('canary');
  });

  test('403, 404, 409, 422: nobody else, no other name, no other change, nothing that is over', async () => {
    const { change } = await propose(house, author, library);
    const digest = await digestOf(change);
    const before = await house.counts();
    const unbound = { status: 403, body: { code: 'check.report.not_bound' } };
    for (const key of [author, admin, house.northwind.people.approver.key])
      expect(await report(key, change, { digest })).toMatchObject(unbound);
    expect(await report(bound, change, { digest }, 'tone')).toMatchObject(unbound);
    expect(await report(house.northwind.people.viewer.key, change, { digest })).toMatchObject({
      status: 403,
      body: { code: 'check.report.forbidden' },
    });
    expect(await report(bound, change, { digest }, 'secrets')).toMatchObject({
      status: 422,
      body: { code: 'check.report.built_in' },
    });
    const past = new Date(clock.now().getTime() - 1).toISOString();
    expect(await report(bound, change, { digest, validUntil: past })).toMatchObject({
      status: 422,
      body: { code: 'check.report.expired' },
    });
    for (const link of ['javascript:alert(1)', 'data:text/html,x', 'https://a b', '//x'])
      expect((await report(bound, change, { digest, link })).status).toBe(400);
    for (const body of [
      { digest, detail: 'x'.repeat(2_001) },
      { digest, by: app },
      { digest, state: 'missing' },
    ])
      expect((await report(bound, change, body)).status).toBe(400);
    expect((await report(bound, `chg_${'0'.repeat(26)}`, { digest })).status).toBe(404);
    expect(await house.counts()).toEqual(before);
    await house.done(author, 'change.withdraw', { params: { change }, body: {} });
    expect(await report(bound, change, { digest })).toMatchObject({
      status: 409,
      body: { code: 'check.report.wrong_stage' },
    });
  });

  test('cannot be edited by the server’s own role', async () => {
    const { rows } = await house.asOwner(
      `select privilege_type from information_schema.role_table_grants
       where table_name = 'changes_check_report' and grantee not in (current_user, 'postgres')`,
    );
    const held = rows.map((row) => row.privilege_type).sort();
    expect(held).not.toContain('UPDATE');
    expect(held).not.toContain('DELETE');
  });

  test('a key that is bound to checks reads nothing, and one that may read as well can be made', async () => {
    const { change } = await propose(house, author, library);
    expect((await house.call(bound, 'change.read', { params: { change } })).status).toBe(403);
    const wide = await house.done(admin, 'key.create', {
      body: {
        displayName: 'CI that reads',
        app,
        scope: { checks: ['tone'], actions: ['check.report', 'change.read', 'asset.read'] },
      },
    });
    const key = textAt(wide, 'secret');
    const page = await house.done(key, 'change.read', { params: { change } });
    expect((await report(key, change, { digest: textAt(page, 'digest') }, 'tone')).status).toBe(201);
    expect(at(page, 'checks', 0, 'name')).toBe('content');
  });
});
