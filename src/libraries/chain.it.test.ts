import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestLibraries, type TestLibraries } from '../../test/support/test-libraries.ts';
import type { Principal } from '../access/index.ts';
import type { Library } from './index.ts';

let house: TestLibraries;
let author: Principal;
let publisher: Principal;
let viewer: Principal;
let library: Library;

const prompt = (body: string, description = 'Writes a greeting') =>
  `---\nmodel: simulated/small\ndescription: ${description}\ninput:\n  schema:\n    name: string, who to greet\n---\n${body}\n`;

beforeAll(async () => {
  house = await createTestLibraries();
  author = await house.person('Carla Contributor', 'contributor');
  publisher = await house.person('Paul Publisher', 'publisher');
  viewer = await house.person('Vera Viewer', 'viewer');
  library = await house.library(author, 'marketing');
  author = await house.again(author);
});
afterAll(() => house.close());

const params = { library: 'marketing' };

describe('from a branch to production', () => {
  it('starts with a README on main, and its creator as contributor', async () => {
    const page = await house.call(author, 'library.read', { params });
    expect(page).toMatchObject({ name: 'marketing', visibility: 'open', assets: 0 });
    expect(author.grants).toContainEqual(
      expect.objectContaining({ role: 'contributor', scope: { kind: 'library', library: library.id } }),
    );
    const { items } = await listed(viewer, 'asset.list', { params });
    expect(items).toMatchObject([{ path: 'README.md', kind: 'other', version: null, production: null }]);
  });

  it('publishes what a branch holds, numbers it and makes it live', async () => {
    const head = await house.commit(author, library, 'greeting', {
      'emails/hello.prompt': prompt('Hello {{name}}!{{> sign}}'),
      '_sign.prompt': ' Yours, Northwind',
    });
    const comparison = await house.libraries.compare(library, head);
    expect(comparison.assets.map(({ path, status }) => [path, status])).toEqual([
      ['_sign.prompt', 'added'],
      ['emails/hello.prompt', 'added'],
    ]);
    expect(comparison.contributors).toEqual([{ principal: author.id, human: author.id }]);
    expect(comparison.conflicts).toEqual([]);
    const published = await house.publish(publisher, library, 'greeting');
    expect(published.commit).toBe(head);
    expect(published.versions).toMatchObject([
      { path: '_sign.prompt', number: 1 },
      { path: 'emails/hello.prompt', number: 1 },
    ]);
    expect(await house.libraries.head(library, 'main')).toBe(head);
    expect((await house.libraries.compare(library, head)).assets).toEqual([]);
  });

  it('resolves every kind of reference, with the partials of that commit', async () => {
    const { digest } = (await house.libraries.versions(library, 'emails/hello.prompt'))[0] ?? {};
    for (const reference of ['', '@production', '@1', `@${digest}`]) {
      const resolved = await house.libraries.resolve(viewer, `marketing/emails/hello${reference}`);
      expect(resolved).toMatchObject({
        version: 1,
        digest,
        published: true,
        environment: 'production',
        name: 'emails/hello',
      });
      expect(resolved.partials.get('sign')).toBe(' Yours, Northwind');
    }
    expect(await house.libraries.resolve(author, 'marketing/emails/hello@branch:greeting')).toMatchObject({
      version: null,
      published: false,
      change: null,
    });
    for (const reference of [
      'emails/hello@2',
      'emails/hello@staging',
      'nothing',
      'emails/hello@branch:greeting',
    ])
      await expect(house.libraries.resolve(viewer, `marketing/${reference}`)).rejects.toMatchObject({
        code: 'resource.not_found',
      });
    await expect(house.libraries.resolve(viewer, 'nonsense')).rejects.toMatchObject({
      code: 'prompt.bad_reference',
    });
  });

  it('renders at a ref, and a text that is being written', async () => {
    const body = { path: 'emails/hello.prompt', ref: '@production', variables: { name: 'Ada' } };
    expect(await house.call(viewer, 'prompt.render', { params, body })).toMatchObject({
      model: 'simulated/small',
      messages: [{ role: 'user', content: [{ text: 'Hello Ada! Yours, Northwind' }] }],
      variables: [{ name: 'name', required: true, type: 'string', description: 'who to greet' }],
    });
    const draft = { text: 'Dear {{name}},{{> sign}}', variables: { name: 'Bo' } };
    expect(await house.call(viewer, 'prompt.render', { params, body: draft })).toMatchObject({
      messages: [{ content: [{ text: 'Dear Bo, Yours, Northwind' }] }],
    });
    const missing = { path: 'emails/hello.prompt', variables: {} };
    const refusal = await house.refusal(viewer, 'prompt.render', { params, body: missing });
    expect(refusal).toMatchObject({ code: 'prompt.not_rendered', status: 422 });
    expect(refusal.more).toMatchObject({ faults: [{ code: 'prompt.variable_missing' }] });
  });

  it('merges when main has moved, and keeps numbering per asset', async () => {
    await house.commit(author, library, 'tone', { 'emails/hello.prompt': prompt('Hi {{name}}!{{> sign}}') });
    await house.commit(author, library, 'other', {
      'emails/bye.prompt': prompt('Bye {{name}}', 'Says goodbye'),
    });
    expect((await house.publish(publisher, library, 'other')).versions).toMatchObject([
      { path: 'emails/bye.prompt', number: 1 },
    ]);
    const merged = await house.publish(publisher, library, 'tone');
    expect(merged.versions).toMatchObject([{ path: 'emails/hello.prompt', number: 2 }]);
    const { items } = await listed(viewer, 'commit.list', { params });
    expect(items[0]).toMatchObject({
      commit: merged.commit,
      paths: [],
      author: { displayName: 'Paul Publisher' },
    });
    expect(items[0]?.parents).toHaveLength(2);
    const old = await house.libraries.resolve(viewer, 'marketing/emails/hello@1');
    expect(old).toMatchObject({ version: 1, environment: null });
    expect(old.text).toContain('Hello {{name}}');
    const contributed = await house.libraries.contributions(library, 'emails/hello.prompt', 2);
    expect(contributed).toMatchObject([{ principal: author.id, message: 'Edit emails/hello.prompt' }]);
    const entry = contributed[0] && (await house.ledger.read(library.organization, contributed[0].entry));
    expect(entry?.entry).toMatchObject({ action: 'commit.create', data: { commit: contributed[0]?.commit } });
  });

  it('refuses a conflict by its paths, and leaves everything as it was', async () => {
    await house.commit(author, library, 'one', { 'emails/bye.prompt': prompt('Ciao {{name}}') });
    await house.commit(author, library, 'two', { 'emails/bye.prompt': prompt('Adieu {{name}}') });
    await house.publish(publisher, library, 'one');
    const main = await house.libraries.head(library, 'main');
    await expect(house.publish(publisher, library, 'two')).rejects.toMatchObject({
      code: 'change.publish.conflict',
      status: 409,
      more: { conflicts: ['emails/bye.prompt'] },
    });
    expect(await house.libraries.head(library, 'main')).toBe(main);
    await expect(house.publish(publisher, library, 'one')).rejects.toMatchObject({
      code: 'change.publish.empty',
    });
  });

  it('ends the pointer of what was deleted, and goes on with the numbers when it returns', async () => {
    await house.commit(author, library, 'remove', { 'emails/bye.prompt': null });
    expect((await house.publish(publisher, library, 'remove')).versions).toEqual([]);
    await expect(house.libraries.resolve(viewer, 'marketing/emails/bye')).rejects.toMatchObject({
      status: 404,
    });
    expect(await house.libraries.resolve(viewer, 'marketing/emails/bye@1')).toMatchObject({ version: 1 });
    await house.commit(author, library, 'restore', {
      'emails/bye.prompt': prompt('Tschüss {{name}}', 'Sagt „tschüss“'),
    });
    expect((await house.publish(publisher, library, 'restore')).versions).toMatchObject([{ number: 3 }]);
    const { items } = await listed(viewer, 'version.list', {
      params,
      query: { path: 'emails/bye.prompt', limit: '2' },
    });
    expect(items).toMatchObject([
      { number: 3, live: ['production'], publishedBy: { displayName: 'Paul Publisher' } },
      { number: 2, live: [] },
    ]);
  });

  it('lists and reads what the contract says', async () => {
    expect(
      await house.call(viewer, 'asset.read', {
        params,
        query: { path: 'emails/bye.prompt', ref: '@production' },
      }),
    ).toMatchObject({
      name: 'emails/bye',
      kind: 'prompt',
      version: 3,
      production: 3,
      prompt: {
        model: 'simulated/small',
        description: 'Sagt „tschüss“',
        inputs: [{ name: 'name' }],
        countersign: null,
      },
      faults: [],
    });
    const { items } = await listed(viewer, 'asset.list', { params });
    expect(items.find(({ path }) => path === 'emails/bye.prompt')).toMatchObject({
      title: 'Sagt „tschüss“',
      version: 3,
      production: 3,
      changedBy: { id: author.id, displayName: 'Carla Contributor' },
    });
    const all = await everyPage(viewer, 'commit.list', { path: 'emails/bye.prompt' });
    expect(all.map(({ message }) => message)).toHaveLength(4);
    const branches = await listed(author, 'branch.list', { params });
    expect(branches.items.find(({ name }) => name === 'two')).toMatchObject({ ahead: 1, protected: false });
    expect(branches.items.find(({ name }) => name === 'main')).toMatchObject({ ahead: 0, protected: true });
    expect(await listed(viewer, 'environment.list', {})).toMatchObject({
      items: [
        { name: 'staging', protected: true, live: 0 },
        { name: 'production', protected: true },
      ],
      next: null,
    });
  });
});

interface Item {
  [member: string]: unknown;
  parents?: string[];
}

async function listed(principal: Principal, id: string, input: Parameters<TestLibraries['call']>[2]) {
  const answer = await house.call(principal, id, input);
  if (!isList(answer)) throw new Error(`${id} answers a list`);
  return answer;
}

function isList(answer: unknown): answer is { items: Item[]; next: string | null } {
  return typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items);
}

async function everyPage(principal: Principal, id: string, query: Record<string, string>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const more: Record<string, string> = cursor === null ? {} : { cursor };
    const page = await listed(principal, id, { params, query: { ...query, limit: '1', ...more } });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
