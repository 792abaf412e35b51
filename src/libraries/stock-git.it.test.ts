import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layOut } from '../../test/support/lay-out.ts';
import { createTestLibraries, type TestLibraries } from '../../test/support/test-libraries.ts';
import { createLibraries } from './index.ts';

let house: TestLibraries;
let folder: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: 'pipe' });

beforeAll(async () => {
  house = await createTestLibraries();
  folder = mkdtempSync(join(tmpdir(), 'countersign-stock-git-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house.close();
});

it('a library is a repository that the stock git accepts, with the history that we tell', async () => {
  const author = await house.person('Zoë "Ünïcode" <root@x>', 'contributor');
  const publisher = await house.person('Paul Publisher', 'publisher');
  const library = await house.library(author, 'claims');
  const other = await house.again(author);
  const edits = {
    one: { 'a/b.prompt': 'One', 'a.prompt': 'Dot before slash', 'a-b/c.prompt': 'Dash', 'é/ü.md': 'Umlaut' },
    two: { 'B.prompt': 'Capital', 'a/deep/er/x.prompt': 'Deep' },
    three: { 'a.prompt': null, 'README.md': '# Changed\r\n' },
  };
  await house.commit(other, library, 'one', edits.one);
  house.clock.advance(61_000);
  await house.commit(other, library, 'two', edits.two);
  house.clock.advance(61_000);
  await house.publish(publisher, library, 'one');
  await house.commit(other, library, 'three', edits.three);
  house.clock.advance(61_000);
  await house.publish(publisher, library, 'two');
  await house.commit(other, library, 'four', { 'a.prompt': 'After the merge' });
  await house.publish(publisher, library, 'four');

  await layOut(house, library, folder);
  expect(git('fsck', '--strict', '--full', '--no-dangling')).toBe('');
  const head = await house.libraries.head(library, 'main');
  expect(git('rev-parse', 'main').trim()).toBe(head);
  const main = git('log', '--format=%H %P|%an|%ae|%cI|%s', 'main').trim().split('\n');
  expect(main).toHaveLength(5);
  expect(main.filter((line) => /^\w{40} \w{40} \w{40}\|/.test(line))).toHaveLength(1);
  expect(main[0]).toContain(
    `|${author.id}@northwind.countersign.invalid|2026-03-02T09:03:03+00:00|Edit a.prompt`,
  );
  expect(git('show', 'main:a.prompt')).toBe('After the merge');
  expect(git('ls-tree', '-r', '-z', '--name-only', 'main').split('\0').filter(Boolean)).toEqual([
    'B.prompt',
    'README.md',
    'a-b/c.prompt',
    'a.prompt',
    'a/b.prompt',
    'a/deep/er/x.prompt',
    'é/ü.md',
  ]);

  // Our own answers are git's.
  for (const branch of ['one', 'two', 'three', 'four']) {
    const tip = await house.libraries.head(library, branch);
    const { mergeBase, assets } = await house.libraries.compare(library, tip ?? '');
    expect(git('merge-base', 'main', branch).trim()).toBe(mergeBase);
    const named = git('diff', '--no-renames', '--name-status', '-z', mergeBase, branch)
      .split('\0')
      .filter(Boolean);
    const letters = { added: 'A', modified: 'M', deleted: 'D' };
    expect(assets.flatMap(({ path, status }) => [letters[status], path]).sort()).toEqual(named.sort());
  }
  const { items } = JSON.parse(
    JSON.stringify(await house.call(publisher, 'branch.list', { params: { library: 'claims' } })),
  );
  for (const { name, ahead } of items)
    expect(git('rev-list', '--count', `main..${name}`).trim()).toBe(String(ahead));
});

it('bytes that were changed in the database are never served', async () => {
  const author = await house.person('Dana', 'contributor');
  const library = await house.library(author, 'damaged');
  const again = await house.again(author);
  await house.commit(again, library, 'work', { 'a.prompt': 'Approved' });
  await house.publish(again, library, 'work');
  const { reader } = house.opened;
  const fresh = () =>
    createLibraries({
      reader,
      ledger: house.ledger,
      clock: house.clock,
      access: house.access,
      importHosts: [],
      whyKept: async () => undefined,
    });
  expect(await fresh().resolve(again, 'damaged/a')).toMatchObject({ text: 'Approved' });
  const blob = "select blob_oid from libraries_version where library_id = $1 and path = 'a.prompt'";
  const forged = deflateSync(Buffer.from('Forged'));
  await house.asOwner(`update libraries_object set content = $2 where library_id = $1 and oid = (${blob})`, [
    library.id,
    forged,
  ]);
  await expect(fresh().resolve(again, 'damaged/a')).rejects.toThrow('is damaged');
  const [readme] = (
    await house.asOwner('select oid from libraries_blob where library_id = $1 and title is null', [
      library.id,
    ])
  ).rows;
  await house.asOwner('update libraries_version set blob_oid = $2 where library_id = $1', [
    library.id,
    readme.oid,
  ]);
  await expect(fresh().resolve(again, 'damaged/a')).rejects.toThrow('invariant');
});
