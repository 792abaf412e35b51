import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { startHouse, type TestHouse, textAt } from '../../../test/support/house.ts';
import { commit, promptText, publishPrompt } from '../../../test/support/proposals.ts';

/** The same merge by the API and by a person with the stock git gives the same tree. */
let house: TestHouse;
let client: GitClient;
let key: string;
const library = 'writing';
const cli = fileURLToPath(new URL('../../../clients/cli/bin/countersign.mjs', import.meta.url));

const long = (hello: string, end: string) =>
  `---\nmodel: a/b\nconfig:\n  temperature: 0.2\n---\n{{role "system"}}\n${hello}\nOne.\nTwo.\nThree.\nFour.\n\n{{role "user"}}\n${end}\n`;
/** A line that both sides change, each at another word: git's own merge asks, ours does not. */
const line = (first: string, last: string) =>
  promptText('L').replace('L: {{topic}}', `${first} about {{topic}} ${last}`);

beforeAll(async () => {
  house = await startHouse();
  client = gitClient();
  ({ key } = house.northwind.people.contributor);
  await house.done(key, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(async () => {
  client.remove();
  await house.close();
});

const origin = () => `${house.address.replace('//', `//anyone:${key}@`)}/git/northwind/${library}.git`;

/** Two branches of one state of main; both edit the same prompt. */
async function twoBranches(
  name: string,
  texts: { base: string; ours: string; theirs: string },
): Promise<void> {
  const path = `${name}.prompt`;
  await publishPrompt(house, library, path, texts.base);
  await commit(house, key, library, `${name}-ours`, { path, text: texts.ours });
  await commit(house, key, library, `${name}-api`, { path, text: texts.ours });
  await commit(house, key, library, `${name}-theirs`, { path, text: texts.theirs });
}

const params = { library };
async function mergeByApi(name: string, choices: readonly object[] = []): Promise<string> {
  const pair = { branch: `${name}-api`, from: `${name}-theirs` };
  const seen = await house.done(key, 'branch.preview_merge', { params, query: pair });
  const heads = { expectedHead: textAt(seen, 'ours'), expectedFrom: textAt(seen, 'theirs') };
  return textAt(
    await house.done(key, 'branch.merge', { params, body: { ...pair, ...heads, choices } }),
    'head',
  );
}

async function cloned(name: string, where: string): Promise<void> {
  await client.git('.', 'clone', '-q', '-b', `${name}-ours`, origin(), where);
}

async function withDriver(where: string): Promise<void> {
  const driver = `'${process.execPath}' '${cli}' merge-driver --address ${house.address} --key ${key} %O %A %B %P`;
  await client.git(where, 'config', 'merge.countersign.driver', driver);
  client.write(where, { '.git/info/attributes': '*.prompt merge=countersign\n' });
}

const treeOf = (where: string, commit: string) => client.git(where, 'rev-parse', `${commit}^{tree}`);

async function expectSameTree(name: string, where: string, head: string): Promise<void> {
  await client.git(where, 'push', '-q', 'origin', 'HEAD');
  await client.git(where, 'fetch', '-q');
  expect(await treeOf(where, `origin/${name}-ours`)).toBe(await treeOf(where, `origin/${name}-api`));
  expect(await client.git(where, 'rev-parse', `origin/${name}-api`)).toBe(head);
  const { code } = await client.run(where, 'fsck', '--strict', '--full', '--no-dangling');
  expect(code).toBe(0);
}

describe('a merge by the API and one that is pushed give the same tree', () => {
  it('where git merges by line', async () => {
    await twoBranches('lines', {
      base: long('Hi.', 'Bye.'),
      ours: long('Hello.', 'Bye.'),
      theirs: long('Hi.', 'Ciao.'),
    });
    const head = await mergeByApi('lines');
    await cloned('lines', 'lines');
    await client.git('lines', 'merge', '-q', '-m', 'Merge', 'origin/lines-theirs');
    await expectSameTree('lines', 'lines', head);
  });

  it('where only the structure is clean, with the merge driver', async () => {
    await twoBranches('driven', {
      base: line('Write', 'now'),
      ours: line('Sing', 'now'),
      theirs: line('Write', 'soon'),
    });
    const head = await mergeByApi('driven');
    await cloned('driven', 'plain');
    expect((await client.run('plain', 'merge', '-q', '-m', 'Merge', 'origin/driven-theirs')).code).toBe(1);
    await cloned('driven', 'driven');
    await withDriver('driven');
    await client.git('driven', 'merge', '-q', '-m', 'Merge', 'origin/driven-theirs');
    expect(await client.git('driven', 'show', 'HEAD:driven.prompt')).toBe(line('Sing', 'soon').trim());
    await expectSameTree('driven', 'driven', head);
  });

  it('where a person decides: the markers are those of the preview', async () => {
    await twoBranches('asked', {
      base: line('Write', 'now'),
      ours: line('Sing', 'now'),
      theirs: line('Shout', 'now'),
    });
    await cloned('asked', 'asked');
    await withDriver('asked');
    const merged = await client.run('asked', 'merge', '-q', '-m', 'Merge', 'origin/asked-theirs');
    expect(merged.code).toBe(1);
    expect(merged.err).toContain('CONFLICT in asked.prompt: user message, line 2');
    const head = await mergeByApi('asked', [{ path: 'asked.prompt', conflict: 'c1', take: 'theirs' }]);
    await client.commit('asked', 'Merge', { 'asked.prompt': line('Shout', 'now') });
    await expectSameTree('asked', 'asked', head);
  });
});

describe('deleting a branch on which a change stands', () => {
  it('is refused with the address of the change until the change has ended; then its head brings it back', async () => {
    const head = await commit(house, key, library, 'proposed', { path: 'p.prompt', text: promptText('P') });
    const made = await house.done(key, 'change.create', {
      body: { library, branch: 'proposed', title: 'T' },
    });
    const change = textAt(made, 'id');
    const query = { name: 'proposed' };
    const refused = await house.call(key, 'branch.delete', { params, query });
    expect([refused.status, textAt(refused.body, 'code')]).toEqual([409, 'branch.delete.kept']);
    expect(refused.text).toContain(`/changes/${change}`);
    await house.done(key, 'change.withdraw', { params: { change }, body: {} });
    expect(await house.done(key, 'branch.delete', { params, query })).toEqual({ name: 'proposed', head });
    await house.done(key, 'branch.create', { params, body: { name: 'proposed', from: head } });
  });
});
