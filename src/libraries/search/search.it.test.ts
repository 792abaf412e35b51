import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import type { Principal } from '../../access/index.ts';
import { createLog } from '../../platform/log.ts';
import type { Library } from '../index.ts';
import { foundSchema, searchSchema } from './wire.ts';

let house: TestLibraries;
let owner: Principal;
let publisher: Principal;
let viewer: Principal;
let support: Library;
let board: Library;

const prompt = (about: string, body: string, more = '') =>
  `---\ndescription: ${about}\ncountersign:\n  owner: eli@example.com\n  tags: [${more}]\n---\n${body}\n`;

async function put(library: Library, files: Record<string, string | null>): Promise<void> {
  const branch = `work-${Math.random().toString(36).slice(2)}`;
  await house.commit(owner, library, branch, files);
  await house.publish(publisher, library, branch);
}

beforeAll(async () => {
  house = await createTestLibraries();
  owner = await house.person('Olga Owner', 'contributor');
  publisher = await house.person('Paul Publisher', 'publisher');
  viewer = await house.person('Vera Viewer', 'viewer');
  support = await house.library(owner, 'support');
  board = await house.library(owner, 'board', 'restricted');
  owner = await house.again(owner);
  await put(support, {
    'summarize.prompt': prompt('Shortens tickets', 'Be brief about the {{ticket_text}}.', 'legal, short'),
    'emails/summarize-thread.prompt': prompt('Shortens mails', 'A customer waits.', 'short'),
    'emails/welcome.prompt': prompt('Says hello', 'Please summarize what we offer. Größe zählt.'),
    'rules.cedar': '@id("all")\npermit (principal, action, resource);',
  });
  await put(board, {
    'summarize.prompt': prompt('Takeover of Fabrikam', 'Summarize the secret takeover. takeover', 'secret'),
    'takeover-plan.prompt': prompt('Takeover plan', 'summarize summarize summarize summarize', 'legal'),
  });
});
afterAll(() => house.close());

const search = async (who: Principal, query: Record<string, string>) =>
  searchSchema.parse(await house.call(who, 'asset.search', { query }));
const names = async (who: Principal, q: string) =>
  (await search(who, { q })).items.map(({ library, name }) => `${library.name}/${name}`);

describe('search', () => {
  it('puts the name itself first, then names that begin so, then texts', async () => {
    expect(await names(viewer, 'Summarize')).toEqual([
      'support/summarize',
      'support/emails/summarize-thread',
      'support/emails/welcome',
    ]);
  });

  it('finds beginnings, parts of names, other endings, accents, code-like words, and phrases', async () => {
    expect(await names(viewer, 'welc')).toEqual(['support/emails/welcome']);
    expect(await names(viewer, 'mmarize-thr')).toEqual(['support/emails/summarize-thread']);
    expect(await names(viewer, 'customers')).toEqual(['support/emails/summarize-thread']);
    expect(await names(viewer, 'grosse')).toEqual([]);
    expect(await names(viewer, 'GRÖßE')).toEqual(['support/emails/welcome']);
    expect(await names(viewer, 'ticket_text')).toEqual(['support/summarize']);
    expect(await names(viewer, '"what we offer"')).toEqual(['support/emails/welcome']);
    expect(await names(viewer, '"we what offer"')).toEqual([]);
    expect(await names(viewer, 'summarize -hello')).not.toContain('support/emails/welcome');
  });

  it('shows where it matched, by offsets', async () => {
    const { items } = await search(viewer, { q: 'offer summarize' });
    const [found] = items;
    expect(found?.snippet.matches.map(({ start, end }) => found.snippet.text.slice(start, end))).toEqual([
      'summarize',
      'offer',
    ]);
    expect(found).toMatchObject({ title: 'Says hello', owner: 'Olga Owner', version: 1, live: 1 });
    const marked = (await search(viewer, { q: 'thread' })).items[0];
    expect(marked?.marks.name).toEqual([{ start: 17, end: 23 }]);
  });

  it('narrows by kind, tag, owner and library, typed or named, and counts the other choices', async () => {
    expect(await names(viewer, 'kind:policy')).toEqual(['support/rules.cedar']);
    expect(await names(viewer, 'tag:short tag:legal')).toEqual(['support/summarize']);
    expect(await names(viewer, 'owner:olga library:support welcome')).toEqual(['support/emails/welcome']);
    expect(await names(viewer, `owner:${owner.id} welcome`)).toEqual(['support/emails/welcome']);
    expect(await names(viewer, 'eli@example.com welcome')).toEqual(['support/emails/welcome']);
    expect(await names(viewer, 'owner:eli')).toEqual([]);
    expect(await names(viewer, 'owner:nobody')).toEqual([]);
    const { facets, total } = await search(viewer, { q: '', kind: 'policy' });
    expect(total).toBe(1);
    expect(facets.kinds).toEqual([
      { value: 'prompt', count: 3 },
      { value: 'other', count: 1 },
      { value: 'policy', count: 1 },
    ]);
    expect((await search(viewer, { q: '', kind: 'prompt' })).facets.tags).toEqual([
      { value: 'short', count: 2 },
      { value: 'legal', count: 1 },
    ]);
  });

  it('says when it only found what is called nearly so', async () => {
    expect(await search(viewer, { q: 'sumarise' })).toMatchObject({
      nearly: true,
      items: [{ name: 'summarize' }, {}],
    });
    expect(await search(viewer, { q: 'zzzzqqq' })).toMatchObject({ nearly: false, items: [], total: 0 });
  });

  it('pages without a gap or a repetition, and refuses a cursor that is none', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: z.infer<typeof searchSchema> = await search(viewer, {
        q: 's',
        limit: '1',
        ...(cursor === '' ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    expect(seen).toEqual((await search(viewer, { q: 's' })).items.map(({ name }) => name));
    expect(await house.refusal(viewer, 'asset.search', { query: { cursor: 'x' } })).toMatchObject({
      code: 'request.bad_cursor',
    });
  });

  it('takes any text', async () => {
    for (const q of [
      "'",
      '\\',
      ':*',
      "a' | 'b",
      '<->',
      '!',
      '\0',
      '\ud800',
      '%',
      '🙈',
      '"',
      '-',
      '1e5 0x1f 4.5.6',
    ])
      await search(viewer, { q });
    await search(viewer, { q: 'a '.repeat(250) });
  });
});

describe('what may not be seen', () => {
  it('is in no result, count, facet or likeness', async () => {
    for (const q of ['takeover', 'summarize', 'tag:secret', 'library:board', 'takover-plam', '', 'legal']) {
      const before = JSON.stringify(await search(viewer, { q }));
      expect(before, q).not.toMatch(/takeover|board|secret|Fabrikam/i);
    }
    expect(await names(owner, 'takeover')).toEqual(['board/takeover-plan', 'board/summarize']);
  });

  it('changes nothing of what others are answered', async () => {
    const ask = () => Promise.all(['summarize', 'hello', 'sumarise', ''].map((q) => search(viewer, { q })));
    const before = await ask();
    await put(board, { 'more.prompt': prompt('summarize hello', 'hello '.repeat(100), 'legal') });
    expect(await ask()).toEqual(before);
  });

  it('is refused to a key that may not search', async () => {
    const keyScope = { actions: ['library.read' as const] };
    expect(await house.refusal({ ...viewer, keyScope }, 'asset.search', {})).toMatchObject({ status: 403 });
    const mayOnlySearch = { actions: ['library.read' as const, 'asset.search' as const] };
    expect(await search({ ...viewer, keyScope: mayOnlySearch }, { q: '' })).toMatchObject({ total: 0 });
  });
});

describe('the index', () => {
  it('follows main: edits, removals, and nothing unpublished', async () => {
    await house.commit(owner, support, 'draft', { 'draft.prompt': 'Wobbledraft' });
    expect(await names(owner, 'wobbledraft')).toEqual([]);
    await put(support, { 'x/one.prompt': 'Zebra', 'x/two.prompt': 'Zebra' });
    expect(await names(viewer, 'zebra')).toHaveLength(2);
    await put(support, { 'x/one.prompt': 'Giraffe', 'x/two.prompt': null });
    expect(await names(viewer, 'zebra')).toEqual([]);
    expect((await search(viewer, { q: 'giraffe' })).items[0]).toMatchObject({ version: 2, live: 2 });
  });

  it('is made again from the objects, once, by the first who comes, with an entry', async () => {
    const before = await search(owner, { q: '' });
    await house.asOwner('delete from libraries_search');
    await house.asOwner("update libraries_search_state set commit_oid = repeat('0', 40)");
    expect(await names(owner, 'summarize')).toEqual([]);
    const nodes = [1, 2].map(() => house.libraries.startIndexing(createLog('silent')));
    await Promise.all(
      nodes.map(async ({ stop }) => {
        await expect.poll(() => names(owner, 'summarize')).not.toEqual([]);
        await expect.poll(async () => (await search(owner, { q: '' })).total).toBe(before.total);
        await stop();
      }),
    );
    const after = await search(owner, { q: '' });
    expect(new Set(after.items.map(({ name }) => name))).toEqual(
      new Set(before.items.map(({ name }) => name)),
    );
    expect(after.facets).toEqual(before.facets);
    const { rows } = await house.asOwner('select count(*)::int as states from libraries_search_state');
    expect(rows).toEqual([{ states: 2 }]);
  });
});

describe('favorites', () => {
  const list = async (who: Principal) =>
    z.object({ items: z.array(foundSchema) }).parse(await house.call(who, 'favorite.list', {})).items;
  const mark = (who: Principal, library: string, path: string) =>
    house.call(who, 'favorite.create', { body: { library, path } }).catch((error: unknown) => error);

  it("are one's own, kept once, found by search, and taken away", async () => {
    const path = 'emails/welcome.prompt';
    await mark(viewer, 'support', path);
    await mark(viewer, 'support', path);
    expect(await list(viewer)).toMatchObject([{ name: 'emails/welcome', favorite: true }]);
    expect(await list(owner)).toEqual([]);
    expect((await search(viewer, { q: '', favorite: 'true' })).total).toBe(1);
    await house
      .call(viewer, 'favorite.delete', { query: { library: 'support', path } })
      .catch(() => undefined);
    await house
      .call(viewer, 'favorite.delete', { query: { library: 'support', path } })
      .catch(() => undefined);
    expect(await list(viewer)).toEqual([]);
  });

  it('are not of what is not there or may not be seen, also when that came later', async () => {
    expect(await mark(viewer, 'support', 'never.prompt')).toMatchObject({ code: 'asset.not_found' });
    expect(await mark(viewer, 'board', 'summarize.prompt')).toMatchObject({ code: 'resource.not_found' });
    const guest = await house.guest('Gus Guest', board, 'viewer');
    await mark(guest, 'board', 'summarize.prompt');
    expect(await list(guest)).toHaveLength(1);
    expect(await list({ ...guest, grants: [] }).catch((error: unknown) => error)).toMatchObject({
      status: 403,
    });
    expect(await list({ ...guest, grants: viewer.grants })).toEqual([]);
  });
});
