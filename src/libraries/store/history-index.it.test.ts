import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import type { Principal } from '../../access/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { commitOf, treeOf } from '../git/index.ts';
import type { Library, Oid } from '../libraries.ts';
import { insertCommit, lastChanges, listCommits, readCommit } from './commits.ts';
import { insertObjects } from './objects.ts';
import { insertPublication } from './publications.ts';
import { insertBranch, listBranches, moveBranch } from './refs.ts';

/**
 * The indexed history is the walked one: random histories with merges, criss-cross ones too, published now and then, are asked for
 * from every commit. The seed is printed; set COUNTERSIGN_TEST_SEED to see the same ones again.
 */
const seed = Number(process.env.COUNTERSIGN_TEST_SEED ?? Date.now() % 1_000_000_000);
const paths = ['a.prompt', 'b.prompt', 'c/d.prompt'];
let house: TestLibraries;
let author: Principal;

beforeAll(async () => {
  house = await createTestLibraries();
  author = await house.person('Carla', 'contributor');
});
afterAll(() => house.close());

let state = seed;
/** mulberry32 */
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let value = Math.imul(state ^ (state >>> 15), 1 | state);
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
  return ((value ^ (value >>> 14)) >>> 0) % below;
}
const anyOf = <Item>(items: readonly Item[]): Item => {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('there is an item');
  return item;
};

interface Node {
  readonly oid: Oid;
  readonly parents: readonly Oid[];
  readonly generation: number;
  readonly paths: readonly string[];
}

/** The history as a plain map: what the database must agree with. */
class Model {
  readonly nodes = new Map<Oid, Node>();
  main: Oid = '';

  under(head: Oid): Node[] {
    const seen = new Map<Oid, Node>();
    const stack = [head];
    for (let oid = stack.pop(); oid !== undefined; oid = stack.pop()) {
      const node = this.nodes.get(oid);
      if (node === undefined || seen.has(oid)) continue;
      seen.set(oid, node);
      stack.push(...node.parents);
    }
    return [...seen.values()].sort(
      (left, right) => right.generation - left.generation || (left.oid < right.oid ? -1 : 1),
    );
  }
}

async function commit(
  tx: Tx,
  library: Library,
  model: Model,
  parents: readonly Oid[],
  changed: readonly string[],
) {
  const tree = treeOf([]);
  const message = `Commit ${model.nodes.size}`;
  const object = commitOf({
    tree: tree.oid,
    parents,
    author: { name: 'Carla', email: 'carla@example.com', at: house.clock.now() },
    message,
  });
  const generation = 1 + Math.max(0, ...parents.map((oid) => model.nodes.get(oid)?.generation ?? 0));
  const node = { oid: object.oid, parents, generation, paths: changed };
  await insertObjects(tx, library, [tree, object]);
  await insertCommit(tx, library, {
    ...node,
    tree: tree.oid,
    message,
    principal: author.id,
    human: author.human,
    at: house.clock.now(),
    entry: newId('ent'),
  });
  model.nodes.set(node.oid, node);
  return node.oid;
}

async function randomHistory(library: Library): Promise<Model> {
  const model = new Model();
  const first = await house.libraries.head(library, 'main');
  const root = first === undefined ? undefined : await readCommit(house.opened.reader, library, first);
  if (root === undefined) throw new Error('a library has a first commit');
  model.nodes.set(root.oid, root);
  model.main = root.oid;
  const entry = {
    organization: library.organization,
    action: 'commit.create',
    actor: { kind: author.kind, id: author.id },
    subject: { kind: 'library', id: library.id },
    data: { branch: 'random' },
  };
  await house.ledger.record(async (tx) => {
    for (let step = 0; step < 40; step += 1) {
      const known = [...model.nodes.keys()];
      // Mostly from what is young, so that histories are long; a parent may lie under another, as git allows.
      const parents = new Set([anyOf(random(3) === 0 ? known : known.slice(-4))]);
      for (let more = random(3); more > 1; more -= 1) parents.add(anyOf(known.slice(-8)));
      const changed = paths.filter(() => random(3) === 0);
      const made = await commit(tx, library, model, [...parents], changed);
      if (random(4) > 0) continue;
      const forward = model.under(made).some(({ oid }) => oid === model.main);
      model.main = forward ? made : await commit(tx, library, model, [model.main, made], []);
      await moveBranch(tx, library, 'main', model.main);
      await insertPublication(tx, library, {
        commit: model.main,
        change: newId('chg'),
        at: house.clock.now(),
        by: author.id,
      });
    }
    for (const [index, head] of [...model.nodes.keys()].slice(-6).entries())
      await insertBranch(tx, library, {
        name: `branch-${index}`,
        head,
        createdAt: house.clock.now(),
        createdBy: author.id,
      });
    return { entry, value: undefined };
  });
  return model;
}

async function inPages(library: Library, head: Oid, path: string | undefined, limit: number): Promise<Oid[]> {
  const found: Oid[] = [];
  let after: { generation: number; oid: Oid } | undefined;
  for (;;) {
    const page = await listCommits(house.opened.reader, library, head, { path, after, limit });
    found.push(...page.map(({ oid }) => oid));
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return found;
    after = { generation: last.generation, oid: last.oid };
  }
}

it.each([1, 2, 3])(`lists what a walk would find, history %i of seed ${seed}`, async (time) => {
  const library = await house.library(author, `random-${time}`);
  const model = await randomHistory(library);
  const { reader } = house.opened;
  for (const head of model.nodes.keys()) {
    const walked = model.under(head);
    const oids = walked.map(({ oid }) => oid);
    expect(await inPages(library, head, undefined, 7)).toEqual(oids);
    const path = anyOf(paths);
    const named = walked.filter((node) => node.paths.includes(path)).map(({ oid }) => oid);
    expect(await inPages(library, head, path, 3)).toEqual(named);
    const changes = await lastChanges(reader, library, head, [...paths, 'README.md', 'not-there.txt']);
    const expected = ['README.md', ...paths].filter((name) =>
      walked.some((node) => node.paths.includes(name)),
    );
    expect([...changes.keys()].sort()).toEqual(expected.sort());
  }
  const published = new Set(model.under(model.main).map(({ oid }) => oid));
  for (const { head, ahead } of await listBranches(reader, library, { after: undefined, limit: 100 }))
    expect(ahead).toBe(model.under(head).filter(({ oid }) => !published.has(oid)).length);
});

it('is filled for what was there before by the migration', async () => {
  const library = await house.library(author, 'before');
  await randomHistory(library);
  const kept = async () => {
    const tables = ['libraries_commit_path', 'libraries_published_commit'];
    const all = tables.map((table) =>
      house.asOwner(`select * from ${table} order by organization_id, library_id, oid, 1, 2, 3, 4, 5`),
    );
    return (await Promise.all(all)).map(({ rows }) => rows);
  };
  const before = await kept();
  expect(before.map((rows) => rows.length > 50)).toEqual([true, true]);
  await house.asOwner('drop table libraries_commit_path, libraries_published_commit');
  const migration = await readFile(new URL('../migrations/0004-history-index.sql', import.meta.url), 'utf8');
  await house.asOwner(migration.replaceAll(':server_role', `"${house.database.server.user}"`));
  expect(await kept()).toEqual(before);
});
