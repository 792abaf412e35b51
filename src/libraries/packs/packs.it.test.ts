import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { startHouse, type TestHouse } from '../../../test/support/house.ts';
import { commit, promptText, publishPrompt } from '../../../test/support/proposals.ts';

/** What a clone is sent from the stored packs: all that it needs, each object once, and nothing that its reader may not see. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let client: GitClient;
const library = 'packed';

const addressFor = (key: string) =>
  `${house.address.replace('//', `//anyone:${key}@`)}/git/northwind/${library}.git`;

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  client = gitClient();
  await house.done(people.contributor.key, 'library.create', { body: { name: library, visibility: 'open' } });
  // Folders, so that there are trees in trees; the same content at two paths and again after something else.
  for (const [path, line] of [
    ['a/first.prompt', 'One'],
    ['a/b/second.prompt', 'One'],
    ['a/first.prompt', 'Two'],
    ['third.prompt', 'Three'],
    ['a/first.prompt', 'One'],
  ] as const)
    await publishPrompt(house, library, path, promptText(line));
  await draft('draft', 'A secret');
});
afterAll(async () => {
  client.remove();
  await house.close();
});

const draft = (branch: string, line: string) =>
  commit(house, people.contributor.key, library, branch, { path: 'a/draft.prompt', text: promptText(line) });

/** Objects in the client's packs are exactly those that its refs need; git finds nothing wrong with them. */
async function expectExact(where: string): Promise<number> {
  const needed = (await client.git(where, 'rev-list', '--objects', '--all')).split('\n').length;
  const counted = Object.fromEntries(
    (await client.git(where, 'count-objects', '-v')).split('\n').map((line) => line.split(': ')),
  );
  expect(Number(counted['in-pack']) + Number(counted.count)).toBe(needed);
  const { code, out } = await client.run(where, 'fsck', '--strict', '--full', '--no-dangling');
  expect({ code, out }).toEqual({ code: 0, out: '' });
  return needed;
}

const packed = async () =>
  (await house.asOwner('select count(*)::int as rows, sum(objects)::int as objects from libraries_pack'))
    .rows[0];

it('packs each publication as it comes, and each object once', async () => {
  const { rows } = await house.asOwner(
    `select p.number from libraries_publication p left join libraries_pack k using (organization_id, library_id, number)
     where k.number is null`,
  );
  expect(rows).toEqual([]);
  const objects = await house.asOwner(
    'select count(*)::int as objects, max(depth) as depth from libraries_packed_object',
  );
  expect(objects.rows[0].objects).toBe((await packed()).objects);
  expect(objects.rows[0].depth).toBeGreaterThan(0);
});

it.each(['0', '2'])('sends a reader of main what is published and no more, protocol %s', async (version) => {
  const where = `viewer-${version}`;
  await client.git(
    '.',
    '-c',
    `protocol.version=${version}`,
    'clone',
    '-q',
    addressFor(people.viewer.key),
    where,
  );
  expect(await expectExact(where)).toBe((await packed()).objects);
  expect(await client.git(where, 'show', 'HEAD:a/first.prompt')).toBe(promptText('One').trim());
});

it.each(['0', '2'])('sends the branches beside it to who may read them, protocol %s', async (version) => {
  const where = `contributor-${version}`;
  const config = ['-c', `protocol.version=${version}`, '-c', 'transfer.fsckObjects=true'];
  await client.git('.', ...config, 'clone', '-q', addressFor(people.contributor.key), where);
  expect(await expectExact(where)).toBeGreaterThan((await packed()).objects);
  expect(await client.git(where, 'show', 'origin/draft:a/draft.prompt')).toBe(promptText('A secret').trim());
});

it.each(['0', '2'])('brings an older clone several publications further, protocol %s', async (version) => {
  const where = `older-${version}`;
  const config = ['-c', `protocol.version=${version}`];
  await client.git('.', ...config, 'clone', '-q', '--bare', addressFor(people.contributor.key), where);
  for (const line of ['Four', 'Five', 'One'])
    await publishPrompt(
      house,
      library,
      'a/first.prompt',
      promptText(`${line} ${version === '0' ? '' : 'again'}`),
    );
  await draft(`later-${version}`, `Later ${version}`);
  await client.git(
    where,
    ...config,
    'fetch',
    '-q',
    addressFor(people.contributor.key),
    '+refs/heads/*:refs/heads/*',
  );
  expect(await client.git(where, 'show', 'main:a/first.prompt')).toContain('One');
  const { code, out } = await client.run(where, 'fsck', '--strict', '--full', '--no-dangling');
  expect({ code, out }).toEqual({ code: 0, out: '' });
});

it('still clones in parts: one branch of old, shallow, then whole', async () => {
  const one = ['clone', '-q', '--single-branch', '-b', 'draft', addressFor(people.contributor.key), 'one'];
  await client.git('.', ...one);
  await expectExact('one');
  await client.git('.', 'clone', '-q', '--depth', '1', addressFor(people.viewer.key), 'shallow');
  await client.git('shallow', 'fetch', '-q', '--unshallow');
  await client.git('shallow', 'fsck', '--strict', '--full', '--no-dangling');
  expect(await client.git('shallow', 'rev-list', '--count', 'HEAD')).toBe(
    await client.git('viewer-2', 'ls-remote', 'origin', 'main').then(async (line) => {
      await client.git('viewer-2', 'fetch', '-q');
      return client.git('viewer-2', 'rev-list', '--count', line.slice(0, 40));
    }),
  );
});

it('serves a library that is older than its packs, and packs it whole with its next publication', async () => {
  await house.asOwner('delete from libraries_pack');
  await house.asOwner('delete from libraries_packed_object');
  await client.git('.', 'clone', '-q', addressFor(people.viewer.key), 'unpacked');
  const before = await expectExact('unpacked');
  await publishPrompt(house, library, 'fourth.prompt', promptText('Four'));
  expect((await packed()).objects).toBeGreaterThan(before);
  await client.git('.', 'clone', '-q', addressFor(people.viewer.key), 'packed');
  expect(await expectExact('packed')).toBe((await packed()).objects);
});
