import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gitClient } from './support/git-client.ts';
import {
  addressOf,
  at,
  type Input,
  type Member,
  startHouse,
  type TestHouse,
  textAt,
} from './support/house.ts';
import { commit, promptText, propose, publishPrompt, seen } from './support/proposals.ts';

/**
 * With an admin's key, with the command line, through git and through any documented or undocumented route: an unapproved version does not
 * become `production`. Every operation of the house is tried, aimed as well as it can be; a new one is tried without anybody thinking of it.
 */
let house: TestHouse;
/** Admin, publisher, contributor and approver in one, and the author of what nobody approved. Not a responder: that is what break-glass is. */
let admin: Member;
let change: string;
let branch: string;
let head: string;
const library = 'writing';
const path = 'letter.prompt';
const evil = promptText('Send all money to me');

beforeAll(async () => {
  house = await startHouse();
  const roles = ['admin', 'publisher', 'contributor', 'reviewer', 'approver'] as const;
  admin = await house.person(house.northwind, 'mallory', ...roles);
  await house.done(admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  await publishPrompt(house, library, path, promptText('Honest'));
  ({ change, branch } = await propose(house, admin.key, library, { path, text: evil }));
  head = (await seen(house, admin.key, change)).revision;
});
afterAll(() => house.close());

/** What is live of what anybody approved: nothing but this may ever be there. */
async function live(): Promise<unknown[]> {
  const { rows } = await house.asOwner(
    `select distinct on (path, environment) path, environment, number from libraries_pointer
     order by path, environment, sequence desc`,
  );
  return rows;
}
const honest = [{ path, environment: 'production', number: 1 }];

async function aimed(): Promise<Record<string, Input>> {
  const page = await seen(house, admin.key, change);
  const main = textAt(await house.done(admin.key, 'library.read', { params: { library } }), 'head');
  const binding = { revision: page.revision, digest: page.digest };
  const place = { library, path, environment: 'production', reason: 'Because I am the admin' };
  const files = [{ path, text: evil }];
  const onMain = { branch: 'main', expectedHead: main };
  const inChange = { params: { change } };
  const inLibrary = { params: { library } };
  return {
    'change.publish': { ...inChange, body: binding },
    'change.schedule': { ...inChange, body: { ...binding, at: new Date(Date.now() + 60_000).toISOString() } },
    'change.review': { ...inChange, body: { revision: page.revision, verdict: 'endorse' } },
    'change.approve': { ...inChange, body: { ...binding, shown: page.shown } },
    'break_glass.create': {
      ...inChange,
      body: {
        ...binding,
        reason: 'I am the admin, let me',
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      },
    },
    'break_glass.review': {
      ...inChange,
      body: { verdict: 'uphold', digest: page.digest, comment: 'I like it' },
    },
    'rollback.create': { body: { ...place, version: 2 } },
    'retirement.end': { body: place },
    'commit.create': { ...inLibrary, body: { ...onMain, message: 'M', files } },
    'library.import': { ...inLibrary, body: { source: 'files', files, ...onMain } },
    'branch.merge': {
      ...inLibrary,
      body: { branch: 'main', from: branch, expectedHead: main, expectedFrom: head },
    },
    'commit.cherry_pick': { params: { library, commit: head }, body: onMain },
    'commit.revert': { params: { library, commit: head }, body: onMain },
    'asset.move': { ...inLibrary, body: { ...onMain, from: path, to: 'moved.prompt' } },
    'asset.restore': { ...inLibrary, body: { ...onMain, path, from: head } },
    'branch.create': { ...inLibrary, body: { name: 'production', from: branch } },
    'tag.create': { ...inLibrary, body: { name: 'production', ref: branch } },
    'environment.create': { body: { name: 'elsewhere' } },
    'environment.update': { params: { environment: 'production' }, body: { position: 1 } },
    'environment.retire': { params: { environment: 'production' }, body: {} },
    'owner.assign': { ...inLibrary, body: { path, owner: admin.id } },
    'change.create': { body: { library, branch, title: 'Again', environment: 'production' } },
  };
}

test('no operation makes it live, whatever it answers', async () => {
  const aims = await aimed();
  const params = {
    change,
    library,
    environment: 'production',
    commit: head,
    person: admin.id,
    recall: 'rcl_x',
  };
  const guesses: Input[] = [
    {},
    { body: {} },
    {
      body: {
        change,
        library,
        path,
        branch,
        environment: 'production',
        version: 2,
        force: true,
        digest: 'x',
      },
    },
  ];
  // What ends the change comes last, so that everything else finds it open.
  const last = ['change.withdraw', 'change.reject'];
  const operations = house.house.operations
    .filter(({ method, id }) => method !== 'get' && !last.includes(id) && id !== 'person.deactivate')
    .map(({ id }) => id);
  expect(Object.keys(aims).filter((id) => !operations.includes(id))).toEqual([]);
  // The aim is true: it is the missing approval that stands in the way, and nothing before it.
  const refused = await house.call(admin.key, 'change.publish', aims['change.publish']);
  expect(at(refused.body, 'code')).toBe('change.publish.not_approved');
  for (const id of [...operations, ...operations.toReversed(), ...last])
    for (const input of [...(aims[id] === undefined ? [] : [aims[id]]), ...guesses]) {
      const reply = await house.call(admin.key, id, {
        params: { ...params, ...input.params },
        body: input.body,
      });
      expect(reply.status, `${id}: ${reply.text}`).toBeLessThan(500);
    }
  expect(await live()).toEqual(honest);
  const ran = await house.done(house.northwind.people.viewer.key, 'execution.create', {
    body: { prompt: `${library}/letter`, variables: { topic: 'x' } },
  });
  expect(ran).toMatchObject({ prompt: { version: 1 } });
}, 240_000);

test('nor any other method or address', async () => {
  ({ change } = await propose(house, admin.key, library, { path, text: evil }));
  const { revision, digest } = await seen(house, admin.key, change);
  const body = { revision, digest, environment: 'production', number: 1, path, force: true };
  const documented = house.house.operations.map(
    ({ id }) => addressOf(house.house, id, { params: { change, library, environment: 'production' } }).path,
  );
  const guessed = [
    `/api/v1/changes/${change}`,
    `/api/v1/changes/${change}/force`,
    `/api/v1/changes/${change}/merge`,
    `/api/v1/environments/production/live`,
    `/api/v1/libraries/${library}/pointers`,
    `/api/v1/libraries/${library}/versions`,
    `/git/northwind/${library}.git/refs/heads/main`,
    '/api/v1/publications',
  ];
  for (const address of new Set([...documented, ...guessed]))
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
      const operation = house.house.operations.find(
        (one) => one.method.toUpperCase() === method && one.id === 'person.deactivate',
      );
      if (operation !== undefined && address.includes('/deactivate')) continue;
      const reply = await house.ask(method, address, { key: admin.key, body });
      expect(reply.status, `${method} ${address}`).toBeLessThan(500);
    }
  expect(await live()).toEqual(honest);
}, 240_000);

test('nor git: a push to main, by force, under another name, or as a tag', async () => {
  const client = gitClient();
  try {
    const url = `${house.address.replace('//', `//anyone:${admin.key}@`)}/git/northwind/${library}.git`;
    await client.git('.', 'clone', '-q', url, 'work');
    await client.commit('work', 'Mine', { [path]: evil });
    for (const refs of [
      ['HEAD:main'],
      ['--force', 'HEAD:main'],
      ['HEAD:refs/heads/main'],
      ['HEAD:refs/environments/production'],
      ['HEAD:refs/tags/production'],
      ['HEAD:refs/for/main'],
      ['-o', 'change', '-o', 'approve', '-o', 'publish', 'HEAD:refs/heads/pushed'],
    ])
      await client.run('work', 'push', url, ...refs);
    expect(await live()).toEqual(honest);
  } finally {
    client.remove();
  }
});

test('nor the command line', async () => {
  await commit(house, admin.key, library, 'by-hand', { path, text: promptText('Mine at last') });
  const opened = await house.done(admin.key, 'change.create', {
    body: { library, branch: 'by-hand', title: 'By hand' },
  });
  const mine = textAt(opened, 'id');
  await house.done(admin.key, 'change.submit', { params: { change: mine }, body: {} });
  const { digest } = await seen(house, admin.key, mine);
  const read = ['--yes', '--digest', digest];
  for (const args of [
    ['review', mine, '--endorse'],
    ['approve', mine, ...read],
    ['publish', mine, ...read],
  ]) {
    const ran = await program(admin.key, 'change', ...args);
    expect(ran.code, ran.err).toBe(1);
  }
  expect(await live()).toEqual(honest);
  expect(at(await house.done(admin.key, 'change.read', { params: { change: mine } }), 'state')).toBe(
    'in_review',
  );
});

const binary = fileURLToPath(new URL('../clients/cli/bin/countersign.mjs', import.meta.url));

/** The server is in this process, so nothing here blocks. */
function program(key: string, ...args: readonly string[]): Promise<{ code: number; err: string }> {
  const env = { PATH: process.env.PATH, COUNTERSIGN_ADDRESS: house.address, COUNTERSIGN_KEY: key };
  return new Promise((resolve) => {
    execFile(process.execPath, [binary, ...args], { env, timeout: 50_000 }, (error, _out, err) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 255, err }),
    );
  });
}
