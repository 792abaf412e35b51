import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { at, listAt, startHouse, type TestHouse, textAt } from '../../../test/support/house.ts';
import { commit, promptText, publishPrompt } from '../../../test/support/proposals.ts';

/** Tags over HTTP with the stock client, against the whole server. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let client: GitClient;
const library = 'writing';

const addressFor = (key: string) =>
  `${house.address.replace('//', `//x:${key}@`)}/git/northwind/${library}.git`;
const clone = (key: string, where: string, ...args: readonly string[]) =>
  client.git('.', 'clone', '-q', ...args, addressFor(key), where);
const remoteTags = (where: string) => client.git(where, 'ls-remote', '--tags', 'origin');

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  client = gitClient();
  await house.done(people.contributor.key, 'library.create', { body: { name: library, visibility: 'open' } });
  for (const name of ['first', 'second', 'third'])
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
  const tag = (name: string) => `p${version}/${name}`;

  it('annotated and lightweight tags go there and come back; fsck --strict is clean', async () => {
    const where = `push-${version}`;
    await clone(people.contributor.key, where);
    await client.git(where, 'tag', '-a', '-m', 'What it is\n\nAnd more.', tag('annotated'));
    await client.git(where, 'tag', tag('light'), 'HEAD~1');
    await client.git(where, ...config, 'push', '-q', '--tags');
    expect(await client.git(where, ...config, 'push', '--tags')).toBe('');
    const object = await client.git(where, 'rev-parse', tag('annotated'));
    const head = await client.git(where, 'rev-parse', 'HEAD');
    const listed = await client.git(
      where,
      ...config,
      'ls-remote',
      '--tags',
      'origin',
      `refs/tags/p${version}/*`,
    );
    expect(listed.split('\n')).toEqual([
      `${object}\trefs/tags/${tag('annotated')}`,
      `${head}\trefs/tags/${tag('annotated')}^{}`,
      `${await client.git(where, 'rev-parse', 'HEAD~1')}\trefs/tags/${tag('light')}`,
    ]);
    const whole = `whole-${version}`;
    await client.git('.', ...config, 'clone', '-q', addressFor(people.reviewer.key), whole);
    await strict(whole);
    expect(await client.git(whole, 'cat-file', 'tag', tag('annotated'))).toBe(
      await client.git(where, 'cat-file', 'tag', tag('annotated')),
    );
    expect(await client.git(whole, 'describe')).toBe(tag('annotated'));
    expect(await client.git(whole, 'rev-parse', tag('light'))).toBe(
      await client.git(where, 'rev-parse', 'HEAD~1'),
    );
  });

  it('a fetch follows tags onto what it brings, and brings those that are asked for', async () => {
    const where = `follow-${version}`;
    const maker = `maker-${version}`;
    await clone(people.reviewer.key, where);
    await clone(people.contributor.key, maker);
    await client.git(maker, 'checkout', '-q', '-b', `tagged-${version}`);
    await client.commit(maker, 'Tagged work', { 'tagged.txt': version });
    await client.git(maker, 'tag', '-a', '-m', 'Followed', tag('followed'));
    await client.git(maker, ...config, 'push', '-q', '--follow-tags', 'origin', 'HEAD');
    await client.git(where, ...config, 'fetch', '-q');
    expect(await client.git(where, 'cat-file', '-t', tag('followed'))).toBe('tag');
    // Onto a commit that the client has already: the pack is the tag alone.
    await client.git(maker, 'tag', '-a', '-m', 'Later', tag('later'), 'origin/main');
    await client.git(maker, ...config, 'push', '-q', 'origin', tag('later'));
    await client.git(where, ...config, 'fetch', '-q', 'origin', 'tag', tag('later'));
    expect(await client.git(where, 'cat-file', '-t', tag('later'))).toBe('tag');
    const single = `single-${version}`;
    await clone(people.reviewer.key, single, '--no-tags', '-b', `tagged-${version}`);
    expect(await client.git(single, 'tag')).toBe('');
    await client.git(single, ...config, 'fetch', '-q', '--tags');
    expect((await client.git(single, 'tag', '-l', `p${version}/*`)).split('\n')).toContain(tag('later'));
    await strict(single);
    await strict(where);
  });

  it('clones shallow at a tag, and deepens from there', async () => {
    for (const name of ['annotated', 'light']) {
      const where = `shallow-${name}-${version}`;
      const args = ['--depth', '1', '--branch', tag(name)];
      await client.git('.', ...config, 'clone', '-q', ...args, addressFor(people.reviewer.key), where);
      expect(await client.git(where, 'rev-list', '--count', 'HEAD')).toBe('1');
      await strict(where);
      await client.git(where, ...config, 'fetch', '-q', '--unshallow', '--tags');
      expect(Number(await client.git(where, 'rev-list', '--count', 'HEAD'))).toBeGreaterThan(1);
      await strict(where);
    }
  });

  it('a tag alone brings the commits that it stands on; deleted it is gone, and so it is after a fetch that prunes', async () => {
    const where = `alone-${version}`;
    await clone(people.contributor.key, where);
    await client.git(where, 'checkout', '-q', '--detach');
    const head = await client.commit(where, 'Only tagged', { 'only.prompt': promptText('Only tagged') });
    await client.git(where, 'tag', '-a', '-m', 'Alone', tag('alone'));
    await client.git(where, ...config, 'push', '-q', 'origin', tag('alone'));
    const other = `other-${version}`;
    await clone(people.reviewer.key, other);
    expect(await client.git(other, 'rev-parse', `${tag('alone')}^{commit}`)).toBe(head);
    await client.git(where, ...config, 'push', '-q', 'origin', `:refs/tags/${tag('alone')}`);
    expect(await remoteTags(where)).not.toContain(tag('alone'));
    await client.git(other, ...config, 'fetch', '-q', '--prune', '--prune-tags');
    expect(await client.git(other, 'tag', '-l', tag('alone'))).toBe('');
    // The name is free again, for a tag of its own.
    await client.git(where, ...config, 'push', '-q', 'origin', `origin/main:refs/tags/${tag('alone')}`);
  });
});

describe('what is recorded', () => {
  it('each tag is an entry of the pusher, whoever stands in the tagger line', async () => {
    await clone(people.admin.key, 'recorded');
    await client.git('recorded', 'checkout', '-q', '--detach');
    const parent = await client.git('recorded', 'rev-parse', 'HEAD');
    const head = await client.commit('recorded', 'Mine', { 'recorded.txt': 'x' });
    await client.git('recorded', 'tag', '-a', '-m', 'Forged tagger', 'recorded/v1');
    const object = await client.git('recorded', 'rev-parse', 'recorded/v1');
    expect(await client.git('recorded', 'cat-file', 'tag', object)).toContain('tagger Forged Name');
    await client.git('recorded', 'push', '-q', 'origin', 'recorded/v1');
    await client.git('recorded', 'push', '-q', 'origin', '--delete', 'recorded/v1');
    const data = { tag: 'recorded/v1', commit: head, object };
    const actor = { id: people.admin.id };
    await vi.waitFor(async () => {
      const entries = await house.done(people.auditor.key, 'entry.list', { query: { limit: '3' } });
      expect(listAt(entries, 'items')).toMatchObject([
        { action: 'tag.delete', actor, data },
        { action: 'commit.create', actor, data: { tag: 'recorded/v1', commit: head, parent, commits: 1 } },
        { action: 'tag.create', actor, data },
      ]);
    }, 10_000);
    const { rows } = await house.asOwner(
      'select human_id from libraries_contribution where commit_oid = $1',
      [head],
    );
    expect(rows).toEqual([{ human_id: people.admin.id }]);
  });

  it('an atomic push of a branch and its tags is one record, all or nothing', async () => {
    await clone(people.contributor.key, 'atomic');
    await client.git('atomic', 'checkout', '-q', '-b', 'atomic');
    await client.commit('atomic', 'Both', { 'atomic.txt': 'x' });
    await client.git('atomic', 'tag', '-a', '-m', 'Good', 'atomic/good');
    await client.git('atomic', 'tag', 'atomic/bad', 'HEAD:atomic.txt');
    const counts = await house.counts();
    const refs = ['atomic', 'atomic/good', 'atomic/bad'];
    const refused = await client.run('atomic', 'push', '--atomic', 'origin', ...refs);
    expect(refused.err).toContain('(tag.not_a_commit)');
    expect(refused.err).toContain('(git.atomic_push_failed)');
    expect(await house.counts()).toEqual(counts);
    await client.git('atomic', 'push', '-q', '--atomic', 'origin', 'atomic', 'atomic/good');
    const after = await house.counts();
    expect(after.libraries_git_tag).toBe((counts.libraries_git_tag ?? 0) + 1);
    // Branch, commit and tag: the commit is told once.
    expect(after.ledger_leaf).toBe((counts.ledger_leaf ?? 0) + 3);
  });
});

describe('what is refused', () => {
  const push = (...args: readonly string[]) => client.run('refused', 'push', ...args);
  beforeAll(() => clone(people.contributor.key, 'refused'));

  it('a tag on a file, a folder or another tag, with the sentence that says what to do', async () => {
    await client.git('refused', 'tag', '-a', '-m', 'File', 'file', 'HEAD:first.prompt');
    await client.git('refused', 'tag', 'folder', 'HEAD^{tree}');
    await client.git('refused', 'tag', '-a', '-m', 'Tag', 'inner');
    await client.git('refused', 'tag', '-a', '-m', 'Tag', 'outer', 'inner');
    const counts = await house.counts();
    for (const [name, what] of [
      ['file', 'a file'],
      ['folder', 'a folder'],
      ['outer', 'another tag'],
    ] as const) {
      const refused = await push('origin', name);
      expect(refused.err).toContain(`this one names ${what}. Tag the commit instead`);
      expect(refused.err).toContain('(tag.not_a_commit)');
    }
    expect(await house.counts()).toEqual(counts);
  });

  it('a tag that moves, for its maker and with --force too; deleting another’s', async () => {
    await client.git('refused', 'tag', 'fixed', 'HEAD~1');
    await client.git('refused', 'push', '-q', 'origin', 'fixed');
    await client.git('refused', 'tag', '-f', 'fixed', 'HEAD');
    expect((await push('origin', 'fixed')).err).toContain('already exists');
    const forced = await push('-f', 'origin', 'fixed');
    expect(forced.err).toContain('Tag fixed is there already, and tags do not move.');
    expect(forced.err).toContain('(tag.exists)');
    await clone(people.admin.key, 'refused-admin');
    const deleted = await client.run('refused-admin', 'push', 'origin', ':refs/tags/fixed');
    expect(deleted.err).toContain('Somebody else made it.');
    expect((await push('origin', 'HEAD:refs/tags/fixed/deeper')).err).toContain('git cannot hold');
  });

  it('names that git does not take, or that read as something else', async () => {
    expect((await push('origin', `HEAD:refs/tags/${'a'.repeat(201)}`)).err).toContain('(tag.bad_name)');
    expect((await push('origin', 'HEAD:refs/tags/a\u202eb')).err).toContain('characters that cannot be seen');
    expect((await push('origin', `HEAD:refs/tags/${'a'.repeat(40)}`)).err).toContain('read as a commit');
  });

  it('a tag object that git fsck --strict would not pass', async () => {
    const head = await client.git('refused', 'rev-parse', 'HEAD');
    const lines = (tagger: string, name = 'made') =>
      `object ${head}\ntype commit\ntag ${name}\n${tagger}\n\nMade\n`;
    for (const text of [
      lines('tagger no address 1 +0000'),
      lines('tagger A <a@example.com> 1 +0000', 'a..b'),
      lines('tagger A <a@example.com> 1 +0000').replace('Made', 'Ma\0de'),
      `object ${head}\ntype commit\ntag made\n`,
    ]) {
      client.write('.', { raw: text });
      const oid = await client.git('refused', 'hash-object', '-t', 'tag', '-w', '--literally', '../raw');
      client.write('refused', { [`.git/refs/tags/made-${oid}`]: `${oid}\n` });
      expect((await push('origin', `refs/tags/made-${oid}`)).err).toMatch(/\(git\.bad_object\)/);
    }
    client.write('refused', { message: 'x'.repeat(70_000) });
    await client.git('refused', 'tag', '-a', '-F', 'message', 'long');
    expect((await push('origin', 'long')).err).toContain('(git.too_large)');
  });
});

describe('the API', () => {
  const params = { library };
  it('makes tags that the stock git reads, lists them, and ends them', async () => {
    const { key } = people.contributor;
    const body = { name: 'api/annotated', ref: 'draft', message: 'Über <all>\n\nAnd more.\n' };
    const made = await house.done(key, 'tag.create', { params, body });
    expect(made).toMatchObject({
      name: 'api/annotated',
      annotated: true,
      createdBy: { id: people.contributor.id },
    });
    await house.done(key, 'tag.create', { params, body: { name: 'api/light' } });
    await clone(key, 'from-api');
    await strict('from-api');
    const text = await client.git('from-api', 'cat-file', 'tag', 'api/annotated');
    expect(text).toContain(`<${people.contributor.id}@northwind.countersign.invalid>`);
    expect(text).toContain('\n\nÜber <all>\n\nAnd more.');
    expect(await client.git('from-api', 'rev-parse', 'api/light')).toBe(
      await client.git('from-api', 'rev-parse', 'origin/main'),
    );
    const seenBy = async (member: { key: string }) =>
      listAt(await house.done(member.key, 'tag.list', { params, query: { limit: '200' } }), 'items').map(
        (item) => textAt(item, 'name'),
      );
    const all = (await client.git('from-api', 'tag')).split('\n').sort();
    expect((await seenBy(people.reviewer)).sort()).toEqual(all);
    expect(await seenBy(people.viewer)).toContain('api/light');
    expect(await seenBy(people.viewer)).not.toContain('api/annotated');
    expect(await house.call(key, 'tag.create', { params, body: { name: 'api/light' } })).toMatchObject({
      status: 409,
      body: { code: 'tag.exists' },
    });
    expect(await house.call(key, 'tag.create', { params, body: { name: 'a..b' } })).toMatchObject({
      status: 422,
      body: { code: 'tag.bad_name' },
    });
    const query = { name: 'api/light' };
    expect(await house.call(people.admin.key, 'tag.delete', { params, query })).toMatchObject({
      status: 409,
    });
    await house.done(key, 'tag.delete', { params, query });
    expect(await house.call(key, 'tag.delete', { params, query })).toMatchObject({
      status: 404,
      body: { code: 'tag.not_found' },
    });
    await client.git('from-api', 'push', '-q', 'origin', ':refs/tags/api/annotated');
  });

  it('gives the list page by page', async () => {
    const { key } = people.reviewer;
    const whole = listAt(await house.done(key, 'tag.list', { params, query: { limit: '200' } }), 'items');
    const pieces: unknown[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const query = { limit: '2', ...(cursor === '' ? {} : { cursor }) };
      const page = await house.done(key, 'tag.list', { params, query });
      pieces.push(...listAt(page, 'items'));
      const next = at(page, 'next');
      cursor = typeof next === 'string' ? next : undefined;
    }
    expect(pieces).toEqual(whole);
  });
});

describe('who may', () => {
  it('who may not read unpublished work learns of no tag on it, in either version', async () => {
    await clone(people.contributor.key, 'author');
    await client.git('author', 'tag', '-a', '-m', 'Secret plans', 'hidden', 'origin/draft');
    await client.git('author', 'tag', '-a', '-m', 'Released', 'shown', 'origin/main');
    await client.git('author', 'push', '-q', 'origin', 'hidden', 'shown');
    const object = await client.git('author', 'rev-parse', 'hidden');
    for (const version of ['0', '2']) {
      const config = ['-c', `protocol.version=${version}`];
      const seen = await client.git('.', ...config, 'ls-remote', addressFor(people.viewer.key));
      expect(seen).toContain('refs/tags/shown^{}');
      expect(seen).not.toContain('hidden');
      expect(seen).not.toContain(object);
      const where = `viewer-${version}`;
      await client.git('.', ...config, 'clone', '-q', addressFor(people.viewer.key), where);
      await strict(where);
      expect((await client.git(where, 'tag')).split('\n')).toContain('shown');
      const stolen = await client.run(where, ...config, 'fetch', 'origin', object);
      expect(stolen.code).not.toBe(0);
      expect(stolen.err).toMatch(/No branch or tag that you may read holds|not our ref|unadvertised/);
      const draft = await client.run(where, ...config, 'fetch', 'origin', 'refs/tags/hidden');
      expect(draft.err).toContain("couldn't find remote ref");
    }
  });

  it('a viewer makes no tag, and a key without the action neither makes nor ends one', async () => {
    await clone(people.viewer.key, 'tagging-viewer');
    expect((await client.run('tagging-viewer', 'push', 'origin', 'HEAD:refs/tags/mine')).err).toContain(
      '403',
    );
    const narrowed = await house.done(people.contributor.key, 'key.create', {
      body: {
        displayName: 'Narrow',
        scope: { actions: ['asset.read', 'branch.list', 'commit.create', 'branch.create'] },
      },
    });
    const { secret } = JSON.parse(JSON.stringify(narrowed));
    await clone(secret, 'narrow');
    const made = await client.run('narrow', 'push', 'origin', 'HEAD:refs/tags/mine');
    expect(made.err).toContain('(tag.create.forbidden)');
    const ended = await client.run('narrow', 'push', 'origin', ':refs/tags/shown');
    expect(ended.err).toContain('(tag.delete.forbidden)');
  });

  it('of two tags of one name at once, one wins', async () => {
    await clone(people.contributor.key, 'race');
    const runs = await Promise.all(
      ['HEAD', 'HEAD~1'].map((at) => client.run('race', 'push', 'origin', `${at}:refs/tags/race`)),
    );
    expect(runs.map(({ code }) => code === 0).sort()).toEqual([false, true]);
  });
});
