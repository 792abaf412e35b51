import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import type { Principal } from '../../access/index.ts';
import type { Library } from '../index.ts';
import { importSchema } from './wire.ts';
import { zipOf } from './zip.fixture.ts';

let house: TestLibraries;
let carla: Principal;
let viewer: Principal;
let library: Library;
let count = 0;

beforeAll(async () => {
  house = await createTestLibraries();
  carla = await house.person('Carla', 'contributor');
  viewer = await house.person('Vera', 'viewer');
});
afterAll(() => house.close());
beforeEach(async () => {
  count += 1;
  library = await house.library(carla, `library-${count}`);
  carla = await house.again(carla);
});

const input = (body: object) => ({ params: { library: library.name }, body });
const send = async (body: object) =>
  importSchema.parse(await house.call(carla, 'library.import', input(body)));
const read = async (ref: string, path: string) =>
  house.call(carla, 'asset.read', { params: { library: library.name }, query: { path, ref } });
const entries = async () => {
  const { rows } = await house.asOwner(
    "select count(*)::int as count from ledger_leaf where action like 'library.import%'",
  );
  return Number(rows[0].count);
};
const branches = async () => {
  const { rows } = await house.asOwner('select name from libraries_ref where library_id = $1 order by name', [
    library.id,
  ]);
  return rows.map(({ name }) => name);
};

const good = '---\nmodel: a/b\n---\nHello {{name}}\n';
const folder = [
  { path: 'reply.prompt', text: good },
  { path: 'broken.prompt', text: '---\nmodel: [\n---\nHello' },
  { path: 'docs/README.md', text: '# Read me' },
  { path: 'prompts/Summarize It.md', text: 'Summarize {text} in {count} words.' },
  { path: '../out.txt', text: 'x' },
  { path: 'photo.png', base64: Buffer.from([0xff, 0xd8, 0xff]).toString('base64') },
];

describe('library.import', () => {
  it('takes files in as one commit on a new branch, with a line for each; main stays', async () => {
    const main = await house.libraries.head(library, 'main');
    const answer = await send({ source: 'files', files: folder });
    expect(answer).toMatchObject({ branch: 'import/2026-03-02-1', imported: 3, skipped: 3 });
    expect(answer.items).toEqual([
      { source: 'reply.prompt', path: 'reply.prompt', outcome: 'imported', why: 'As it is.' },
      expect.objectContaining({
        source: 'broken.prompt',
        path: null,
        why: expect.stringMatching(/^Line \d+, column \d+: /),
      }),
      { source: 'docs/README.md', path: 'docs/README.md', outcome: 'imported', why: 'As it is.' },
      expect.objectContaining({
        path: 'prompts/summarize-it.prompt',
        outcome: 'converted',
        why: expect.stringContaining('Variables: text, count.'),
      }),
      expect.objectContaining({
        source: '../out.txt',
        outcome: 'skipped',
        why: expect.stringContaining('".."'),
      }),
      expect.objectContaining({ source: 'photo.png', outcome: 'skipped' }),
    ]);
    expect(await house.libraries.head(library, 'import/2026-03-02-1')).toBe(answer.commit);
    expect(await house.libraries.head(library, 'main')).toBe(main);
    expect(await read('import/2026-03-02-1', 'prompts/summarize-it.prompt')).toMatchObject({
      text: expect.stringContaining('Summarize {{text}} in {{count}} words.'),
      faults: [],
    });
    expect((await send({ source: 'files', files: folder })).branch).toBe('import/2026-03-02-2');
  });

  it('takes a zip in, into a folder', async () => {
    const base64 = zipOf([
      { name: 'a/reply.prompt', text: good },
      { name: 'inner.zip', text: 'PK' },
    ]).toString('base64');
    const answer = await send({ source: 'zip', base64, folder: 'taken', branch: 'mine' });
    expect(answer).toMatchObject({ branch: 'mine', imported: 1, skipped: 1 });
    expect(answer.items[0]).toMatchObject({ path: 'taken/a/reply.prompt', outcome: 'imported' });
    expect(await read('mine', 'taken/a/reply.prompt')).toMatchObject({ text: good });
  });

  it('takes an export in, onto a branch that is there', async () => {
    const head = await house.commit(carla, library, 'mine', { 'b.txt': 'b', 'greet.prompt': good });
    const text = JSON.stringify([
      { name: 'greet', version: 1, type: 'text', prompt: 'Old {{name}}', labels: [], config: {} },
      {
        name: 'greet',
        version: 2,
        type: 'text',
        prompt: 'Hi {{name}}',
        labels: ['production'],
        config: { model: 'gpt-x' },
      },
    ]);
    const body = { source: 'json', name: 'export.json', text, branch: 'mine' };
    expect(await house.refusal(carla, 'library.import', input(body))).toMatchObject({
      code: 'branch.exists',
    });
    const stale = { ...body, expectedHead: await house.libraries.head(library, 'main') };
    expect(await house.refusal(carla, 'library.import', input(stale))).toMatchObject({
      code: 'commit.stale_head',
    });
    const answer = await send({ ...body, expectedHead: head });
    expect(answer).toMatchObject({ branch: 'mine', imported: 1, skipped: 1 });
    expect(answer.items[1]?.why).toContain('It replaces the file of this name.');
    expect(await read('mine', 'greet.prompt')).toMatchObject({
      text: expect.stringContaining('Hi {{name}}'),
    });
    expect(await read('mine', 'b.txt')).toMatchObject({ text: 'b' });
  });

  it('writes nothing in a dry run, nothing when nothing comes in, and nothing on main', async () => {
    const before = { branches: await branches(), entries: await entries() };
    expect(await send({ source: 'files', files: folder, dryRun: true })).toMatchObject({
      branch: null,
      commit: null,
      imported: 3,
    });
    expect(await send({ source: 'files', files: [{ path: '.git/config', text: 'x' }] })).toMatchObject({
      commit: null,
      imported: 0,
      skipped: 1,
    });
    const refusals = [
      [{ source: 'files', files: folder, branch: 'main' }, 'branch.protected'],
      [{ source: 'files', files: folder, folder: '../up' }, 'asset.bad_path'],
      [{ source: 'zip', base64: 'bm8=' }, 'library.import.unreadable'],
      [{ source: 'json', name: 'x.json', text: '{"a":' }, 'library.import.unreadable'],
      [
        { source: 'json', name: 'x.json', text: '{"__proto__":{"isAdmin":true}}' },
        'library.import.unreadable',
      ],
      [{ source: 'json', name: 'x.json', text: '{"hello":1}' }, 'library.import.unreadable'],
    ] as const;
    for (const [body, code] of refusals)
      expect(await house.refusal(carla, 'library.import', input(body))).toMatchObject({ code });
    expect({ branches: await branches(), entries: await entries() }).toEqual(before);
  });

  it('skips what is there already', async () => {
    await send({ source: 'files', files: [{ path: 'a.txt', text: 'a' }], branch: 'mine' });
    const expectedHead = await house.libraries.head(library, 'mine');
    const again = { source: 'files', files: [{ path: 'a.txt', text: 'a' }], branch: 'mine', expectedHead };
    expect(await send(again)).toMatchObject({ commit: null, skipped: 1 });
    const clash = { ...again, files: [{ path: 'a.txt/b', text: 'b' }] };
    expect((await send(clash)).items[0]?.why).toContain('which would have to be a folder');
  });

  it('needs the permission, and a restricted library is not there', async () => {
    const body = { source: 'files', files: [{ path: 'a.txt', text: 'a' }] };
    expect(await house.refusal(viewer, 'library.import', input(body))).toMatchObject({
      code: 'library.import.forbidden',
      status: 403,
    });
    const hidden = await house.library(carla, `hidden-${count}`, 'restricted');
    expect(
      await house.refusal(viewer, 'library.import', { params: { library: hidden.name }, body }),
    ).toMatchObject({ code: 'resource.not_found', status: 404 });
  });

  it('takes 2,000 files in, in an entry that stays small', async () => {
    const files = Array.from({ length: 2_000 }, (_, index) => ({
      path: `many/folder-${index % 50}/prompt-${index}.prompt`,
      text: `${good}${index}`,
    }));
    const started = performance.now();
    expect(await send({ source: 'files', files })).toMatchObject({ imported: 2_000, skipped: 0 });
    expect(performance.now() - started).toBeLessThan(60_000);
  }, 90_000);
});
