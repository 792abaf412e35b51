import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { layOut } from '../../test/support/lay-out.ts';
import { createTestLibraries, type TestLibraries } from '../../test/support/test-libraries.ts';
import type { Principal } from '../access/index.ts';
import { blameAsset } from './blame/blame-asset.ts';
import { blameSchema } from './blame/wire.ts';
import { assetComparisonSchema, libraryComparisonSchema } from './comparing/wire.ts';
import type { Library } from './index.ts';
import { createObjectReader } from './store/objects.ts';

let house: TestLibraries;
let library: Library;
let ann: Principal;
let ben: Principal;
let reader: Principal;
let folder: string;
const versionsOf: string[] = [];

const prompt = (temperature: string, ...lines: readonly string[]) =>
  ['---', 'model: simulated/echo', 'config:', `  temperature: ${temperature}`, '---', ...lines, ''].join(
    '\n',
  );
const path = 'reply.prompt';
const first = prompt('0.2', '{{role "system"}}', 'Be kind.', 'Be short.', '{{role "user"}}', '{{text}}');
const second = prompt(
  '0.2',
  '{{role "system"}}',
  'Be kind.',
  'Be very short.',
  '{{role "user"}}',
  '{{text}}',
);
/**
 * v1 by Ann; Ben's words on one branch and Ann's temperature on another, published one after the other, so that the last publication is a
 * merge; then the file moves.
 */
beforeAll(async () => {
  house = await createTestLibraries();
  ann = await house.person('Ann Author', 'contributor');
  ben = await house.person('Ben Author', 'contributor');
  reader = await house.person('Rita Reader', 'viewer');
  const publisher = await house.person('Paul Publisher', 'publisher');
  library = await house.library(ann, 'support');
  ann = await house.again(ann);
  const publish = async (branch: string) => {
    house.clock.advance(61_000);
    versionsOf.push((await house.publish(publisher, library, branch)).commit);
  };
  await house.commit(ann, library, 'one', { [path]: first, 'b.txt': 'other\n' });
  await publish('one');
  await house.commit(ben, library, 'words', { [path]: second });
  await house.commit(ann, library, 'notes', { 'notes.md': 'n\n' });
  await publish('words');
  await publish('notes');
  const both = second.replace('0.2', '0.7');
  house.clock.advance(61_000);
  await house.commit(ann, library, 'warm', { [path]: both });
  await publish('warm');
  house.clock.advance(61_000);
  await house.commit(ben, library, 'move', { [path]: null, 'mail/reply.prompt': both });
  await house.commit(ben, library, 'move', {
    'mail/reply.prompt': both.replace('{{text}}', '{{text}}\n<script>alert(1)</script> \u202Eevil'),
  });
  folder = mkdtempSync(join(tmpdir(), 'countersign-comparing-'));
  await layOut(house, library, folder);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house.close();
});

const params = () => ({ library: library.name });
const compared = async (who: Principal, query: Record<string, string>) =>
  assetComparisonSchema.parse(await house.call(who, 'asset.compare', { params: params(), query }));
const blamed = async (who: Principal, query: Record<string, string>) =>
  blameSchema.parse(await house.call(who, 'asset.blame', { params: params(), query }));
const refused = async (who: Principal, id: string, query: Record<string, string>) =>
  (await house.refusal(who, id, { params: params(), query })).code;

describe('asset.compare', () => {
  it('compares versions by number, environment and digest: text, front matter and sections', async () => {
    const answer = await compared(reader, { path, from: '@1', to: '@production' });
    expect(answer).toMatchObject({
      from: { ref: '@1', version: 1, text: first },
      to: { ref: '@production', version: 3 },
      text: { added: 2, removed: 2 },
      frontMatter: [{ type: 'changed', path: ['config', 'temperature'], before: 0.2, after: 0.7 }],
      hidden: [],
    });
    expect(answer.sections?.map(({ type, label }) => `${label} ${type}`)).toEqual([
      'system message edited',
      'user message same',
    ]);
    const added = answer.text.hunks.flatMap(({ lines }) => lines).filter(({ type }) => type === 'added');
    expect(added.map((line) => ('words' in line ? line.words : undefined))).toEqual([
      [{ from: 15, to: 18 }],
      [{ from: 3, to: 8 }],
    ]);
    const digest = answer.from.digest ?? '';
    expect((await compared(reader, { path, from: `@${digest}`, to: '@2' })).from.version).toBe(1);
  });

  it('compares branches, with what the eye would miss, across a move', async () => {
    const answer = await compared(ann, {
      path: 'mail/reply.prompt',
      fromPath: path,
      from: 'main',
      to: 'move',
    });
    expect(answer.hidden).toMatchObject([{ line: 11, code: 'U+202E', kind: 'bidirectional' }]);
    expect(answer.text).toMatchObject({ added: 1, removed: 0 });
    const gone = await compared(ann, { path, from: '@3', to: 'move' });
    expect(gone.to).toMatchObject({ text: null, digest: null, version: null });
    expect(gone.to.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(gone.text.added).toBe(0);
  });

  it('says nothing is live, and refuses what never was', async () => {
    const answer = await compared(reader, { path, from: '@staging', to: '@1' });
    expect(answer.from).toMatchObject({ commit: null, text: null });
    expect(await refused(reader, 'asset.compare', { path, from: '@9', to: '@1' })).toBe('asset.not_found');
    expect(await refused(reader, 'asset.compare', { path: 'no.prompt', from: 'main', to: '@staging' })).toBe(
      'asset.not_found',
    );
  });

  it('shows unpublished work to those who may see branches only', async () => {
    const head = (await house.libraries.head(library, 'move')) ?? '';
    for (const ref of ['move', head, 'no-such-branch']) {
      expect(await refused(reader, 'asset.compare', { path, from: ref, to: 'main' })).toBe(
        'branch.list.forbidden',
      );
      expect(await refused(reader, 'asset.compare', { path, from: 'main', to: ref })).toBe(
        'branch.list.forbidden',
      );
      expect(await refused(reader, 'asset.blame', { path, ref })).toBe('branch.list.forbidden');
      expect(await refused(reader, 'library.compare', { from: 'main', to: ref })).toBe(
        'branch.list.forbidden',
      );
    }
  });
});

describe('library.compare', () => {
  const call = async (query: Record<string, string>) =>
    libraryComparisonSchema.parse(await house.call(ann, 'library.compare', { params: params(), query }));

  it('lists what differs, page by page', async () => {
    const [one = ''] = versionsOf;
    const all = await call({ from: one, to: 'main' });
    expect(all.items).toEqual([
      { path: 'notes.md', status: 'added', fromPath: null, added: 1, removed: 0 },
      { path: 'reply.prompt', status: 'modified', fromPath: null, added: 2, removed: 2 },
    ]);
    expect(all).toMatchObject({ total: 2, mergeBase: one, next: null });
    const page = await call({ from: one, to: 'main', limit: '1' });
    expect(page.items).toHaveLength(1);
    const rest = await call({ from: one, to: 'main', limit: '1', cursor: page.next ?? '' });
    expect([...page.items, ...rest.items]).toEqual(all.items);
  });

  it('tells a move from a deletion', async () => {
    const moved = execFileSync('git', ['-C', folder, 'rev-parse', 'move~1'], { encoding: 'utf8' }).trim();
    expect((await call({ from: 'main', to: moved })).items).toEqual([
      { path: 'mail/reply.prompt', status: 'renamed', fromPath: path, added: 0, removed: 0 },
    ]);
  });
});

describe('asset.blame', () => {
  const stock = (ref: string, file: string) =>
    execFileSync('git', ['-C', folder, 'blame', '--porcelain', ref, '--', file], { encoding: 'utf8' })
      .split('\n')
      .flatMap((line) => /^([0-9a-f]{40}) \d+ \d+/.exec(line)?.[1] ?? []);
  const ours = (blame: z.output<typeof blameSchema>) =>
    blame.ranges.flatMap(({ count, commit }) => new Array<string | null>(count).fill(commit));

  it.each([
    ['main', path],
    ['words', path],
    ['move', 'mail/reply.prompt'],
  ])('is what the stock git says: %s %s', async (ref, file) => {
    const blame = await blamed(ann, { path: file, ref });
    expect(ours(blame)).toEqual(stock(ref, file));
    expect(blame.olderThan).toBeNull();
  });

  it('names authors as we authenticated them, with version, change and the path of then', async () => {
    const blame = await blamed(ann, { path: 'mail/reply.prompt', ref: 'move' });
    const facts = blame.commits.map(
      ({ author, version, change, path: then }) =>
        `${author.displayName} ${version} ${change !== null} ${then}`,
    );
    expect(facts).toEqual([
      'Ann Author 1 true reply.prompt',
      'Ann Author 3 true reply.prompt',
      'Ben Author 2 true reply.prompt',
      'Ben Author null false mail/reply.prompt',
    ]);
  });

  it('says of an environment who wrote what is live, to everybody who may read it', async () => {
    const blame = await blamed(reader, { path, ref: '@production' });
    expect(blame).toMatchObject({ version: 3, path });
    expect(blame.text).toBe(second.replace('0.2', '0.7'));
    expect(await refused(reader, 'asset.blame', { path: 'no.prompt' })).toBe('asset.not_found');
  });

  it('says where it stopped looking, and is right about what it looked at', async () => {
    const { ledger, clock, access } = house;
    const parts = {
      reader: house.opened.reader,
      ledger,
      clock,
      access,
      objects: createObjectReader(0),
      importHosts: [],
      whyKept: async () => undefined,
    };
    const whole = await blameAsset(parts, ann, library.name, { path, ref: 'main' });
    const cut = await blameAsset(parts, ann, library.name, { path, ref: 'main' }, 1);
    const [newest = ''] = cut.commits.map(({ commit }) => commit);
    expect(cut.commits).toHaveLength(1);
    expect(cut.olderThan).toBe(cut.commits[0]?.at);
    expect(ours(cut)).toEqual(ours(whole).map((commit) => (commit === newest ? newest : null)));
  });
});
