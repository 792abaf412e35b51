import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import { untilSigned } from '../../../test/support/test-log.ts';
import type { Principal } from '../../access/index.ts';
import type { Library } from '../index.ts';
import { mergePreviewSchema, stepPreviewSchema } from './wire.ts';

let house: TestLibraries;
let carla: Principal;
let omar: Principal;
let publisher: Principal;
let library: Library;
let count = 0;

const prompt = (temperature: string, system: string, user: string) =>
  `---\nmodel: a/b\nconfig:\n  temperature: ${temperature}\n---\n{{role "system"}}\n${system}\n\n{{role "user"}}\n${user}\n`;
const before = prompt('0.2', 'Be kind.', 'Hello {{name}}!');

beforeAll(async () => {
  house = await createTestLibraries();
  carla = await house.person('Carla', 'contributor');
  omar = await house.person('Omar', 'contributor');
  publisher = await house.person('Pia', 'publisher');
});
afterAll(() => house.close());

beforeEach(async () => {
  count += 1;
  library = await house.library(carla, `library-${count}`);
  [carla, omar, publisher] = [
    await house.again(carla),
    await house.again(omar),
    await house.again(publisher),
  ];
  await house.commit(carla, library, 'start', { 'a.prompt': before, 'b.txt': 'b\n', 'gone.txt': 'gone\n' });
  await house.publish(publisher, library, 'start');
});

const at = (branch: string) => house.libraries.head(library, branch);
const params = (more: Record<string, string> = {}) => ({ library: library.name, ...more });
const preview = async (branch: string, from = 'main') =>
  mergePreviewSchema.parse(
    await house.call(carla, 'branch.preview_merge', { params: params(), query: { branch, from } }),
  );

async function mergeInput(branch: string, from = 'main', more: object = {}) {
  const body = { branch, from, expectedHead: await at(branch), expectedFrom: await at(from), ...more };
  return { params: params(), body };
}
const made = z.object({ head: z.string(), commit: z.string(), forward: z.boolean().optional() });
const merge = async (who: Principal, branch: string, from = 'main', more: object = {}) =>
  made.parse(await house.call(who, 'branch.merge', await mergeInput(branch, from, more)));
const read = async (branch: string, path: string) =>
  z
    .object({ text: z.string() })
    .parse(await house.call(carla, 'asset.read', { params: params(), query: { path, ref: branch } })).text;
const contributors = async (branch: string) => {
  const { contributors: all } = await house.libraries.compare(library, (await at(branch)) ?? '');
  return all.map(({ principal }) => principal).sort();
};
async function publishByOmar(files: Record<string, string | null>): Promise<void> {
  await house.commit(omar, library, `omars-${count}`, files);
  await house.publish(publisher, library, `omars-${count}`);
}

describe('bringing main into a branch', () => {
  it('moves a branch forward that has nothing of its own', async () => {
    await house.call(carla, 'branch.create', { params: params(), body: { name: 'mine' } });
    await publishByOmar({ 'b.txt': 'c\n' });
    expect(await preview('mine')).toMatchObject({
      state: 'fast_forward',
      files: [{ path: 'b.txt', state: 'modified' }],
    });
    expect(await merge(carla, 'mine')).toMatchObject({ head: await at('main'), forward: true });
    expect(await preview('mine')).toMatchObject({ state: 'up_to_date', files: [] });
    expect(await house.refusal(carla, 'branch.merge', await mergeInput('mine'))).toMatchObject({
      code: 'branch.merge.up_to_date',
      status: 409,
    });
  });

  it('merges different places of one prompt, contributes nothing, and makes nobody of main a contributor', async () => {
    await house.commit(carla, library, 'mine', { 'a.prompt': prompt('0.2', 'Be kind.', 'Hi {{name}}!') });
    await publishByOmar({ 'a.prompt': prompt('0.9', 'Be kind.', 'Hello {{name}}!'), 'new.txt': 'n\n' });
    const merged = prompt('0.9', 'Be kind.', 'Hi {{name}}!');
    const seen = await preview('mine');
    expect(seen).toMatchObject({ state: 'clean' });
    expect(seen.files).toMatchObject([
      { path: 'a.prompt', state: 'merged', text: merged },
      { path: 'new.txt', state: 'added' },
    ]);
    const mains = await at('main');
    const { commit } = await merge(house.admin, 'mine');
    expect(await read('mine', 'a.prompt')).toBe(merged);
    expect(await contributors('mine')).toEqual([carla.id]);
    const { rows } = await house.asOwner('select parents, paths from libraries_commit where oid = $1', [
      commit,
    ]);
    expect(rows).toMatchObject([{ parents: [expect.any(String), mains], paths: ['a.prompt'] }]);
    expect((await house.libraries.compare(library, commit)).conflicts).toEqual([]);
  });

  it('asks place by place; who decides is a contributor; the entry says how many', async () => {
    await house.commit(carla, library, 'mine', { 'a.prompt': prompt('0.3', 'Be kind.', 'Hi {{name}}!') });
    await publishByOmar({ 'a.prompt': prompt('0.9', 'Be kind.', 'Hey {{name}}!') });
    const { state, files } = await preview('mine');
    const [file] = files;
    expect(state).toBe('conflict');
    expect(
      file?.conflicts.map(({ id, kind, label, base, ours, theirs }) => [id, kind, label, base, ours, theirs]),
    ).toEqual([
      [
        'c1',
        'key',
        'config.temperature',
        expect.stringContaining('0.2'),
        expect.stringContaining('0.3'),
        expect.stringContaining('0.9'),
      ],
      ['c2', 'words', 'user message, line 2', 'Hello', 'Hi', 'Hey'],
    ]);
    expect(file?.text).toContain('<<<<<<< mine\n');
    const refused = await house.refusal(omar, 'branch.merge', await mergeInput('mine'));
    expect(refused).toMatchObject({ code: 'branch.merge.conflict', status: 409 });
    expect(refused.more).toMatchObject({
      conflicts: [
        { path: 'a.prompt', conflict: 'c1' },
        { path: 'a.prompt', conflict: 'c2' },
      ],
    });
    const choices = [
      { path: 'a.prompt', conflict: 'c1', take: 'theirs' },
      { path: 'a.prompt', conflict: 'c2', text: 'Good day' },
    ];
    const { commit } = await merge(omar, 'mine', 'main', { choices });
    expect(await read('mine', 'a.prompt')).toBe(prompt('0.9', 'Be kind.', 'Good day {{name}}!'));
    expect(await contributors('mine')).toEqual([carla.id, omar.id].sort());
    await untilSigned(house.ledger);
    const [entry] = await house.ledger.list(library.organization, { action: 'branch.merge', limit: 1 });
    expect(entry?.entry.data).toMatchObject({
      branch: 'mine',
      from: 'main',
      commit,
      decided: 2,
      paths: ['a.prompt'],
    });
    expect(JSON.stringify(entry?.entry)).not.toContain('Good day');
  });

  it('refuses a text that does not parse, choices that fit nothing, main, and heads that moved', async () => {
    await house.commit(carla, library, 'mine', { 'a.prompt': prompt('0.2', 'Be kind.', 'Hi {{name}}!') });
    await publishByOmar({ 'a.prompt': prompt('0.2', 'Be kind.', 'Hey {{name}}!') });
    const refusal = async (more: object) =>
      (await house.refusal(carla, 'branch.merge', await mergeInput('mine', 'main', more))).code;
    const choice = { path: 'a.prompt', conflict: 'c1', text: '{{#if' };
    expect(await refusal({ choices: [choice] })).toBe('prompt.unparsable');
    for (const wrong of [
      { ...choice, path: '__proto__' },
      { ...choice, conflict: 'constructor' },
    ])
      expect(await refusal({ choices: [wrong] })).toBe('branch.merge.bad_choice');
    expect(await refusal({ choices: [choice, choice] })).toBe('branch.merge.bad_choice');
    expect(await refusal({ branch: 'main' })).toBe('branch.protected');
    expect(await refusal({ expectedHead: await at('main') })).toBe('commit.stale_head');
    expect(await refusal({ expectedFrom: await at('mine') })).toBe('branch.merge.stale_from');
  });

  it('asks about whole files: deleted and changed, added twice, file against folder, what is no text', async () => {
    await house.commit(carla, library, 'mine', {
      'gone.txt': null,
      'new.txt': 'mine\n',
      folder: 'a file\n',
    });
    await publishByOmar({ 'gone.txt': 'kept\n', 'new.txt': 'theirs\n', 'folder/x.txt': 'x\n' });
    const { files } = await preview('mine');
    expect(files.map(({ path, conflicts }) => [path, conflicts.map(({ kind }) => kind)])).toEqual([
      ['gone.txt', ['deleted']],
      ['new.txt', ['added']],
      ['folder', ['folder']],
    ]);
    const choices = [
      { path: 'gone.txt', conflict: 'deleted', take: 'ours' },
      { path: 'new.txt', conflict: 'added', text: 'both\n' },
      { path: 'folder', conflict: 'folder', take: 'theirs' },
    ];
    await merge(carla, 'mine', 'main', { choices });
    expect(await read('mine', 'new.txt')).toBe('both\n');
    expect(await read('mine', 'folder/x.txt')).toBe('x\n');
    const gone = { params: params(), query: { path: 'gone.txt', ref: 'mine' } };
    expect(await house.refusal(carla, 'asset.read', gone)).toMatchObject({ code: 'asset.not_found' });
  });

  it('follows a rename', async () => {
    await house.commit(carla, library, 'mine', { 'a.prompt': null, 'moved/a.prompt': before });
    await publishByOmar({ 'a.prompt': prompt('0.9', 'Be kind.', 'Hello {{name}}!') });
    expect(await preview('mine')).toMatchObject({ state: 'clean' });
    await merge(carla, 'mine');
    expect(await read('mine', 'moved/a.prompt')).toContain('0.9');
  });

  it('after a crosswise merge takes only what every base agrees on, and asks about the rest', async () => {
    await house.commit(carla, library, 'one', { 'b.txt': 'one\n', 'x.txt': 'x\n' });
    await house.commit(omar, library, 'two', { 'a.prompt': prompt('0.9', 'Be kind.', 'Hello {{name}}!') });
    const [one, two] = [await at('one'), await at('two')];
    for (const [name, from] of [
      ['one-first', one],
      ['two-first', two],
    ])
      await house.call(carla, 'branch.create', { params: params(), body: { name, from } });
    await merge(carla, 'one', 'two-first');
    await merge(carla, 'two', 'one-first');
    const clean = await preview('one', 'two');
    expect(clean.bases).toHaveLength(2);
    expect(clean).toMatchObject({ state: 'clean', files: [] });
    await house.commit(carla, library, 'one', { 'b.txt': 'b\n' });
    await house.commit(omar, library, 'two', { 'c.txt': 'c\n' });
    const asked = await preview('one', 'two');
    expect(asked.state).toBe('conflict');
    expect(asked.files.map(({ path, conflicts }) => [path, conflicts.map(({ kind }) => kind)])).toEqual([
      ['b.txt', ['bases']],
      ['c.txt', []],
    ]);
    await merge(carla, 'one', 'two', { choices: [{ path: 'b.txt', conflict: 'bases', take: 'ours' }] });
    expect(await read('one', 'b.txt')).toBe('b\n');
    expect(await read('one', 'c.txt')).toBe('c\n');
  });

  it('lets one of two merges on the same head win', async () => {
    await house.commit(carla, library, 'mine', { 'x.txt': 'x\n' });
    await publishByOmar({ 'b.txt': 'c\n' });
    const input = await mergeInput('mine');
    const outcomes = await Promise.allSettled([
      house.call(carla, 'branch.merge', input),
      house.call(omar, 'branch.merge', input),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('AT-58: merging never pollutes a prototype', async () => {
    const proto = '__proto__';
    await house.commit(carla, library, 'evil', { [proto]: 'a\n', 'constructor/prototype': 'b\n' });
    await house.publish(publisher, library, 'evil');
    await house.commit(carla, library, 'mine', { [proto]: 'mine\n', 'constructor/prototype': 'c\n' });
    await publishByOmar({ [proto]: 'theirs\n' });
    const { files } = await preview('mine');
    expect(files.map(({ path, state }) => [path, state])).toEqual([[proto, 'conflict']]);
    const choices = files.flatMap(({ path, conflicts }) =>
      conflicts.map(({ id }) => ({ path, conflict: id, take: 'theirs' })),
    );
    await merge(carla, 'mine', 'main', { choices });
    expect(await read('mine', proto)).toBe('theirs\n');
    const yaml = (value: string) =>
      `__proto__:\n  polluted: ${value}\nconstructor: {prototype: {polluted: ${value}}}\nx: 1\n`;
    for (const path of ['a.eval.yaml', 'a.workflow.yaml', 's/SKILL.md', 'a.prompt']) {
      const wrap = (text: string) => (/yaml$/.test(path) ? text : `---\n${text}---\nHi\n`);
      const body = { path, base: wrap(yaml('1')), ours: wrap(`${yaml('1')}y: 2\n`), theirs: wrap(yaml('3')) };
      await house.call(carla, 'asset.merge', { body });
      await house.call(carla, 'asset.merge', { body: { ...body, ours: wrap(yaml('2')) } });
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.ownKeys(Object.prototype)).not.toContain('polluted');
  });
});

describe('a change after a crosswise merge', () => {
  it('conflicts where the merge bases disagree, so that publishing never picks one of them silently', async () => {
    const mine = await house.commit(carla, library, 'mine', { 'x.txt': 'x\n' });
    await publishByOmar({ 'b.txt': 'omars\n' });
    await house.call(carla, 'branch.create', { params: params(), body: { name: 'first', from: mine } });
    await merge(carla, 'mine');
    await house.publish(publisher, library, 'first');
    await house.commit(carla, library, 'mine', { 'b.txt': 'b\n' });
    const { conflicts } = await house.libraries.compare(library, (await at('mine')) ?? '');
    expect(conflicts).toEqual(['b.txt']);
    const choices = [{ path: 'b.txt', conflict: 'bases', take: 'ours' }];
    await merge(carla, 'mine', 'main', { choices });
    await house.publish(publisher, library, 'mine');
    expect(await read('main', 'b.txt')).toBe('b\n');
  });
});

describe('revert and cherry-pick', () => {
  const step = async (who: Principal, id: string, commit: string, branch: string, more: object = {}) =>
    made.parse(
      await house.call(who, id, {
        params: params({ commit }),
        body: { branch, expectedHead: await at(branch), ...more },
      }),
    );
  const message = async (oid: string) =>
    (await house.asOwner('select message from libraries_commit where oid = $1', [oid])).rows[0]?.message;

  it('take a commit back, and put it back', async () => {
    const edit = await house.commit(carla, library, 'mine', { 'b.txt': 'edited\n', 'gone.txt': null });
    await house.commit(carla, library, 'mine', { 'x.txt': 'x\n' });
    const reverted = await step(omar, 'commit.revert', edit, 'mine');
    expect(await message(reverted.commit)).toBe(
      `Revert "Edit b.txt, gone.txt"\n\nThis reverts commit ${edit}.`,
    );
    expect([
      await read('mine', 'b.txt'),
      await read('mine', 'gone.txt'),
      await read('mine', 'x.txt'),
    ]).toEqual(['b\n', 'gone\n', 'x\n']);
    expect(await contributors('mine')).toEqual([carla.id, omar.id].sort());
    const again = {
      params: params({ commit: edit }),
      body: { branch: 'mine', expectedHead: await at('mine') },
    };
    expect(await house.refusal(carla, 'commit.revert', again)).toMatchObject({
      code: 'commit.empty',
      status: 422,
    });
    const picked = await step(carla, 'commit.cherry_pick', edit, 'mine');
    expect(await read('mine', 'b.txt')).toBe('edited\n');
    expect(await message(picked.commit)).toBe(`Edit b.txt, gone.txt\n\n(cherry picked from commit ${edit})`);
  });

  it('a picked commit keeps its contributors: nobody approves their own bytes through somebody else', async () => {
    const omars = await house.commit(omar, library, 'omars', { 'b.txt': 'by omar\n' });
    await house.call(carla, 'branch.create', { params: params(), body: { name: 'mine' } });
    await step(carla, 'commit.cherry_pick', omars, 'mine');
    expect(await contributors('mine')).toEqual([carla.id, omar.id].sort());
  });

  it('ask about conflicts, and which parent of a merge is meant', async () => {
    const edit = await house.commit(carla, library, 'mine', { 'b.txt': 'one\n' });
    await house.commit(carla, library, 'mine', { 'b.txt': 'two\n' });
    const query = { branch: 'mine' };
    const seen = stepPreviewSchema.parse(
      await house.call(carla, 'commit.preview_revert', { params: params({ commit: edit }), query }),
    );
    expect(seen).toMatchObject({ state: 'conflict', files: [{ path: 'b.txt' }] });
    const input = {
      params: params({ commit: edit }),
      body: { branch: 'mine', expectedHead: await at('mine') },
    };
    expect(await house.refusal(carla, 'commit.revert', input)).toMatchObject({
      code: 'commit.revert.conflict',
    });
    const [conflict] = seen.files.flatMap(({ conflicts }) => conflicts);
    await step(carla, 'commit.revert', edit, 'mine', {
      choices: [{ path: 'b.txt', conflict: conflict?.id, take: 'base' }],
    });
    await publishByOmar({ 'x.txt': 'x\n' });
    const { commit } = await merge(carla, 'mine');
    const ofMerge = { params: params({ commit }), body: { branch: 'mine', expectedHead: commit } };
    expect(await house.refusal(carla, 'commit.revert', ofMerge)).toMatchObject({
      code: 'commit.revert.bad_parent',
      status: 422,
    });
    const back = await step(carla, 'commit.revert', commit, 'mine', { parent: 1 });
    expect(await message(back.commit)).toContain(', reversing\nchanges made to ');
    expect(
      (await house.refusal(carla, 'asset.read', { params: params(), query: { path: 'x.txt', ref: 'mine' } }))
        .code,
    ).toBe('asset.not_found');
  });
});

describe('deleting a branch', () => {
  const remove = (name: string) => ({ params: params(), query: { name } });

  it('can be taken back; main and what others made stay', async () => {
    const head = await house.commit(carla, library, 'mine', { 'x.txt': 'x\n' });
    expect(await house.refusal(omar, 'branch.delete', remove('mine'))).toMatchObject({
      code: 'branch.delete.kept',
      status: 409,
    });
    expect(await house.refusal(carla, 'branch.delete', remove('main'))).toMatchObject({
      code: 'branch.protected',
    });
    expect(await house.call(carla, 'branch.delete', remove('mine'))).toEqual({ name: 'mine', head });
    expect(await at('mine')).toBeUndefined();
    await house.call(carla, 'branch.create', { params: params(), body: { name: 'mine', from: head } });
    expect(await at('mine')).toBe(head);
    await house.call(carla, 'branch.delete', remove('mine'));
    expect(await house.refusal(carla, 'branch.delete', remove('mine'))).toMatchObject({
      code: 'branch.not_found',
    });
  });
});

describe('merging texts', () => {
  it('is the merge of branches without any', async () => {
    const sides = {
      path: 'a.prompt',
      base: before,
      ours: prompt('0.3', 'Be kind.', 'Hi!'),
      theirs: prompt('0.9', 'Be kind.', 'Hey!'),
    };
    const merged = z
      .object({ clean: z.boolean(), text: z.string(), conflicts: z.array(z.object({ label: z.string() })) })
      .parse(await house.call(carla, 'asset.merge', { body: sides }));
    expect(merged).toMatchObject({ clean: false, conflicts: [{ label: 'config.temperature' }, {}] });
    expect(merged.text).toMatch(/^<{7} ours$/m);
    const clean = { ...sides, theirs: prompt('0.2', 'Be brief.', 'Hello {{name}}!') };
    expect(await house.call(carla, 'asset.merge', { body: clean })).toEqual({
      clean: true,
      text: prompt('0.3', 'Be brief.', 'Hi!'),
      conflicts: [],
      parts: null,
    });
  });
});
