import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestLibraries, type TestLibraries } from '../../test/support/test-libraries.ts';
import type { Principal } from '../access/index.ts';
import { newId } from '../platform/id.ts';
import type { Library } from './index.ts';

let house: TestLibraries;
let author: Principal;
let publisher: Principal;
let library: Library;

beforeAll(async () => {
  house = await createTestLibraries();
  author = await house.person('Carla Contributor', 'contributor');
  publisher = await house.person('Paul Publisher', 'publisher');
  library = await house.library(author, 'races');
  author = await house.again(author);
});
afterAll(() => house.close());

const params = { library: 'races' };
const rowsOf = async (sql: string) => (await house.asOwner(sql, [library.id])).rows;

it('of ten commits on the same head one wins, nine are told the new head, and nothing of theirs is left', async () => {
  const start = await house.commit(author, library, 'shared', { 'start.prompt': 'Start' });
  const before = await rowsOf('select oid from libraries_object where library_id = $1');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, at) =>
      house.call(author, 'commit.create', {
        params,
        body: {
          branch: 'shared',
          expectedHead: start,
          message: `Edit ${at}`,
          files: [{ path: `folder-${at}/edit.prompt`, text: `Edit ${at}` }],
        },
      }),
    ),
  );
  const head = await house.libraries.head(library, 'shared');
  const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(won).toMatchObject([{ value: { commit: head, head } }]);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'commit.stale_head', status: 409, more: { head } });
  // A blob, a folder, the root and the commit of the winner.
  expect(await rowsOf('select oid from libraries_object where library_id = $1')).toHaveLength(
    before.length + 4,
  );
  const entries = await rowsOf(
    "select id from ledger_leaf where subject_id = $1 and action = 'commit.create'",
  );
  expect(entries).toHaveLength(2);
});

it('of ten branches of one name one is made', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, at) =>
      house.call(author, 'branch.create', { params, body: { name: at % 2 === 0 ? 'same' : 'same/deeper' } }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'branch.exists' });
});

it('ten publications at once go one after the other: no number twice, no gap, nothing lost', async () => {
  await house.commit(author, library, 'base', { 'common.prompt': 'Common' });
  await house.publish(publisher, library, 'base');
  const branches = Array.from({ length: 10 }, (_, at) => `edit-${at}`);
  for (const branch of branches)
    await house.commit(author, library, branch, {
      [`own/${branch}.prompt`]: branch,
      'common.prompt': 'Common, edited alike',
    });
  const published = await Promise.all(branches.map((branch) => house.publish(publisher, library, branch)));
  expect(new Set(published.map(({ commit }) => commit)).size).toBe(10);
  const main = await rowsOf(
    'select number, commit_oid from libraries_publication where library_id = $1 order by number',
  );
  expect(main.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
  expect(await house.libraries.head(library, 'main')).toBe(main.at(-1)?.commit_oid);
  for (const branch of branches)
    expect(await house.libraries.resolve(author, `races/own/${branch}`)).toMatchObject({
      text: branch,
      version: 1,
    });
  // All ten made the same edit of one file: the first to publish it made its one new version.
  expect((await house.libraries.versions(library, 'common.prompt')).map(({ number }) => number)).toEqual([
    2, 1,
  ]);
});

it('of ten publications of conflicting edits one wins', async () => {
  const branches = Array.from({ length: 10 }, (_, at) => `rival-${at}`);
  for (const branch of branches) await house.commit(author, library, branch, { 'common.prompt': branch });
  const outcomes = await Promise.allSettled(
    branches.map((branch) => house.publish(publisher, library, branch)),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({
        code: 'change.publish.conflict',
        more: { conflicts: ['common.prompt'] },
      });
  expect((await house.libraries.versions(library, 'common.prompt'))[0]).toMatchObject({ number: 3 });
});

it('publishing content that is not the approved one is refused', async () => {
  await house.commit(author, library, 'late', { 'late.prompt': 'Approved' });
  const approved = await house.libraries.head(library, 'late');
  const { digest } = await house.libraries.compare(library, approved ?? '');
  const head = await house.commit(author, library, 'late', { 'late.prompt': 'Slipped in after' });
  const attempt = house.ledger.record(async (tx) => {
    const publication = {
      head,
      expectedDigest: digest,
      environment: 'production',
      change: 'chg_1' as const,
      publisher,
      message: 'Publish',
      reason: 'Publish',
      kind: 'publish' as const,
      notes: '',
      at: house.clock.now(),
      entry: newId('ent'),
    };
    await house.libraries.publish(tx, library, publication);
    throw new Error('it was published');
  });
  await expect(attempt).rejects.toMatchObject({ code: 'change.publish.stale_digest', status: 409 });
});
