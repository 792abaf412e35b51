import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestLibraries, type TestLibraries } from '../../test/support/test-libraries.ts';
import type { Principal } from '../access/index.ts';
import { createLibraries, type Library } from './index.ts';

/** Reading takes as many queries for much as for little. */
let house: TestLibraries;
let author: Principal;
let little: Library;
let much: Library;

const files = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`f${at % 7}/p${at}.prompt`, `Prompt ${at}{{> p${at + 1}}}`]),
  );

beforeAll(async () => {
  house = await createTestLibraries();
  author = await house.person('Carla Contributor', 'contributor');
  little = await house.library(author, 'little');
  much = await house.library(author, 'much');
  author = await house.again(author);
  await house.commit(author, little, 'work', { 'f0/x.prompt': 'x', 'f0/p0.prompt': 'x', 'p.prompt': 'p' });
  await house.commit(author, little, 'work', { 'f0/x.prompt': 'y', 'f0/p0.prompt': 'y' });
  for (let edit = 0; edit < 60; edit += 1)
    await house.commit(author, much, 'work', edit === 0 ? files(90) : { 'f0/p0.prompt': `Edit ${edit}` });
  for (let branch = 0; branch < 20; branch += 1)
    await house.commit(author, much, `b${branch}`, { 'x.prompt': `${branch}` });
});
afterAll(() => house.close());

/** How many queries some reading takes, with nothing remembered. */
async function queries(
  read: (libraries: ReturnType<typeof createLibraries>) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  const reader = new Proxy(house.opened.reader, {
    get: (target, member) => {
      if (member === 'selectFrom') count += 1;
      const value = Reflect.get(target, member);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { ledger, clock, access } = house;
  await read(
    createLibraries({ reader, ledger, clock, access, importHosts: [], whyKept: async () => undefined }),
  );
  return count;
}

async function called(library: Library, id: string, query: Record<string, string> = {}): Promise<number> {
  return queries(async (libraries) => {
    const operation = libraries.operations.find((candidate) => candidate.id === id);
    const params = id === 'library.list' ? {} : { library: library.name };
    const signal = new AbortController().signal;
    await operation?.call({
      principal: author,
      params,
      query: { limit: '200', ...query },
      body: undefined,
      requestId: 'req_1',
      signal,
    });
  });
}

describe('as many queries for much as for little', () => {
  it.each([
    ['asset.list', { ref: 'work' }],
    ['commit.list', { ref: 'work' }],
    ['commit.list', { ref: 'work', path: 'f0/p0.prompt' }],
    ['branch.list', {}],
  ] as const)('%s %o', async (id, query) => {
    const few = await called(little, id, query);
    expect(few).toBeGreaterThan(1);
    expect(few).toBeLessThan(12);
    expect(await called(much, id, query)).toBe(few);
  });

  it('a comparison', async () => {
    const compared = (library: Library) =>
      queries(async (libraries) => libraries.compare(library, (await libraries.head(library, 'work')) ?? ''));
    expect(await compared(much)).toBe(await compared(little));
  });

  it('reads nothing twice that cannot change', async () => {
    const once = await queries((libraries) => libraries.resolve(author, 'little/p@branch:work'));
    const thrice = await queries(async (libraries) => {
      for (let time = 0; time < 3; time += 1) await libraries.resolve(author, 'little/p@branch:work');
    });
    // The library, the branch and its commit are looked up each time; the tree and the blob only once.
    expect(thrice).toBe(once + 2 * 3);
  });
});

/** Makes a line of commits on top of a branch, right in the tables: nobody commits 20,000 times in a test. */
async function lengthen(library: Library, branch: string, count: number): Promise<void> {
  const tip = '(select oid from libraries_ref where library_id = $1 and name = $2)';
  const oid = (number: string) => `lpad(to_hex(${number}), 40, '0')`;
  const values = [library.id, `refs/heads/${branch}`];
  await house.asOwner(
    `insert into libraries_object select organization_id, library_id, ${oid('g')}, type, size, content
     from libraries_object, generate_series(1, ${count}) g where library_id = $1 and oid = ${tip}`,
    values,
  );
  await house.asOwner(
    `insert into libraries_commit select organization_id, library_id, ${oid('g')}, tree,
       array[case when g = 1 then oid else ${oid('g - 1')} end], generation + g, message, paths, principal_id, human_id, at, entry_id
     from libraries_commit, generate_series(1, ${count}) g where library_id = $1 and oid = ${tip}`,
    values,
  );
  await house.asOwner(
    `update libraries_ref set oid = ${oid(String(count))} where library_id = $1 and name = $2`,
    values,
  );
}

/** Without fresh statistics PostgreSQL once planned these walks as joins of whole tables: minutes instead of parts of a second. */
describe('a history of 20,000 commits that was never analyzed', () => {
  beforeAll(() => lengthen(little, 'work', 20_000));

  it.each([
    ['commit.list', { ref: 'work', limit: '1' }],
    ['commit.list', { ref: 'work', path: 'p.prompt' }],
    ['asset.list', { ref: 'work' }],
    ['branch.list', {}],
  ] as const)(
    '%s %o answers',
    async (id, query) => {
      await called(little, id, query);
    },
    15_000,
  );

  it('compares', async () => {
    const head = (await house.libraries.head(little, 'work')) ?? '';
    expect(await house.libraries.compare(little, head)).toMatchObject({ conflicts: [], head });
  }, 15_000);
});
