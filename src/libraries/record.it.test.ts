import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CallInput,
  createTestLibraries,
  type TestLibraries,
} from '../../test/support/test-libraries.ts';
import { untilSigned } from '../../test/support/test-log.ts';
import type { Principal } from '../access/index.ts';
import { actorOf } from '../access/index.ts';
import { InvalidInput } from '../platform/http/index.ts';
import { newId } from '../platform/id.ts';
import type { Library } from './index.ts';

let house: TestLibraries;
let author: Principal;
let library: Library;
let head: string;

beforeAll(async () => {
  house = await createTestLibraries();
  author = await house.person('Carla Contributor', 'contributor');
  library = await house.library(author, 'sales');
  author = await house.again(author);
  head = await house.commit(author, library, 'work', { 'a.prompt': 'A', 'folder/b.prompt': 'B' });
});
afterAll(() => house.close());

const params = { library: 'sales' };
const commit = (more: Record<string, unknown>): CallInput => ({
  params,
  body: {
    branch: 'work',
    expectedHead: head,
    message: 'Edit',
    files: [{ path: 'a.prompt', text: 'New' }],
    ...more,
  },
});

/** Everything that a write could have left, as numbers. */
async function rows(): Promise<unknown> {
  const tables = [
    'libraries_library',
    'libraries_object',
    'libraries_blob',
    'libraries_commit',
    'libraries_ref',
    'ledger_leaf',
  ];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await house.asOwner(`select ${counts.join()}`)).rows[0];
}

describe('every write has its entry', () => {
  it('names action, actor, subject and what happened, and never content', async () => {
    await untilSigned(house.ledger);
    const placed = await house.ledger.list(library.organization, { subjectId: library.id, limit: 10 });
    const entries = placed.map(({ entry: { action, actor, subject, data } }) => ({
      action,
      actor,
      subject,
      data,
    }));
    const actor = { ...actorOf(author), credential: expect.objectContaining({ kind: 'key' }) };
    const subject = { kind: 'library', id: library.id };
    const paths = ['a.prompt', 'folder/b.prompt'];
    const [last, branched, made] = entries;
    const first = made?.data.commit;
    expect(last).toEqual({
      action: 'commit.create',
      actor,
      subject,
      data: { branch: 'work', commit: head, parent: first, paths },
    });
    expect(branched).toEqual({
      action: 'branch.create',
      actor,
      subject,
      data: { branch: 'work', commit: first },
    });
    expect(made).toEqual({
      action: 'library.create',
      actor,
      subject,
      data: { name: 'sales', visibility: 'open', commit: first },
    });
    const grants = await house.ledger.list(library.organization, {
      action: 'grant.create',
      actorId: author.id,
      limit: 10,
    });
    expect(grants).toMatchObject([{ entry: { data: { role: 'contributor', principal: author.id } } }]);
  });

  it('is what the contribution says too', async () => {
    const { rows: contributed } = await house.asOwner(
      'select * from libraries_contribution where commit_oid = $1',
      [head],
    );
    expect(contributed).toMatchObject([
      { principal_id: author.id, human_id: author.human, library_id: library.id },
    ]);
  });
});

describe('a refusal says what to do and leaves nothing', () => {
  const badly: [string, string, number, () => [string, CallInput]][] = [
    ['main', 'branch.protected', 409, () => ['commit.create', commit({ branch: 'main' })]],
    [
      'a stale head',
      'commit.stale_head',
      409,
      () => ['commit.create', commit({ expectedHead: '0'.repeat(40) })],
    ],
    ['an unknown branch', 'branch.not_found', 404, () => ['commit.create', commit({ branch: 'nowhere' })]],
    [
      'nothing new',
      'commit.empty',
      422,
      () => ['commit.create', commit({ files: [{ path: 'a.prompt', text: 'A' }] })],
    ],
    [
      'a prompt with faults',
      'prompt.unparsable',
      422,
      () => ['commit.create', commit({ files: [{ path: 'c.prompt', text: '{{#if' }] })],
    ],
    [
      'a bad path',
      'asset.bad_path',
      422,
      () => ['commit.create', commit({ files: [{ path: '../x', text: '' }] })],
    ],
    [
      'deleting what is not there',
      'asset.bad_path',
      422,
      () => ['commit.create', commit({ files: [{ path: 'z', delete: true }] })],
    ],
    [
      'a file where a folder is',
      'asset.bad_path',
      422,
      () => ['commit.create', commit({ files: [{ path: 'folder', text: '' }] })],
    ],
    [
      'a folder where a file is',
      'asset.bad_path',
      422,
      () => ['commit.create', commit({ files: [{ path: 'a.prompt/x', text: '' }] })],
    ],
    [
      'too many files',
      'commit.too_large',
      422,
      () => [
        'commit.create',
        commit({ files: Array.from({ length: 101 }, (_, at) => ({ path: `f${at}`, text: '' })) }),
      ],
    ],
    [
      'a library of that name',
      'library.create.name_taken',
      409,
      () => ['library.create', { body: { name: 'sales', visibility: 'open' } }],
    ],
    [
      'a branch of that name',
      'branch.exists',
      409,
      () => ['branch.create', { params, body: { name: 'work' } }],
    ],
    [
      'a branch under a branch',
      'branch.exists',
      409,
      () => ['branch.create', { params, body: { name: 'work/more' } }],
    ],
    [
      'an unknown start',
      'branch.not_found',
      404,
      () => ['branch.create', { params, body: { name: 'new', from: 'nowhere' } }],
    ],
    [
      'an unknown asset',
      'asset.not_found',
      404,
      () => ['asset.read', { params, query: { path: 'none.prompt' } }],
    ],
    [
      'an unpublished version',
      'asset.not_found',
      404,
      () => ['asset.read', { params, query: { path: 'a.prompt', ref: '@1' } }],
    ],
    [
      'a bad selector',
      'asset.bad_reference',
      400,
      () => ['asset.read', { params, query: { path: 'a.prompt', ref: '@@' } }],
    ],
    [
      'a cursor of another list',
      'request.bad_cursor',
      400,
      () => ['commit.list', { params, query: { cursor: 'WyJ4Il0' } }],
    ],
    [
      'a cursor that is none',
      'request.bad_cursor',
      400,
      () => ['asset.list', { params, query: { cursor: '\0' } }],
    ],
  ];
  it.each(badly)('%s: %s %i', async (_, code, status, makeCall) => {
    const before = await rows();
    const [id, input] = makeCall();
    const refusal = await house.refusal(author, id, input);
    expect(refusal).toMatchObject({ code, status });
    expect(refusal.detail).toMatch(/^.+[.!]$/s);
    expect(await rows()).toEqual(before);
    const declared = house.libraries.operations.find((operation) => operation.id === id)?.problems;
    if (!code.startsWith('request.')) expect(declared).toContain(code);
  });

  const invalid: [string, string, CallInput][] = [
    ['a library name with capitals', 'library.create', { body: { name: 'Sales', visibility: 'open' } }],
    ['a name that ends with a hyphen', 'library.create', { body: { name: 'sales-', visibility: 'open' } }],
    [
      'NUL in a description',
      'library.create',
      { body: { name: 'nul', visibility: 'open', description: 'a\0' } },
    ],
    ['an unknown member', 'library.create', { body: { name: 'more', visibility: 'open', owner: 'me' } }],
    ['a branch that reads as a commit', 'branch.create', { params, body: { name: 'a'.repeat(40) } }],
    ['a branch with dots', 'branch.create', { params, body: { name: 'a..b' } }],
    ['an empty message', 'commit.create', commit({ message: ' \n' })],
    ['NUL in a message', 'commit.create', commit({ message: 'a\0b' })],
    ['text and delete at once', 'commit.create', commit({ files: [{ path: 'a', text: '', delete: true }] })],
    ['no files', 'commit.create', commit({ files: [] })],
    ['an unknown query', 'asset.list', { params, query: { order: 'up' } }],
    ['a limit over 200', 'commit.list', { params, query: { limit: '201' } }],
    ['a limit over 1000', 'asset.list', { params, query: { limit: '1001' } }],
  ];
  it.each(invalid)('%s is not valid input', async (_, id, input) => {
    const before = await rows();
    await expect(house.call(author, id, input)).rejects.toBeInstanceOf(InvalidInput);
    expect(await rows()).toEqual(before);
  });

  it('publishing to an environment that is not there', async () => {
    const { digest } = await house.libraries.compare(library, head);
    const publication = {
      head,
      expectedDigest: digest,
      environment: 'moon',
      change: 'chg_1' as const,
      publisher: author,
      message: 'X',
      reason: 'X',
      kind: 'publish' as const,
      notes: '',
      at: house.clock.now(),
      entry: newId('ent'),
    };
    const attempt = house.ledger.record((tx) =>
      house.libraries.publish(tx, library, publication).then(() => Promise.reject(new Error('published'))),
    );
    await expect(attempt).rejects.toMatchObject({ code: 'environment.unknown', status: 422 });
  });
});

describe('the server role', () => {
  it.each([
    'libraries_object',
    'libraries_commit',
    'libraries_version',
    'libraries_pointer',
    'libraries_publication',
    'libraries_contribution',
  ])('may neither change nor delete rows of %s', async (table) => {
    await expect(asServer(`delete from ${table}`)).rejects.toThrow('permission denied for table');
    await expect(asServer(`update ${table} set organization_id = 'x'`)).rejects.toThrow(
      'permission denied for table',
    );
  });

  it('may make and end a tag, but never move one', async () => {
    await asServer('delete from libraries_git_tag');
    for (const column of ['name', 'commit_oid', 'object_oid', 'created_by'])
      await expect(asServer(`update libraries_git_tag set ${column} = 'x'`)).rejects.toThrow(
        'permission denied',
      );
  });

  it('may move and end a branch, but not rename one or say that it is somebody else’s', async () => {
    await asServer("delete from libraries_ref where name like 'refs/none/%'");
    for (const column of ['name', 'created_by'])
      await expect(asServer(`update libraries_ref set ${column} = 'refs/heads/x'`)).rejects.toThrow(
        'permission denied for table',
      );
  });
});

/** As the running server's own role, and taken back. */
async function asServer(statement: string): Promise<void> {
  const server = new pg.Client(house.database.server);
  await server.connect();
  try {
    await server.query('begin');
    await server.query(statement);
    await server.query('rollback');
  } finally {
    await server.end();
  }
}
