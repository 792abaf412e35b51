import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import { untilSigned } from '../../../test/support/test-log.ts';
import type { Principal } from '../../access/index.ts';
import { activitySchema } from '../activity/wire.ts';
import type { Library } from '../libraries.ts';
import { deletedAssetSchema } from './wire.ts';

let house: TestLibraries;
let carla: Principal;
let omar: Principal;
let pia: Principal;
let vera: Principal;
let library: Library;
let count = 0;

const text = (system: string) => `---\nmodel: a/b\n---\n{{role "system"}}\n${system}\n`;

beforeAll(async () => {
  house = await createTestLibraries();
  carla = await house.person('Carla', 'contributor');
  omar = await house.person('Omar', 'contributor');
  pia = await house.person('Pia', 'publisher');
  vera = await house.person('Vera', 'viewer');
});
afterAll(() => house.close());

beforeEach(async () => {
  count += 1;
  library = await house.library(carla, `paths-${count}`);
  carla = await house.again(carla);
  await house.commit(carla, library, 'start', {
    'mail/welcome.prompt': text('Be kind.'),
    'mail/reply.prompt': text('Be brief.'),
    'pdf/SKILL.md': '---\nname: pdf\ndescription: Reads files.\n---\nRead it.\n',
    'pdf/run.py': 'print()\n',
  });
  await house.publish(pia, library, 'start');
});

const params = () => ({ library: library.name });
const at = (branch: string) => house.libraries.head(library, branch);
const onBranch = async (name: string) => {
  await house.call(carla, 'branch.create', { params: params(), body: { name } });
  return name;
};
const move = async (branch: string, from: string, to: string, who = carla) =>
  house.call(who, 'asset.move', {
    params: params(),
    body: { branch, expectedHead: await at(branch), from, to },
  });
const restore = async (branch: string, path: string, from: string, who = carla) =>
  house.call(who, 'asset.restore', {
    params: params(),
    body: { branch, expectedHead: await at(branch), path, from },
  });
const listed = z.object({ items: z.array(z.object({ path: z.string(), digest: z.string() })) });
const files = async (ref: string) =>
  Object.fromEntries(
    listed
      .parse(await house.call(carla, 'asset.list', { params: params(), query: { ref } }))
      .items.map(({ path, digest }) => [path, digest]),
  );
const activity = async (path: string, ref = 'main') =>
  activitySchema.parse(await house.call(carla, 'asset.activity', { params: params(), query: { path, ref } }));
const deleted = async (who = vera) =>
  z
    .object({ items: z.array(deletedAssetSchema), next: z.string().nullable() })
    .parse(await house.call(who, 'asset.list_deleted', { params: params(), query: {} })).items;

describe('asset.move', () => {
  it('moves the exact bytes, which every comparison takes for a rename', async () => {
    const before = await files('main');
    await move(await onBranch('rename'), 'mail/welcome.prompt', 'hello.prompt');
    const after = await files('rename');
    expect(after['hello.prompt']).toBe(before['mail/welcome.prompt']);
    expect(Object.keys(after)).not.toContain('mail/welcome.prompt');
    const compared = await house.call(carla, 'library.compare', {
      params: params(),
      query: { from: 'main', to: 'rename' },
    });
    expect(compared).toMatchObject({
      items: [{ status: 'renamed', fromPath: 'mail/welcome.prompt', path: 'hello.prompt' }],
    });
    await untilSigned(house.ledger);
    const [entry] = await house.ledger.list(library.organization, { action: 'asset.move', limit: 1 });
    expect(entry?.entry.data).toMatchObject({
      branch: 'rename',
      commit: await at('rename'),
      from: 'mail/welcome.prompt',
      to: 'hello.prompt',
      paths: ['hello.prompt', 'mail/welcome.prompt'],
    });
  });

  it('moves a folder as one, and a skill with its folder and its name', async () => {
    await move(await onBranch('folder'), 'mail/', 'post/letters/');
    await move('folder', 'pdf/SKILL.md', 'reading/SKILL.md');
    expect(Object.keys(await files('folder'))).toEqual(
      expect.arrayContaining([
        'post/letters/reply.prompt',
        'post/letters/welcome.prompt',
        'reading/SKILL.md',
        'reading/run.py',
      ]),
    );
    const skill = await house.call(carla, 'asset.read', {
      params: params(),
      query: { path: 'reading/SKILL.md', ref: 'folder' },
    });
    expect(skill).toMatchObject({ faults: [], outline: { name: 'reading' } });
  });

  it('refuses main, a moved branch, an occupied name, and a text that its new name makes unreadable', async () => {
    const refusal = async (branch: string, from: string, to: string, expectedHead?: string) =>
      (
        await house.refusal(carla, 'asset.move', {
          params: params(),
          body: { branch, expectedHead: expectedHead ?? (await at(branch)), from, to },
        })
      ).code;
    expect(await refusal('main', 'mail/', 'post/')).toBe('branch.protected');
    await onBranch('mine');
    expect(await refusal('mine', 'mail/welcome.prompt', 'mail/reply.prompt')).toBe('asset.move.exists');
    expect(await refusal('mine', 'mail/welcome.prompt', 'pdf')).toBe('asset.bad_path');
    expect(await refusal('mine', 'pdf/run.py', 'run.workflow.yaml')).toBe('workflow.unparsable');
    const old = await at('mine');
    await move('mine', 'mail/', 'post/');
    expect(await refusal('mine', 'post/', 'mail/', old)).toBe('commit.stale_head');
    expect(await refusal('mine', 'mail/', 'x/')).toBe('asset.bad_path');
  });
});

describe('asset.restore', () => {
  it('brings a deleted asset back byte for byte', async () => {
    const before = await files('main');
    await house.commit(carla, library, 'end', { 'mail/reply.prompt': null });
    await house.publish(pia, library, 'end');
    expect(await deleted()).toMatchObject([
      {
        path: 'mail/reply.prompt',
        kind: 'prompt',
        version: 1,
        movedTo: null,
        deletedBy: { displayName: 'Carla' },
      },
    ]);
    await restore(await onBranch('back'), 'mail/reply.prompt', '@1');
    expect(await files('back')).toEqual(before);
    await house.publish(pia, library, 'back');
    expect(await deleted()).toEqual([]);
  });

  it('makes an earlier version a draft, and names whose unpublished bytes it took', async () => {
    await house.commit(carla, library, 'next', { 'mail/reply.prompt': text('Be briefer.') });
    await house.publish(pia, library, 'next');
    await restore(await onBranch('again'), 'mail/reply.prompt', '@1');
    expect((await house.libraries.compare(library, (await at('again')) ?? '')).assets).toMatchObject([
      { path: 'mail/reply.prompt' },
    ]);
    await house.commit(omar, library, 'draft', { 'mail/reply.prompt': text('Be rude.') });
    await restore(await onBranch('taken'), 'mail/reply.prompt', 'draft');
    const { contributors } = await house.libraries.compare(library, (await at('taken')) ?? '');
    expect(contributors.map(({ principal }) => principal).sort()).toEqual([carla.id, omar.id].sort());
  });

  it('refuses what is on the branch already, what was never there, and main', async () => {
    const code = async (body: object) =>
      (
        await house.refusal(carla, 'asset.restore', {
          params: params(),
          body: { expectedHead: await at('main'), path: 'mail/reply.prompt', from: '@1', ...body },
        })
      ).code;
    await onBranch('same');
    expect(await code({ branch: 'same' })).toBe('commit.empty');
    expect(await code({ branch: 'same', from: '@9' })).toBe('asset.not_found');
    expect(await code({ branch: 'main' })).toBe('branch.protected');
    expect(await code({ branch: 'same', path: '.git/config' })).toBe('asset.bad_path');
  });
});

describe('asset.activity', () => {
  it('tells who changed an asset last, and who works on it elsewhere', async () => {
    const path = 'mail/reply.prompt';
    expect(await activity(path)).toMatchObject({ changedBy: { displayName: 'Carla' }, branches: [] });
    await house.commit(omar, library, 'faster', { [path]: text('Be fast.') });
    await house.commit(omar, library, 'other', { 'mail/welcome.prompt': text('Hi.') });
    await house.commit(carla, library, 'gone', { [path]: null });
    const seen = await activity(path);
    expect(
      seen.branches.map(({ branch, digest, changedBy }) => [branch, digest === null, changedBy.displayName]),
    ).toEqual(
      expect.arrayContaining([
        ['faster', false, 'Omar'],
        ['gone', true, 'Carla'],
      ]),
    );
    expect(seen.branches).toHaveLength(2);
    const onBranchItself = await activity(path, 'faster');
    expect(onBranchItself).toMatchObject({ commit: await at('faster'), changedBy: { displayName: 'Omar' } });
    expect(onBranchItself.branches.map(({ branch }) => branch)).toEqual(['gone']);
    await house.publish(pia, library, 'faster');
    expect((await activity(path)).digest).toBe(onBranchItself.digest);
    expect((await activity(path)).branches.map(({ branch }) => branch)).toEqual(['gone']);
  });

  it('is for those who may read unpublished work', async () => {
    const refused = await house.refusal(vera, 'asset.activity', {
      params: params(),
      query: { path: 'mail/reply.prompt' },
    });
    expect(refused).toMatchObject({ status: 403, code: 'branch.list.forbidden' });
  });
});

describe('a moved asset', () => {
  const history = async (path: string, limit: string) => {
    const page = z.object({
      items: z.array(z.object({ message: z.string(), path: z.string().nullable() })),
      next: z.string().nullable(),
    });
    const items: z.infer<typeof page>['items'] = [];
    let cursor: string | null = null;
    do {
      const query = { path, limit, ...(cursor === null ? {} : { cursor }) };
      const got: z.infer<typeof page> = page.parse(
        await house.call(vera, 'commit.list', { params: params(), query }),
      );
      items.push(...got.items);
      cursor = got.next;
    } while (cursor !== null);
    return items.map(({ message, path: then }) => [message, then]);
  };

  async function moveTwice() {
    await house.commit(carla, library, 'next', { 'mail/reply.prompt': text('Be briefer.') });
    await house.publish(pia, library, 'next');
    await move(await onBranch('first'), 'mail/reply.prompt', 'answer.prompt');
    await house.publish(pia, library, 'first');
    await move(await onBranch('second'), 'answer.prompt', 'mail/answer.prompt');
    await house.commit(carla, library, 'second', { 'mail/answer.prompt': text('Be briefest.') });
    await house.publish(pia, library, 'second');
  }

  it('keeps its history, page by page', async () => {
    await moveTwice();
    const whole = [
      ['Edit mail/answer.prompt', 'mail/answer.prompt'],
      ['Move answer.prompt to mail/answer.prompt', 'mail/answer.prompt'],
      ['Move mail/reply.prompt to answer.prompt', 'answer.prompt'],
      ['Edit mail/reply.prompt', 'mail/reply.prompt'],
      [expect.stringContaining('mail/welcome.prompt'), 'mail/reply.prompt'],
    ];
    expect(await history('mail/answer.prompt', '50')).toEqual(whole);
    for (const limit of ['1', '2', '3', '4', '5'])
      expect(await history('mail/answer.prompt', limit)).toEqual(whole);
    expect((await history('pdf/run.py', '1')).length).toBe(1);
  });

  it('begins its numbers anew and says where they went on', async () => {
    await moveTwice();
    const versions = (path: string) =>
      house.call(vera, 'version.list', { params: params(), query: { path } });
    expect(await versions('mail/answer.prompt')).toMatchObject({
      items: [{ number: 1 }],
      movedFrom: { path: 'answer.prompt', number: 1 },
    });
    expect(await versions('answer.prompt')).toMatchObject({
      movedFrom: { path: 'mail/reply.prompt', number: 2 },
    });
    expect(await versions('mail/reply.prompt')).toMatchObject({ movedFrom: null });
    expect(await versions('nothing.prompt')).toMatchObject({ items: [], movedFrom: null });
  });

  it('refuses its old name with the new one, to those who may read it', async () => {
    await moveTwice();
    const resolve = (who: Principal, reference: string) =>
      house.libraries.resolve(who, `${library.name}/${reference}`).then(
        ({ path, version }) => ({ path, version }),
        (problem: unknown) => problem,
      );
    expect(await resolve(vera, 'mail/reply@production')).toMatchObject({
      status: 404,
      code: 'asset.moved',
      message: expect.stringContaining(`${library.name}/mail/answer`),
    });
    expect((await deleted()).map(({ path, movedTo }) => [path, movedTo])).toEqual([
      ['answer.prompt', 'mail/answer.prompt'],
      ['mail/reply.prompt', 'mail/answer.prompt'],
    ]);
    expect(await resolve(vera, 'mail/reply@2')).toEqual({ path: 'mail/reply.prompt', version: 2 });
    expect(await resolve(vera, 'mail/answer@production')).toEqual({ path: 'mail/answer.prompt', version: 1 });
    expect(await resolve(vera, 'mail/never@production')).not.toMatchObject({ code: 'asset.moved' });
    const read = await house.refusal(vera, 'asset.read', {
      params: params(),
      query: { path: 'answer.prompt' },
    });
    expect(read).toMatchObject({ status: 404, code: 'asset.moved', more: { path: 'mail/answer.prompt' } });
    await house.commit(carla, library, 'end', { 'mail/answer.prompt': null });
    await house.publish(pia, library, 'end');
    expect(await resolve(vera, 'mail/reply@production')).not.toMatchObject({ code: 'asset.moved' });

    const closed = await house.library(house.admin, `closed-${count}`, 'restricted');
    const outside = (reference: string) =>
      house.libraries.resolve(vera, reference).catch((problem: unknown) => problem);
    expect(await outside(`${closed.name}/a@production`)).toEqual(
      await outside('no-such-library/a@production'),
    );
  });

  it('keeps its owner and stays a favorite, though it was edited too', async () => {
    const body = { library: library.name, path: 'mail/reply.prompt' };
    await house.call(vera, 'favorite.create', { body });
    await move(await onBranch('both'), 'mail/reply.prompt', 'answer.prompt', omar);
    await house.commit(omar, library, 'both', { 'answer.prompt': text('Another text.') });
    await house.publish(pia, library, 'both');
    expect(
      await house.call(carla, 'asset.read', { params: params(), query: { path: 'answer.prompt' } }),
    ).toMatchObject({ owner: { displayName: 'Carla' } });
    expect(await house.call(vera, 'favorite.list', { query: {} })).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ path: 'answer.prompt', favorite: true })]),
    });
  });
});
