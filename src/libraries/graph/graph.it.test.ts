import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import type { Principal } from '../../access/index.ts';
import type { Library } from '../libraries.ts';
import { graphCommitSchema } from './wire.ts';

let house: TestLibraries;
let author: Principal;
let viewer: Principal;
let library: Library;

const pageSchema = z.object({ items: z.array(graphCommitSchema), next: z.string().nullable() });
const page = async (principal: Principal, query: Record<string, string> = {}) =>
  pageSchema.parse(
    await house.call(principal, 'library.graph', { params: { library: library.name }, query }),
  );

async function whole(principal: Principal, limit: string) {
  const items: z.infer<typeof graphCommitSchema>[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const got: z.infer<typeof pageSchema> = await page(
      principal,
      cursor === '' ? { limit } : { limit, cursor },
    );
    items.push(...got.items);
    cursor = got.next;
  }
  return items;
}

beforeAll(async () => {
  house = await createTestLibraries();
  author = await house.person('Carla', 'contributor', 'publisher');
  viewer = await house.person('Vera', 'viewer');
  library = await house.library(author, 'graph');
  author = await house.again(author);
  await house.commit(author, library, 'left', { 'left.prompt': 'Left', 'both.prompt': 'Both' });
  await house.commit(author, library, 'right', { 'right.prompt': 'Right' });
  await house.commit(author, library, 'right', { 'right.prompt': 'Right again' });
  await house.publish(author, library, 'left');
  await house.publish(author, library, 'right');
  await house.commit(author, library, 'draft', { 'draft.prompt': 'Not yet' });
});
afterAll(() => house.close());

describe('library.graph', () => {
  it('lists every commit once, children before parents, in pages of any size', async () => {
    const items = await whole(author, '200');
    expect(items.map(({ message }) => message.split('\n')[0])).toEqual([
      'Edit draft.prompt',
      'Publish right',
      'Edit right.prompt',
      expect.stringMatching(/^Edit/),
      expect.stringMatching(/^Edit/),
      'Create the library',
    ]);
    const place = new Map(items.map(({ commit }, at) => [commit, at]));
    for (const [at, { parents }] of items.entries())
      for (const parent of parents) expect(place.get(parent)).toBeGreaterThan(at);
    expect(await whole(author, '1')).toEqual(items);
    expect(await whole(author, '4')).toEqual(items);
  });

  it('says which branches stand where, and what was published there', async () => {
    const items = await whole(author, '200');
    const at = async (branch: string) => {
      const head = await house.libraries.head(library, branch);
      return items.find(({ commit }) => commit === head);
    };
    expect(await at('main')).toMatchObject({
      refs: [{ kind: 'branch', name: 'main' }],
      publication: { number: 3, versions: 1, change: expect.stringMatching(/^chg_/) },
      parents: [expect.any(String), expect.any(String)],
      files: 0,
    });
    expect(await at('left')).toMatchObject({
      refs: [{ kind: 'branch', name: 'left' }],
      publication: { number: 2, versions: 2 },
      paths: ['both.prompt', 'left.prompt'],
      files: 2,
    });
    expect(await at('right')).toMatchObject({ publication: null });
    expect(await at('draft')).toMatchObject({ publication: null, author: { displayName: 'Carla' } });
    expect(items.at(-1)).toMatchObject({ publication: { number: 1, change: null, versions: 0 } });
  });

  it('shows who may not read unpublished work what main holds, and no other branch by name', async () => {
    const items = await whole(viewer, '2');
    expect(items.length).toBe(5);
    expect(items.flatMap(({ refs }) => refs)).toEqual([{ kind: 'branch', name: 'main' }]);
    expect(JSON.stringify(items)).not.toContain('draft');
  });

  it('forgets what a deleted branch alone held', async () => {
    await house.commit(author, library, 'gone', { 'gone.prompt': 'Gone' });
    expect((await whole(author, '200')).length).toBe(7);
    await house.asOwner(`delete from libraries_ref where library_id = $1 and name = 'refs/heads/gone'`, [
      library.id,
    ]);
    expect((await whole(author, '200')).length).toBe(6);
  });
});
