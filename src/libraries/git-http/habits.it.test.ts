import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { listAt, startHouse, type TestHouse } from '../../../test/support/house.ts';
import { promptText, publishPrompt } from '../../../test/support/proposals.ts';

/** What people are used to type, with the stock client: each is done as git does it, or refused with a sentence. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let client: GitClient;

const addressFor = (key: string) => `${house.address.replace('//', `//x:${key}@`)}/git/northwind/writing.git`;
const clone = (key: string, where: string, ...args: readonly string[]) =>
  client.run('.', 'clone', '-q', ...args, addressFor(key), where);

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  client = gitClient();
  const body = { name: 'writing', visibility: 'open' };
  await house.done(people.contributor.key, 'library.create', { body });
  await publishPrompt(house, 'writing', 'first.prompt', promptText('First'));
});
afterAll(async () => {
  client.remove();
  await house.close();
});

describe.each(['0', '2'])('protocol version %s', (version) => {
  const config = ['-c', `protocol.version=${version}`];

  it('clone --filter is answered with everything, and git says so', async () => {
    const where = `filtered-${version}`;
    const args = [...config, 'clone', '--filter=blob:none', addressFor(people.viewer.key), where];
    const filtered = await client.run('.', ...args);
    expect(filtered).toMatchObject({
      code: 0,
      err: expect.stringContaining('filtering not recognized by server'),
    });
    expect(await client.git(where, 'show', 'HEAD:first.prompt')).toBe(promptText('First').trim());
    expect((await client.run(where, 'fsck', '--strict', '--full')).code).toBe(0);
  });

  it('clone --single-branch --no-tags, --mirror and --bare; fetch --all --prune; ls-remote --symref', async () => {
    const single = `single-${version}`;
    expect((await clone(people.contributor.key, single, '--single-branch', '--no-tags')).code).toBe(0);
    await client.git(single, ...config, 'push', '-q', 'origin', `HEAD:refs/heads/short-${version}`);
    const mirror = `mirror-${version}.git`;
    expect((await clone(people.contributor.key, mirror, '--mirror')).code).toBe(0);
    expect(await client.git(mirror, 'branch')).toContain(`short-${version}`);
    await client.git(single, ...config, 'push', '-q', 'origin', '--delete', `short-${version}`);
    await client.git(mirror, ...config, 'fetch', '-q', '--all', '--prune');
    expect(await client.git(mirror, 'branch')).not.toContain(`short-${version}`);
    expect(await client.git(single, ...config, 'ls-remote', '--symref', 'origin', 'HEAD')).toContain(
      'ref: refs/heads/main\tHEAD',
    );
    const exit = await client.run(
      single,
      ...config,
      'ls-remote',
      '--exit-code',
      '--tags',
      'origin',
      'nothing',
    );
    expect(exit.code).toBe(2);
  });

  it('fetch by the name of a commit that is on a branch', async () => {
    const where = `by-name-${version}`;
    await clone(people.viewer.key, where, '--depth', '1');
    const parent = await client.git(where, 'cat-file', '-p', 'HEAD');
    const oid = /^parent ([0-9a-f]{40})$/m.exec(parent)?.[1] ?? '';
    const fetched = await client.run(where, ...config, 'fetch', '-q', '--depth', '1', 'origin', oid);
    expect(fetched).toMatchObject({ code: 0 });
  });
});

it('push --force and --force-with-lease rewrite one’s own branch, and the entry says so', async () => {
  await clone(people.contributor.key, 'own');
  await client.git('own', 'checkout', '-q', '-b', 'own');
  const before = await client.commit('own', 'Draft', { 'own.txt': '1' });
  await client.git('own', 'push', '-q', '-u', 'origin', 'own');
  await client.git('own', 'commit', '-q', '--amend', '-m', 'Better');
  const refused = await client.run('own', 'push', 'origin', 'own');
  expect(refused.err).toMatch(/non-fast-forward|fetch first/);
  await client.git('own', 'push', '-q', '--force-with-lease', 'origin', 'own');
  const commit = await client.git('own', 'rev-parse', 'HEAD');
  await vi.waitFor(async () => {
    const entries = await house.done(people.auditor.key, 'entry.list', { query: { limit: '1' } });
    expect(listAt(entries, 'items')).toMatchObject([
      { action: 'commit.create', data: { branch: 'own', parent: before, commit, forced: true } },
    ]);
  }, 10_000);
  // The words that were there before are still somebody's contribution.
  const told = 'select human_id from libraries_contribution where commit_oid = $1';
  expect((await house.asOwner(told, [before])).rows).toEqual([{ human_id: people.contributor.id }]);
  // Back to what main holds: nothing new comes, and it is told all the same.
  expect((await client.run('own', 'push', '-f', 'origin', 'origin/main:own')).code).toBe(0);
});

it('push --mirror and --all: what may be pushed is, the rest is refused one by one', async () => {
  await clone(people.contributor.key, 'all');
  await client.git('all', 'checkout', '-q', '-b', 'all/one');
  await client.commit('all', 'One', { 'all.txt': '1' });
  await client.git('all', 'tag', '-a', '-m', 'All', 'all-v1');
  expect((await client.run('all', 'push', '--all', 'origin')).code).toBe(0);
  const mirrored = await client.run('all', 'push', '--mirror', '--no-verify', 'origin');
  expect(mirrored.code).not.toBe(0);
  expect(mirrored.err).toContain('cannot be pushed to');
  expect(await client.git('all', 'ls-remote', '--tags', 'origin')).toContain('refs/tags/all-v1');
});

it('push --dry-run asks and changes nothing; push --porcelain and --quiet are understood', async () => {
  await clone(people.contributor.key, 'dry');
  await client.git('dry', 'checkout', '-q', '-b', 'dry');
  await client.commit('dry', 'Dry', { 'dry.txt': '1' });
  const counts = await house.counts();
  expect((await client.run('dry', 'push', '--dry-run', 'origin', 'dry')).code).toBe(0);
  expect(await house.counts()).toEqual(counts);
  expect((await client.run('dry', 'push', '--porcelain', 'origin', 'dry')).out).toContain('refs/heads/dry');
  expect(await client.run('dry', 'push', '--quiet', 'origin', 'dry')).toMatchObject({
    code: 0,
    err: '',
    out: '',
  });
});

it('a push with a signed certificate, and archive --remote, are not offered, and git says so', async () => {
  await clone(people.contributor.key, 'signed');
  const signed = await client.run('signed', 'push', '--signed=true', 'origin', 'HEAD:refs/heads/signed');
  expect(signed.err).toContain('does not support --signed push');
  const archive = await client.run('signed', 'archive', `--remote=${addressFor(people.viewer.key)}`, 'HEAD');
  expect(archive.code).not.toBe(0);
  expect(archive.err).toMatch(/not supported by protocol|not found/);
});

it('pull --rebase brings one’s work on top of what was published since', async () => {
  await clone(people.contributor.key, 'rebasing');
  await client.git('rebasing', 'checkout', '-q', '-b', 'rebasing');
  await client.commit('rebasing', 'Mine', { 'rebasing.txt': '1' });
  await client.git('rebasing', 'push', '-q', '-u', 'origin', 'rebasing');
  await publishPrompt(house, 'writing', 'second.prompt', promptText('Second'));
  await client.git('rebasing', 'pull', '-q', '--rebase', 'origin', 'main');
  expect((await client.run('rebasing', 'push', '--force-with-lease', 'origin', 'rebasing')).code).toBe(0);
  expect(await client.git('rebasing', 'rev-list', '--count', 'origin/main..origin/rebasing')).toBe('1');
});
