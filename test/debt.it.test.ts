import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { approve, promptText, publish, publishPrompt, review } from './support/proposals.ts';

/** Prompt debt over HTTP, on one house: what it finds, what it is worth, and what it does not tell. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let clock: MovingClock;
const open = 'debts';
const other = 'debts-other';
const secret = 'debts-secret';

const words = (topic: string) =>
  `You are a patient clerk of ${topic}. Read the letter below and answer in five short sentences, in the language of the letter, with the name of the sender first, then what was asked, then what we will do about it and by when. Never promise money. Letter: {{letter}}`;

beforeAll(async () => {
  clock = movingClock();
  house = await startHouse({ clock });
  people = house.northwind.people;
  const create = (body: object) => house.done(people.admin.key, 'library.create', { body });
  await create({ name: open, visibility: 'open' });
  await create({ name: other, visibility: 'open' });
  await create({ name: secret, visibility: 'restricted' });
  for (const role of ['contributor', 'reviewer', 'approver', 'publisher'] as const)
    await house.done(people.admin.key, 'grant.create', {
      body: {
        principal: people[role].id,
        role,
        scope: { kind: 'library', library: secret },
        reason: 'works there',
      },
    });
  await publishAll(open, {
    'letter.prompt': words('a bank'),
    'far.prompt': 'Translate {{text}} into plain words that a child of ten can follow without help.',
    'kept.prompt': promptText('Kept'),
  });
  clock.advance(1_000);
  await publishAll(other, {
    'copy.prompt': words('a bank'),
    'spaced.prompt': words('a bank').replaceAll('. ', '.\n').replace('{{letter}}', '{{ text }}'),
    'edited.prompt': `${words('a bank')} Be kind.`,
    'old.prompt': promptText('Old'),
  });
});
afterAll(() => house.close());

const debt = async (who: Member) => {
  await house.settled();
  return house.done(who.key, 'measure.debt');
};
const names = (cluster: unknown) => listAt(cluster, 'members').map((member) => textAt(member, 'name'));

describe('prompt debt', () => {
  test('has one cluster of the same, nearly same and edited texts over libraries, with what merging saves', async () => {
    const found = await debt(people.viewer);
    const [cluster, ...more] = listAt(found, 'clusters');
    expect(more).toEqual([]);
    expect(cluster).toMatchObject({ id: `${other}/copy`, how: 'near' });
    const members = names(cluster);
    expect(members[0]).toBe(`${open}/letter`);
    expect(new Set(members)).toEqual(
      new Set([`${open}/letter`, `${other}/copy`, `${other}/spaced`, `${other}/edited`]),
    );
    const edited = listAt(cluster, 'members').find((member) => textAt(member, 'name') === `${other}/edited`);
    expect(at(edited, 'likeness')).toBeGreaterThan(0.9);
    expect(at(edited, 'likeness')).toBeLessThan(1);
    expect(at(at(found, 'figure'), 'value')).toBeCloseTo(Number(at(cluster, 'hours')), 9);
    const weeks = listAt(at(found, 'trend'), 'weeks');
    expect(at(weeks.at(-1), 'hours')).toBe(at(at(found, 'figure'), 'value'));
    expect(at(weeks[0], 'hours')).toBe(0);
  });

  test('says nothing of a restricted library to those who may not know of it, neither in counts nor hours (AT-47)', async () => {
    const before = await debt(people.viewer);
    await publishAll(secret, { 'copy.prompt': words('a bank'), 'hidden.prompt': promptText('Hidden') });
    const after = await debt(people.viewer);
    const told = (page: unknown) => ({
      parts: at(page, 'parts'),
      clusters: at(page, 'clusters'),
      items: at(page, 'items'),
    });
    expect(told(after)).toEqual(told(before));
    expect(at(at(after, 'figure'), 'value')).toBe(at(at(before, 'figure'), 'value'));
    expect(JSON.stringify(after)).not.toContain(secret);
    const [cluster] = listAt(await debt(people.contributor), 'clusters');
    expect(names(cluster)).toContain(`${secret}/copy`);
  });

  test('goes when a copy becomes something else, and the weeks before keep it', async () => {
    clock.advance(8 * 86_400_000);
    const before = Number(at(at(await debt(people.viewer), 'figure'), 'value'));
    await publishPrompt(
      house,
      other,
      'copy.prompt',
      'Now it says in one line what time the office opens on {{day}}.',
    );
    const found = await debt(people.viewer);
    expect(Number(at(at(found, 'figure'), 'value'))).toBeLessThan(before);
    expect(names(listAt(found, 'clusters')[0])).not.toContain(`${other}/copy`);
    const weeks = listAt(at(found, 'trend'), 'weeks').map((week) => Number(at(week, 'hours')));
    expect(weeks.at(-2)).toBeCloseTo(before, 9);
  });

  test('counts what nobody reviewed for the setting’s days', async () => {
    clock.advance(366 * 86_400_000);
    const fresh = await debt(people.viewer);
    const stale = listAt(fresh, 'items').filter((item) => textAt(item, 'kind') === 'stale');
    expect(stale.map((item) => textAt(item, 'name'))).toContain(`${open}/letter`);
    clock.advance(-366 * 86_400_000);
  });
});

/** The whole road for some files at once. */
async function publishAll(library: string, files: Readonly<Record<string, string>>): Promise<void> {
  const { contributor } = people;
  const params = { library };
  const branch = `files-of-${library}`;
  const made = await house.done(contributor.key, 'branch.create', { params, body: { name: branch } });
  await house.done(contributor.key, 'commit.create', {
    params,
    body: {
      ...{ branch, expectedHead: textAt(made, 'head'), message: 'Add prompts' },
      files: Object.entries(files).map(([path, text]) => ({ path, text })),
    },
  });
  await decided(library, branch);
}

/** Proposed, endorsed and approved, and published if it may be. */
async function decided(library: string, branch: string) {
  const { contributor, reviewer, approver, publisher } = people;
  const opened = await house.done(contributor.key, 'change.create', {
    body: { library, branch, title: `What ${branch} brings` },
  });
  const change = textAt(opened, 'id');
  await house.done(contributor.key, 'change.submit', { params: { change }, body: {} });
  await review(house, reviewer.key, change);
  await approve(house, approver.key, change);
  const check = await checkOf(change);
  return { change, check, published: await publish(house, publisher.key, change) };
}

/** Proposes that one prompt sends its callers to another, and has it approved. Gives the change, and what publishing answered. */
async function redirect(library: string, path: string, to: string) {
  const { contributor } = people;
  const branch = `redirect-${path.replace('.prompt', '')}-${to.replaceAll('/', '-')}`;
  const params = { library };
  const made = await house.done(contributor.key, 'branch.create', { params, body: { name: branch } });
  const body = { branch, expectedHead: textAt(made, 'head'), path, to };
  await house.done(contributor.key, 'asset.redirect', { params, body });
  return decided(library, branch);
}
const run = (who: Member, prompt: string) =>
  house.call(who.key, 'execution.create', { body: { prompt, variables: { topic: 'rain' } } });
async function checkOf(change: string) {
  const list = await house.done(people.contributor.key, 'check.list', { params: { change } });
  return listAt(list, 'items').find((check) => textAt(check, 'name') === 'redirects');
}

describe('what is like a text that is being written', () => {
  const similar = async (who: Member, library: string) => {
    const body = { path: 'mine.prompt', text: words('a bank') };
    const found = await house.done(who.key, 'asset.similar', { params: { library }, body });
    return listAt(found, 'items').map((item) => `${textAt(item, 'library')}/${textAt(item, 'name')}`);
  };

  test('is told to the writer, of every library that they may read and of no other (AT-47)', async () => {
    const told = await similar(people.contributor, open);
    expect(told).toContain(`${open}/letter`);
    expect(told).toContain(`${secret}/copy`);
    expect((await similar(people.viewer, open)).join()).not.toContain(secret);
  });
});

describe('a redirect', () => {
  test('runs the one that was kept under the old name, as published there, and the log says so; versions stay what they were (AT-12, AT-19)', async () => {
    const { change, check, published } = await redirect(other, 'old.prompt', `${open}/kept`);
    expect(published.status).toBe(200);
    expect(check).toMatchObject({ state: 'passed', required: true, findings: [] });
    const ran = await run(people.viewer, `${other}/old`);
    expect(ran.status).toBe(201);
    expect(at(ran.body, 'prompt')).toMatchObject({
      library: open,
      name: 'kept',
      version: 1,
      reference: `${other}/old@production`,
    });
    const { rows } = await house.asOwner(
      `select convert_from(leaf, 'utf8')::jsonb -> 'data' -> 'prompt' as prompt from ledger_leaf
       where organization_id = $1 and action = 'execution.intend' and subject_id = $2`,
      [house.northwind.id, textAt(ran.body, 'id')],
    );
    expect(rows[0]?.prompt).toMatchObject({
      path: 'kept.prompt',
      redirectedFrom: [{ path: 'old.prompt', version: 2, change }],
    });
    const pinned = await run(people.viewer, `${other}/old@1`);
    expect(at(pinned.body, 'prompt')).toMatchObject({ library: other, name: 'old', version: 1 });
    // A draft of the one that was kept reaches nobody by the old name.
    const params = { library: open };
    const { head } = Object(
      await house.done(people.contributor.key, 'branch.create', { params, body: { name: 'draft' } }),
    );
    await house.done(people.contributor.key, 'commit.create', {
      params,
      body: {
        ...{ branch: 'draft', expectedHead: head, message: 'Draft' },
        files: [{ path: 'kept.prompt', text: promptText('Not approved') }],
      },
    });
    expect(at((await run(people.viewer, `${other}/old`)).body, 'prompt')).toMatchObject({ version: 1 });
  });

  test('is not published when it leads in a circle, to nothing, or to what not everybody may know of, all in the same words', async () => {
    const circle = await redirect(open, 'kept.prompt', `${other}/old`);
    expect(circle.published.status).toBe(409);
    expect(JSON.stringify(circle.check)).toContain('in a circle');
    const hidden = await redirect(open, 'far.prompt', `${secret}/hidden`);
    const nothing = await redirect(open, 'letter.prompt', `${secret}/nothing`);
    expect([hidden.published.status, nothing.published.status]).toEqual([409, 409]);
    expect(at(hidden.check, 'state')).toBe('failed');
    expect(textAt(hidden.check, 'detail').replace('hidden', 'nothing')).toBe(textAt(nothing.check, 'detail'));
  });

  test('from a restricted library is followed by those who may read both, and reaches nobody else (AT-47)', async () => {
    expect((await redirect(secret, 'hidden.prompt', `${open}/kept`)).published.status).toBe(200);
    expect((await run(people.contributor, `${secret}/hidden`)).status).toBe(201);
    const refused = await run(people.viewer, `${secret}/hidden`);
    const unknown = await run(people.viewer, `${secret}/never`);
    expect([refused.status, refused.body && at(refused.body, 'detail')]).toEqual([
      404,
      at(unknown.body, 'detail'),
    ]);
  });

  test('is recalled with either end', async () => {
    const target = { kind: 'version', library: other, path: 'old.prompt', version: 2 };
    const body = { target, reason: 'It should not send anybody on.' };
    await house.done(people.publisher.key, 'recall.create', { body });
    // Everywhere within a second.
    await vi.waitFor(
      async () => {
        const refused = await run(people.viewer, `${other}/old`);
        expect([refused.status, at(refused.body, 'code')]).toEqual([422, 'execution.recalled']);
      },
      { timeout: 20_000, interval: 100 },
    );
    expect((await run(people.viewer, `${open}/kept`)).status).toBe(201);
  });
});

describe('findings', () => {
  const list = async (who: Member) => {
    await house.settled();
    return listAt(await house.done(who.key, 'finding.list'), 'items');
  };
  const of = (items: readonly unknown[], kind: string) =>
    items.filter((item) => textAt(item, 'kind') === kind);

  test('have their evidence, are of what one may see, and go when their cause goes', async () => {
    clock.advance(30 * 86_400_000);
    const [shown] = of(await list(people.viewer), 'duplicates');
    expect(shown).toMatchObject({
      measure: 'prompt_debt_hours@1',
      assignee: null,
      snoozed: null,
      change: null,
    });
    const unused = of(await list(people.viewer), 'unused_prompt').map((item) => textAt(item, 'title'));
    expect(unused).toContain(`Nobody uses ${open}/letter`);
    expect(unused.join()).not.toContain(secret);
    const insider = of(await list(people.contributor), 'unused_prompt').map((item) => textAt(item, 'title'));
    expect(insider).toContain(`Nobody uses ${secret}/copy`);
    await publishPrompt(
      house,
      open,
      'letter.prompt',
      'Tell {{who}} in one line that the letter has come, and nothing else.',
    );
    const after = of(await list(people.viewer), 'unused_prompt').map((item) => textAt(item, 'title'));
    expect(after).not.toContain(`Nobody uses ${open}/letter`);
  });

  test('are assigned, snoozed and resolved as entries, by those who tend what is governed, and only where one sees them', async () => {
    const { contributor, viewer, reviewer, auditor } = people;
    const [finding] = of(await list(contributor), 'duplicates');
    const params = { finding: textAt(finding, 'id') };
    const act = (who: Member, id: string, body: object) =>
      house.call(who.key, `finding.${id}`, { params, body });
    expect((await act(viewer, 'assign', { person: viewer.id })).status).toBe(403);
    expect((await act(contributor, 'assign', { person: reviewer.id })).status).toBe(204);
    expect((await act(contributor, 'assign', { person: `per_${'0'.repeat(26)}` })).status).toBe(422);
    expect((await act(reviewer, 'snooze', { days: 7, reason: 'After the fair' })).status).toBe(204);
    const changes = listAt(await house.done(viewer.key, 'change.list'), 'items');
    const change = textAt(changes[0], 'id');
    expect((await act(reviewer, 'resolve', { change })).status).toBe(204);
    expect((await act(reviewer, 'resolve', { change: 'chg_nothing' })).status).toBe(422);
    const again = async () => (await list(contributor)).find((item) => textAt(item, 'id') === params.finding);
    expect(await again()).toMatchObject({
      assignee: { id: reviewer.id },
      snoozed: { reason: 'After the fair', by: { id: reviewer.id } },
      change: { id: change },
    });
    expect((await act(contributor, 'wake', {})).status).toBe(204);
    expect(await again()).toMatchObject({ snoozed: null });
    const entries = listAt(
      await house.done(auditor.key, 'entry.list', { query: { action: 'finding.snooze' } }),
      'items',
    );
    expect(JSON.stringify(entries)).toContain(params.finding);
    expect(JSON.stringify(entries)).not.toContain('After the fair');
    // Of a restricted library: as if it were not there.
    const hidden = of(await list(contributor), 'unused_prompt').find((item) =>
      textAt(item, 'title').includes(secret),
    );
    const outsider = await house.person(house.northwind, 'debts-outsider', 'contributor');
    const refused = await house.call(outsider.key, 'finding.assign', {
      params: { finding: textAt(hidden, 'id') },
      body: { person: null },
    });
    expect(refused.status).toBe(404);
  });
});
