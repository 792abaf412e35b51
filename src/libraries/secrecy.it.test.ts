import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CallInput,
  createTestLibraries,
  type TestLibraries,
} from '../../test/support/test-libraries.ts';
import type { Principal } from '../access/index.ts';
import type { Library } from './index.ts';

let house: TestLibraries;
let owner: Principal;
let outsider: Principal;
let viewer: Principal;
let restricted: Library;
let open: Library;
let unpublished: string;
let between: string;

beforeAll(async () => {
  house = await createTestLibraries();
  owner = await house.person('Olga Owner', 'contributor');
  const publisher = await house.person('Paul Publisher', 'publisher');
  outsider = await house.person('Otto Outsider', 'contributor', 'reviewer', 'approver', 'publisher');
  viewer = await house.person('Vera Viewer', 'viewer');
  restricted = await house.library(owner, 'board', 'restricted');
  open = await house.library(owner, 'public');
  owner = await house.again(owner);
  for (const library of [restricted, open]) {
    await house.commit(owner, library, 'work', { 'plan.prompt': 'First try' });
    between = (await house.libraries.head(library, 'work')) ?? '';
    await house.commit(owner, library, 'work', { 'plan.prompt': 'Plan' });
    await house.publish(publisher, library, 'work');
    unpublished = await house.commit(owner, library, 'draft', { 'secret.prompt': 'Secret' });
  }
});
afterAll(() => house.close());

/** Every operation on one library, as a call that would be right where it may be made. */
function everyCall(library: string): [string, CallInput][] {
  const params = { library };
  const files = [{ path: 'x.prompt', text: 'X' }];
  const onto = { branch: 'draft', expectedHead: unpublished };
  const ofCommit = { library, commit: unpublished };
  const query = { path: 'plan.prompt' };
  const nobody = `per_${'0'.repeat(26)}`;
  return [
    ['library.read', { params }],
    ['library.compare', { params, query: { from: 'main', to: 'draft' } }],
    ['library.graph', { params, query: {} }],
    ['library.import', { params, body: { source: 'files', files, dryRun: true } }],
    ['branch.list', { params, query: {} }],
    ['branch.create', { params, body: { name: 'mine' } }],
    ['branch.delete', { params, query: { name: 'draft' } }],
    ['branch.preview_merge', { params, query: { branch: 'draft' } }],
    ['branch.merge', { params, body: { ...onto, from: 'main', expectedFrom: between } }],
    ['commit.create', { params, body: { ...onto, message: 'X', files } }],
    ['commit.list', { params, query: {} }],
    ['commit.revert', { params: ofCommit, body: onto }],
    ['commit.preview_revert', { params: ofCommit, query: { branch: 'draft' } }],
    ['commit.cherry_pick', { params: ofCommit, body: onto }],
    ['commit.preview_cherry_pick', { params: ofCommit, query: { branch: 'draft' } }],
    ['tag.list', { params, query: {} }],
    ['tag.create', { params, body: { name: 'mine', ref: 'main' } }],
    ['tag.delete', { params, query: { name: 'mine' } }],
    ['asset.list', { params, query: {} }],
    ['asset.list_deleted', { params, query: {} }],
    ['asset.read', { params, query }],
    ['asset.activity', { params, query }],
    ['asset.blame', { params, query }],
    ['asset.check', { params, body: { path: 'x.prompt', text: 'X' } }],
    ['asset.compare', { params, query: { ...query, from: '@1', to: 'main' } }],
    ['asset.move', { params, body: { ...onto, from: 'plan.prompt', to: 'x.prompt' } }],
    ['asset.redirect', { params, body: { ...onto, path: 'plan.prompt', to: `${library}/other` } }],
    ['asset.similar', { params, body: { path: 'x.prompt', text: 'X' } }],
    ['asset.restore', { params, body: { ...onto, path: 'plan.prompt', from: '@1' } }],
    ['favorite.create', { body: { library, path: 'plan.prompt' } }],
    ['favorite.delete', { query: { library, ...query } }],
    ['owner.assign', { params, body: { path: 'plan.prompt', owner: nobody } }],
    ['version.list', { params, query }],
    ['version.live', { params, query }],
    ['prompt.render', { params, body: { path: 'plan.prompt', variables: {} } }],
  ];
}

describe('a restricted library', () => {
  it('is one of the operations that this test walks through', () => {
    const onLibraries = house.libraries.operations
      .filter(({ id, path }) => path.includes('{library}') || /^favorite\.(create|delete)$/.test(id))
      .map(({ id }) => id);
    expect(
      everyCall('board')
        .map(([id]) => id)
        .sort(),
    ).toEqual(onLibraries.sort());
  });

  it('answers exactly like one that never existed, to everybody without a grant on it, in every operation', async () => {
    for (const principal of [outsider, viewer])
      for (const [at, [id, input]] of everyCall('board').entries()) {
        const [, absent] = everyCall('no-such-library')[at] ?? ['', {}];
        const [hidden, missing] = [
          await house.refusal(principal, id, input),
          await house.refusal(principal, id, absent),
        ];
        expect({ ...hidden, stack: '' }, id).toEqual({ ...missing, stack: '' });
        expect(hidden).toMatchObject({ status: 404, code: 'resource.not_found' });
        expect(JSON.stringify(hidden)).not.toContain('board');
      }
  });

  it('is in no list, no count and no reference', async () => {
    const listed = async (principal: Principal) =>
      JSON.stringify(await house.call(principal, 'library.list', { query: {} }));
    for (const principal of [outsider, viewer]) {
      expect(JSON.parse(await listed(principal))).toMatchObject({ items: [{ name: 'public' }], next: null });
      expect(
        JSON.parse(JSON.stringify(await house.call(principal, 'library.list', { query: { limit: '1' } }))),
      ).toMatchObject({ next: null });
      expect((await house.libraries.visible(principal)).map(({ name }) => name)).toEqual(['public']);
      await expect(house.libraries.find(principal, 'board')).rejects.toMatchObject({
        code: 'resource.not_found',
      });
      for (const reference of ['board/plan', 'board/plan@1', 'board/secret@branch:draft'])
        await expect(house.libraries.resolve(principal, reference)).rejects.toMatchObject({
          code: 'resource.not_found',
        });
    }
    expect(JSON.parse(await listed(owner))).toMatchObject({
      items: [{ name: 'board', assets: 1 }, { name: 'public' }],
    });
    expect(JSON.parse(await listed(house.admin))).toMatchObject({
      items: [{ name: 'board' }, { name: 'public' }],
    });
  });

  it('lets a guest in as far as the grant goes', async () => {
    const guest = await house.guest('Gus Guest', restricted, 'viewer');
    expect(
      await house.call(guest, 'asset.read', { params: { library: 'board' }, query: { path: 'plan.prompt' } }),
    ).toMatchObject({ text: 'Plan' });
    expect(await house.call(guest, 'library.read', { params: { library: 'board' } })).toMatchObject({
      permissions: expect.not.arrayContaining(['commit.create', 'branch.list']),
    });
    await expect(house.libraries.find(guest, 'public')).rejects.toMatchObject({ status: 404 });
    const commit = everyCall('board').find(([id]) => id === 'commit.create')?.[1];
    expect(await house.refusal(guest, 'commit.create', commit)).toMatchObject({
      status: 403,
      code: 'commit.create.forbidden',
    });
  });
});

describe('unpublished work', () => {
  const params = { library: 'public' };

  it('needs branch.list, and whether it exists is not told before that', async () => {
    for (const ref of ['draft', 'no-such-branch', unpublished, between, 'f'.repeat(40)])
      for (const [id, more] of [
        ['asset.list', {}],
        ['asset.read', { path: 'secret.prompt' }],
        ['commit.list', {}],
      ] as const) {
        const refusal = await house.refusal(viewer, id, { params, query: { ref, ...more } });
        expect(refusal, `${id} ${ref}`).toMatchObject({ status: 403, code: 'branch.list.forbidden' });
      }
    const body = { path: 'secret.prompt', ref: 'draft', variables: {} };
    expect(await house.refusal(viewer, 'prompt.render', { params, body })).toMatchObject({ status: 403 });
    expect(await house.refusal(viewer, 'branch.list', { params, query: {} })).toMatchObject({ status: 403 });
  });

  it('is open to contributors, who are told what is missing', async () => {
    expect(
      await house.call(outsider, 'asset.read', { params, query: { path: 'secret.prompt', ref: 'draft' } }),
    ).toMatchObject({ text: 'Secret', version: null });
    expect(
      await house.refusal(outsider, 'asset.list', { params, query: { ref: 'no-such-branch' } }),
    ).toMatchObject({ code: 'branch.not_found' });
    expect(
      await house.refusal(outsider, 'asset.list', { params, query: { ref: 'f'.repeat(40) } }),
    ).toMatchObject({ code: 'resource.not_found' });
  });

  it('does not hide what was published: every state that main ever had', async () => {
    const main = await house.libraries.head(open, 'main');
    expect(
      await house.call(viewer, 'asset.read', { params, query: { path: 'plan.prompt', ref: main ?? '' } }),
    ).toMatchObject({ text: 'Plan', version: 1 });
  });

  it('stays in its own library: a commit of another one is not there', async () => {
    const head = await house.libraries.head(restricted, 'main');
    expect(await house.refusal(outsider, 'asset.list', { params, query: { ref: head ?? '' } })).toMatchObject(
      { code: 'resource.not_found' },
    );
  });
});

describe('another organization', () => {
  it('shares nothing, though it has a library of the same name', async () => {
    const password = 'a long enough password';
    const founded = await house.access.createOrganization({
      name: 'southwind',
      displayName: 'Southwind',
      admin: { displayName: 'Sam', email: 'sam@example.org', password },
    });
    const secret = await house.access.mintFirstKey(founded.admin.id, founded.organization.id, 'Test');
    const header = (name: string) => (name === 'authorization' ? `Bearer ${secret}` : undefined);
    const sam = await house.access.authenticate({ method: 'GET', header });
    if (sam === undefined) throw new Error('Sam is there');
    expect(await house.call(sam, 'library.list', { query: {} })).toEqual({ items: [], next: null });
    for (const [id, input] of everyCall('public'))
      expect(await house.refusal(sam, id, input), id).toMatchObject({ code: 'resource.not_found' });
    await house.call(sam, 'library.create', { body: { name: 'public', visibility: 'open' } });
    const params = { library: 'public' };
    for (const ref of ['draft', 'work', unpublished, (await house.libraries.head(open, 'main')) ?? ''])
      expect(await house.refusal(sam, 'asset.list', { params, query: { ref } })).toMatchObject({
        status: 404,
      });
    expect(await house.call(sam, 'version.list', { params, query: { path: 'plan.prompt' } })).toEqual({
      items: [],
      next: null,
      movedFrom: null,
    });
    await expect(house.libraries.resolve(sam, 'public/plan')).rejects.toMatchObject({
      code: 'resource.not_found',
    });
    expect(await house.libraries.byId(founded.organization.id, open.id)).toBeUndefined();
  });
});
