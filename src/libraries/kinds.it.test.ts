import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitClient, gitClient } from '../../test/support/git-client.ts';
import { startHouse, type TestHouse, textAt } from '../../test/support/house.ts';
import { commit, publishPrompt } from '../../test/support/proposals.ts';

/** Assets of every kind against the whole server: what a commit and a push refuse, and what the API says of them. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let client: GitClient;
const library = 'contracts';
const params = { library };
const workflow = readFileSync(new URL('./kinds/review.fixture.yaml', import.meta.url), 'utf8');

/** Path, text, code, and where the first fault is. */
const broken = [
  ['a/review.workflow.yaml', workflow.replace('riskTier', 'riskTeir'), 'workflow', 6, 3],
  ['a/reply.eval.yaml', 'tests:\n  - assert:\n      - type: containz\n', 'evaluation', 3, 15],
  ['rules/a.cedar', '@id("a")\npermit (principal, action);\n', 'policy', 2, 26],
  ['skills/a/SKILL.md', '---\nname: b\ndescription: x\n---\n', 'skill', 2, 7],
  ['a.prompt', '---\ncountersign:\n  riskTeir: low\n---\nHi\n', 'prompt', 3, 3],
  ['countersign.cedarschema', 'entity Person = {\n', 'policy', 1, 18],
] as const;

const commitOf = (branch: string, files: readonly { path: string; text: string }[], expectedHead: string) =>
  house.call(people.contributor.key, 'commit.create', {
    params,
    body: { branch, expectedHead, message: 'Edit', files },
  });

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  client = gitClient();
  await house.done(people.contributor.key, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(async () => {
  client.remove();
  await house.close();
});

describe('commit.create', () => {
  it.each(broken)(
    'refuses %s with line and column, and writes nothing',
    async (path, text, kind, line, column) => {
      const branch = `commit-${kind}-${line}${column}`;
      const made = await house.done(people.contributor.key, 'branch.create', {
        params,
        body: { name: branch },
      });
      const before = await house.counts();
      const reply = await commitOf(branch, [{ path, text }], textAt(made, 'head'));
      expect(reply).toMatchObject({
        status: 422,
        body: { code: `${kind}.unparsable`, faults: [{ file: path, line, column }] },
      });
      expect(textAt(reply.body, 'detail')).toContain(`${path}, line ${line}, column ${column}: `);
      expect(await house.counts()).toEqual(before);
    },
  );

  it('refuses two policies of one commit with one id', async () => {
    const made = await house.done(people.contributor.key, 'branch.create', {
      params,
      body: { name: 'twice' },
    });
    const text = '@id("a") permit (principal, action, resource);\n';
    const files = ['rules/a.cedar', 'rules/b.cedar'].map((path) => ({ path, text }));
    const reply = await commitOf('twice', files, textAt(made, 'head'));
    expect(reply).toMatchObject({
      status: 422,
      body: { code: 'policy.unparsable', faults: [{ file: 'rules/b.cedar', line: 1, column: 5 }] },
    });
  });
});

describe('git push', () => {
  it.each(broken)('refuses %s with line and column', async (path, text, kind, line, column) => {
    const where = `push-${kind}-${line}${column}`;
    const address = `${house.address.replace('//', `//anyone:${people.contributor.key}@`)}/git/northwind/${library}.git`;
    await client.git('.', 'clone', '-q', address, where);
    await client.git(where, 'checkout', '-q', '-b', where);
    await client.commit(where, 'Broken', { [path]: text });
    const refused = await client.run(where, 'push', 'origin', 'HEAD');
    expect(refused.err).toContain(`remote: ${path}:${line}:${column}: `);
    expect(refused.err).toContain(`(${kind}.unparsable)`);
    await client.git(where, 'rm', '-q', '-r', '.');
    await client.commit(where, 'Without it', { 'notes.md': 'kept as it is: {{#if\n' });
    expect(await client.run(where, 'push', 'origin', 'HEAD')).toMatchObject({ code: 0 });
  });
});

describe('what the API says', () => {
  it('asset.check answers for every kind and writes nothing', async () => {
    const before = await house.counts();
    for (const [path, text, kind, line, column] of broken)
      expect(
        await house.done(people.viewer.key, 'asset.check', { params, body: { path, text } }),
      ).toMatchObject({ kind, faults: [{ line, column }] });
    const good = await house.done(people.viewer.key, 'asset.check', {
      params,
      body: { path: 'a.workflow.yaml', text: workflow },
    });
    expect(good).toMatchObject({ kind: 'workflow', faults: [], outline: { name: 'contract-review' } });
    expect(
      await house.done(people.viewer.key, 'asset.check', { params, body: { path: 'notes.md', text: '{{' } }),
    ).toEqual({ kind: 'other', faults: [], outline: null });
    expect(await house.counts()).toEqual(before);
  });

  it('published assets of a kind have a title, an outline and a version, and are not run', async () => {
    await publishPrompt(house, library, 'a/review.workflow.yaml', workflow);
    await publishPrompt(house, library, 'notes.md', 'Notes\n');
    const listed = await house.done(people.viewer.key, 'asset.list', { params });
    expect(JSON.stringify(listed)).toContain("Reads a vendor's contract");
    expect(
      await house.done(people.viewer.key, 'asset.read', {
        params,
        query: { path: 'a/review.workflow.yaml', ref: '@production' },
      }),
    ).toMatchObject({
      kind: 'workflow',
      faults: [],
      outline: { kind: 'workflow' },
      version: 1,
      prompt: null,
    });
    for (const [name, what] of [
      ['a/review.workflow.yaml', 'a workflow'],
      ['notes.md', 'a file of no kind'],
    ]) {
      const reply = await house.call(people.viewer.key, 'execution.create', {
        body: { prompt: `${library}/${name}@production`, variables: {} },
      });
      expect(reply).toMatchObject({ status: 422, body: { code: 'asset.not_runnable' } });
      expect(textAt(reply.body, 'detail')).toContain(`${name} is ${what}`);
    }
  });

  it('a change that brings a workflow of high risk is of high risk', async () => {
    const key = people.contributor.key;
    await commit(house, key, library, 'risky', { path: 'b.workflow.yaml', text: workflow });
    const change = await house.done(key, 'change.create', {
      body: { library, branch: 'risky', title: 'A workflow' },
    });
    expect(await house.done(key, 'change.read', { params: { change: textAt(change, 'id') } })).toMatchObject({
      risk: 'high',
      assets: [{ kind: 'workflow', faults: [] }],
    });
  });
});
