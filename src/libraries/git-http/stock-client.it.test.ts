import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { listAt, startHouse, type TestHouse, textAt } from '../../../test/support/house.ts';
import { commit, promptText, publishPrompt } from '../../../test/support/proposals.ts';

/** Git over HTTP with the stock client, against the whole server. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let client: GitClient;
const library = 'writing';

const addressFor = (key: string, name = library, organization = 'northwind') =>
  `${house.address.replace('//', `//anyone:${key}@`)}/git/${organization}/${name}.git`;
const clone = (key: string, where: string, ...args: readonly string[]) =>
  client.git('.', 'clone', '-q', ...args, addressFor(key), where);

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  client = gitClient();
  await house.done(people.contributor.key, 'library.create', { body: { name: library, visibility: 'open' } });
  for (const name of ['first', 'second', 'third', 'fourth'])
    await publishPrompt(house, library, `${name}.prompt`, promptText('First'));
  await commit(house, people.contributor.key, library, 'draft', {
    path: 'draft.prompt',
    text: promptText('Draft'),
  });
});
afterAll(async () => {
  client.remove();
  await house.close();
});

const strict = async (where: string) => {
  const { code, out, err } = await client.run(where, 'fsck', '--strict', '--full', '--no-dangling');
  expect({ code, out, err: err.replace(/^.*(?:Checking|notice).*$\n?/gm, '') }).toEqual({
    code: 0,
    out: '',
    err: '',
  });
};

describe.each(['0', '2'])('protocol version %s', (version) => {
  const config = ['-c', `protocol.version=${version}`];
  it('clones, fetches and pulls; fsck --strict is clean', async () => {
    const where = `clone-${version}`;
    await client.git('.', ...config, 'clone', '-q', addressFor(people.contributor.key), where);
    await strict(where);
    expect(await client.git(where, 'show', 'HEAD:first.prompt')).toBe(promptText('First').trim());
    expect(await client.git(where, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');
    expect((await client.git(where, 'branch', '-r')).split('\n').map((line) => line.trim())).toContain(
      'origin/draft',
    );
    await commit(house, people.contributor.key, library, `later-${version}`, {
      path: 'later.prompt',
      text: promptText('Later'),
    });
    await client.git(where, ...config, 'fetch', '-q');
    expect(await client.git(where, 'show', `origin/later-${version}:later.prompt`)).toBe(
      promptText('Later').trim(),
    );
    await publishPrompt(house, library, `pulled-${version}.prompt`, promptText('Pulled'));
    await client.git(where, ...config, 'pull', '-q', '--ff-only');
    expect(await client.git(where, 'show', `HEAD:pulled-${version}.prompt`)).toBe(
      promptText('Pulled').trim(),
    );
    await strict(where);
    expect(await client.git(where, ...config, 'fetch')).toBe('');
  });

  it('clones shallow, deepens, unshallows', async () => {
    const where = `shallow-${version}`;
    await client.git(
      '.',
      ...config,
      'clone',
      '-q',
      '--depth',
      '1',
      addressFor(people.contributor.key),
      where,
    );
    expect(await client.git(where, 'rev-list', '--count', 'HEAD')).toBe('1');
    await strict(where);
    await client.git(where, ...config, 'fetch', '-q', '--depth', '3');
    expect(await client.git(where, 'rev-list', '--count', '--first-parent', 'origin/main')).toBe('3');
    await client.git(where, ...config, 'fetch', '-q', '--deepen', '1');
    expect(await client.git(where, 'rev-list', '--count', '--first-parent', 'origin/main')).toBe('4');
    await strict(where);
    // A shallow clone takes what is new, and pushes.
    await client.git(where, 'checkout', '-q', '-b', `from-shallow-${version}`);
    await client.commit(where, 'From a shallow clone', { 'shallow.prompt': promptText('Shallow') });
    await client.git(where, ...config, 'push', '-q', 'origin', 'HEAD');
    await client.git(where, ...config, 'fetch', '-q', '--unshallow');
    await strict(where);
    const whole = `whole-${version}`;
    await clone(people.contributor.key, whole);
    expect(await client.git(where, 'rev-list', 'origin/main')).toBe(
      await client.git(whole, 'rev-list', 'origin/main'),
    );
    expect(await client.git(where, 'rev-parse', '--is-shallow-repository')).toBe('false');
  });

  it('pushes new branches, more commits, and deletes', async () => {
    const where = `push-${version}`;
    await clone(people.contributor.key, where);
    await client.git(where, 'checkout', '-q', '-b', `edit-${version}`);
    const first = await client.commit(where, 'One', {
      'a/one.prompt': promptText('One'),
      'notes.txt': 'kept',
    });
    await client.git(where, ...config, 'push', '-q', '-u', 'origin', 'HEAD');
    const second = await client.commit(where, 'Two', {
      'a/one.prompt': promptText('One more'),
      'b.bin': new Uint8Array([0, 255, 1]),
    });
    await client.git(where, ...config, 'push', '-q');
    const branches = await house.done(people.contributor.key, 'branch.list', { params: { library } });
    expect(listAt(branches, 'items')).toContainEqual(
      expect.objectContaining({ name: `edit-${version}`, head: second, ahead: 2 }),
    );
    const commits = await house.done(people.contributor.key, 'commit.list', {
      params: { library },
      query: { ref: `edit-${version}` },
    });
    expect(listAt(commits, 'items').slice(0, 2)).toMatchObject([
      { commit: second, message: 'Two', author: { id: people.contributor.id } },
      { commit: first, message: 'One', author: { id: people.contributor.id } },
    ]);
    const again = `again-${version}`;
    await clone(people.reviewer.key, again, '-b', `edit-${version}`);
    await strict(again);
    expect(await client.git(again, 'rev-parse', 'HEAD^{tree}')).toBe(
      await client.git(where, 'rev-parse', 'HEAD^{tree}'),
    );
    await client.git(where, ...config, 'push', '-q', 'origin', '--delete', `edit-${version}`);
    expect(await client.git(where, 'ls-remote', '--heads', 'origin', `edit-${version}`)).toBe('');
    await vi.waitFor(async () => {
      const entries = await house.done(people.auditor.key, 'entry.list', { query: { limit: '10' } });
      const told = listAt(entries, 'items').map((entry) => textAt(entry, 'action'));
      expect(told).toEqual(expect.arrayContaining(['branch.delete', 'commit.create', 'branch.create']));
    }, 10_000);
  });
});

describe('what is refused', () => {
  let where = '';
  let round = 0;
  async function fresh(): Promise<string> {
    where = `refused-${round++}`;
    await clone(people.contributor.key, where);
    await client.git(where, 'checkout', '-q', '-b', where);
    return where;
  }
  const push = (...args: readonly string[]) => client.run(where, 'push', ...args);

  it('main, with the sentence that says how to open a change', async () => {
    await fresh();
    await client.commit(where, 'Mine', { 'mine.prompt': promptText('Mine') });
    const refused = await push('origin', 'HEAD:main');
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('remote: main moves only when an approved change is published.');
    expect(refused.err).toContain('git push -o change -o title=');
    expect(refused.err).toContain('(branch.protected)');
    expect((await push('origin', '--delete', 'main')).err).toContain('(branch.protected)');
    expect((await push('-f', 'origin', 'HEAD:main')).err).toContain('(branch.protected)');
  });

  it('a prompt that does not parse, with file, line and column; and nothing of it is left', async () => {
    await fresh();
    await client.commit(where, 'Broken', { 'x/broken.prompt': '---\nmodel: a\n---\nHello {{#if name}}\n' });
    const before = await house.counts();
    const refused = await push('origin', 'HEAD');
    expect(refused.err).toMatch(/remote: x\/broken\.prompt:\d+:\d+: \S/);
    expect(refused.err).toContain('(prompt.unparsable)');
    expect(await house.counts()).toEqual(before);
    // Mended by a later commit it is history.
    await client.commit(where, 'Mended', { 'x/broken.prompt': promptText('Mended') });
    expect(await push('origin', 'HEAD')).toMatchObject({ code: 0 });
  });

  it.each([
    ['a symbolic link', '120000', 'link', 'is a symbolic link'],
    ['a submodule', '160000', 'sub', 'is a submodule'],
    ['..', '100644', 'a/../b', '".."'],
    ['.', '100644', './b', '"."'],
    ['.git', '100644', '.git/hooks/post-checkout', '.git'],
    ['a mode that only others have', '100664', 'shared.txt', 'mode "100664"'],
    ['.gitmodules', '100644', '.gitmodules', 'no submodules'],
    ['.GIT', '100644', 'a/.GIT/config', '.git'],
    ['git~1', '100644', 'GIT~1', '.git'],
    ['a zero-width .git', '100644', '.g\u200cit/x', '.git'],
    ['a backslash', '100644', 'a\\b', 'must be relative'],
    ['a control character', '100644', 'a\u0007b', 'control characters'],
    ['a decomposed name', '100644', 'e\u0301.txt', 'normal form C'],
  ])('AT-60 path rules: %s', async (_, mode, path, why) => {
    // One clone for all of these: nothing of them is left anywhere.
    if (where !== 'paths') {
      where = 'paths';
      await clone(people.contributor.key, where);
    }
    client.write(where, { 'source.txt': 'x' });
    const blob = await client.git(where, 'hash-object', '-w', 'source.txt');
    const object = mode === '160000' ? await client.git(where, 'rev-parse', 'HEAD') : blob;
    const tree = await treeWith(path, mode, object);
    const made = await client.git(where, 'commit-tree', tree, '-p', 'HEAD', '-m', 'Bad');
    const refused = await push('origin', `${made}:refs/heads/${where}`);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain(why);
  });

  /** Git's own tools refuse to make these, so the trees are written as they are. */
  async function treeWith(path: string, mode: string, object: string): Promise<string> {
    const [name = '', ...below] = path.split('/').reverse();
    let oid = await hashTree(mode, name, object);
    for (const folder of below) oid = await hashTree('40000', folder, oid);
    return oid;
  }
  async function hashTree(mode: string, name: string, object: string): Promise<string> {
    client.write('.', { raw: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(object, 'hex')]) });
    return client.git(where, 'hash-object', '-t', 'tree', '-w', '--literally', '../raw');
  }

  it('AT-60 a file over 256 KiB', async () => {
    await fresh();
    await client.commit(where, 'Large', { 'large.txt': 'x'.repeat(262_145) });
    expect((await push('origin', 'HEAD')).err).toContain('large.txt is over 256 KiB');
  });

  it('histories of other repositories, and names that are no branches of ours', async () => {
    await fresh();
    const root = await client.git(where, 'commit-tree', 'HEAD^{tree}', '-m', 'Root');
    expect((await push('origin', `${root}:refs/heads/rooted`)).err).toContain('(git.unrelated_history)');
    expect((await push('origin', 'HEAD:refs/heads/Capital')).err).toContain('(branch.bad_name)');
    expect((await push('origin', 'HEAD:refs/countersign/x')).err).toContain('(branch.bad_name)');
  });

  it('rewriting what others made; and one refusal does not hinder the others unless the push is atomic', async () => {
    await fresh();
    const main = await client.git(where, 'rev-parse', 'origin/main');
    const admin = `${where}-admin`;
    await clone(people.admin.key, admin);
    await client.commit(where, 'Work', { 'work.txt': '1' });
    await client.git(where, 'push', '-q', 'origin', 'HEAD');
    const forced = await client.run(admin, 'push', '-f', 'origin', `${main}:refs/heads/${where}`);
    expect(forced.err).toContain('(git.rewrite_refused)');
    expect((await client.run(admin, 'push', 'origin', '--delete', where)).err).toContain(
      'Somebody else made it.',
    );
    // One's own, without a change on it, may be rewritten.
    await client.git(where, 'commit', '-q', '--amend', '-m', 'Work, better');
    expect((await push('origin', 'HEAD')).err).toContain('rejected');
    expect(await push('-f', 'origin', 'HEAD')).toMatchObject({ code: 0 });
    const partly = await push('origin', `HEAD:refs/heads/${where}-a`, 'HEAD:refs/heads/main');
    expect(partly.err).toContain('(branch.protected)');
    expect(await client.git(where, 'ls-remote', 'origin', `${where}-a`)).not.toBe('');
    const atomic = await push('--atomic', 'origin', `HEAD:refs/heads/${where}-b`, 'HEAD:refs/heads/main');
    expect(atomic.err).toContain('(git.atomic_push_failed)');
    expect(await client.git(where, 'ls-remote', 'origin', `${where}-b`)).toBe('');
    const both = await push('--atomic', 'origin', `HEAD:refs/heads/${where}-c`, `HEAD:refs/heads/${where}-d`);
    expect(both.code).toBe(0);
  });
});

describe('changes', () => {
  it('git push -o change opens one and prints its address; pushing again brings it a revision', async () => {
    await clone(people.contributor.key, 'proposing');
    await client.git('proposing', 'checkout', '-q', '-b', 'proposal');
    await client.commit('proposing', 'Propose', { 'proposed.prompt': promptText('Proposed') });
    const pushed = await client.run(
      'proposing',
      'push',
      '-o',
      'change',
      '-o',
      'title=A better tone',
      'origin',
      'HEAD',
    );
    const id = /remote: change: http:\S+\/changes\/(chg_\w+)/.exec(pushed.err)?.[1] ?? '';
    expect(await house.done(people.viewer.key, 'change.read', { params: { change: id } })).toMatchObject({
      title: 'A better tone',
      branch: 'proposal',
      contributors: [{ id: people.contributor.id }],
    });
    const revision = await client.commit('proposing', 'More', {
      'proposed.prompt': promptText('Proposed again'),
    });
    expect((await client.run('proposing', 'push', 'origin', 'HEAD')).err).toContain(id);
    expect(await house.done(people.viewer.key, 'change.read', { params: { change: id } })).toMatchObject({
      revision,
    });
    await client.git('proposing', 'commit', '-q', '--amend', '-m', 'Rewritten');
    const forced = await client.run('proposing', 'push', '-f', 'origin', 'HEAD');
    expect(forced.err).toContain(`/changes/${id} stands on it.`);
    expect((await client.run('proposing', 'push', 'origin', '--delete', 'proposal')).err).toContain(
      '(git.rewrite_refused)',
    );
  });

  it('refs/for/main opens one, and goes on with it', async () => {
    await clone(people.contributor.key, 'for-main');
    const first = await client.commit('for-main', 'Gerrit-like', {
      'for-main.prompt': promptText('For main'),
    });
    const opened = await client.run(
      'for-main',
      'push',
      '-o',
      'title=For main',
      'origin',
      'HEAD:refs/for/main',
    );
    expect(opened.code).toBe(0);
    const id = /remote: change: \S+\/changes\/(chg_\w+)/.exec(opened.err)?.[1] ?? '';
    const read = () => house.done(people.viewer.key, 'change.read', { params: { change: id } });
    expect(await read()).toMatchObject({
      title: 'For main',
      branch: `for-main/${first.slice(0, 12)}`,
      revision: first,
    });
    const second = await client.commit('for-main', 'More', { 'for-main.prompt': promptText('For main 2') });
    expect((await client.run('for-main', 'push', 'origin', 'HEAD:refs/for/main')).err).toContain(id);
    expect(await read()).toMatchObject({ revision: second });
  });
});

describe('who may', () => {
  it('a push is its pusher’s, whoever stands in its commits', async () => {
    await clone(people.admin.key, 'forged');
    await client.git('forged', 'checkout', '-q', '-b', 'forged');
    const head = await client.commit('forged', 'Forged', { 'forged.prompt': promptText('Forged') });
    await client.git('forged', 'push', '-q', 'origin', 'HEAD');
    const { rows } = await house.asOwner(
      'select principal_id, human_id from libraries_contribution where commit_oid = $1',
      [head],
    );
    expect(rows).toEqual([{ principal_id: people.admin.id, human_id: people.admin.id }]);
    const data = { commit: head, paths: ['forged.prompt'] };
    await vi.waitFor(async () => {
      const entries = await house.done(people.auditor.key, 'entry.list', { query: { limit: '2' } });
      expect(listAt(entries, 'items')).toMatchObject([
        { action: 'commit.create', actor: { id: people.admin.id }, data },
        { action: 'branch.create', actor: { id: people.admin.id } },
      ]);
    }, 10_000);
  });

  it('a viewer fetches main and what is tagged there, and pushes nothing', async () => {
    const seen = await client.git('.', 'ls-remote', addressFor(people.viewer.key));
    expect(seen.split('\n').map((line) => line.split('\t')[1])).toEqual(['HEAD', 'refs/heads/main']);
    const draft = (await client.git('.', 'ls-remote', addressFor(people.contributor.key), 'draft')).slice(
      0,
      40,
    );
    await clone(people.viewer.key, 'viewer');
    const stolen = await client.run('viewer', 'fetch', 'origin', draft);
    expect(stolen.err).toContain('No branch or tag that you may read holds');
    await client.git('viewer', 'checkout', '-q', '-b', 'viewers');
    await client.commit('viewer', 'Mine', { 'viewer.txt': 'x' });
    const refused = await client.run('viewer', 'push', 'origin', 'HEAD');
    expect(refused.err).toContain('403');
    expect(refused.err).toContain('(commit.create.forbidden)');
  });

  it('without a key it is a 401; with another organization’s key, or none for a restricted library, the identical 404', async () => {
    const secret = { name: 'secret', visibility: 'restricted' };
    await house.done(people.admin.key, 'library.create', { body: secret });
    const path = (name: string, organization = 'northwind') =>
      `/git/${organization}/${name}.git/info/refs?service=git-upload-pack`;
    const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` });
    const anonymous = await house.ask('GET', path(library));
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toContain('Basic');
    expect((await house.ask('GET', path(library), { headers: basic('cs_live_wrong') })).status).toBe(401);
    const replies = [];
    for (const [address, key] of [
      [path('secret'), people.contributor.key],
      [path('nothing-here'), people.contributor.key],
      [path(library), house.fabrikam.people.admin.key],
      [path(library, 'fabrikam'), people.admin.key],
      ['/git/northwind/writing.git/objects/info/packs', people.admin.key],
      ['/git/../git', people.admin.key],
    ] as const)
      replies.push(await house.ask('GET', address, { headers: basic(key) }));
    expect(new Set(replies.slice(0, 5).map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.status).toBe(404);
    expect((await house.ask('GET', path('secret'), { headers: basic(people.admin.key) })).status).toBe(200);
  });

  it('of two pushes to one branch at once, one wins and the other is told to fetch', async () => {
    const names = ['race-a', 'race-b'];
    for (const name of names) {
      await clone(people.contributor.key, name);
      await client.git(name, 'checkout', '-q', '-b', 'race');
      await client.commit(name, name, { 'race.txt': name });
    }
    const runs = await Promise.all(names.map((name) => client.run(name, 'push', 'origin', 'HEAD:race')));
    expect(runs.map(({ code }) => code === 0).sort()).toEqual([false, true]);
    expect(runs.map(({ err }) => err).join()).toMatch(/git\.stale_ref|branch\.exists|fetch first|rejected/);
    const tip = (await client.git('race-a', 'ls-remote', 'origin', 'race')).slice(0, 40);
    const winner = names[runs.findIndex(({ code }) => code === 0)] ?? '';
    expect(tip).toBe(await client.git(winner, 'rev-parse', 'HEAD'));
  });
});
