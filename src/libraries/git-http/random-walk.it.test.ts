import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { startHouse, type TestHouse } from '../../../test/support/house.ts';
import { commit, promptText } from '../../../test/support/proposals.ts';

/**
 * Oracle: two clones do the same to our library and to a bare repository of the stock git; refs and trees must be the same all the
 * time. The seed is printed; set COUNTERSIGN_TEST_SEED to walk the same way again.
 */
const long = process.env.COUNTERSIGN_TEST_LONG !== undefined;
const steps = long ? 2_000 : 500;
const seed = Number(process.env.COUNTERSIGN_TEST_SEED ?? Date.now() % 1_000_000_000);
let house: TestHouse;
let client: GitClient;
let key: string;

beforeAll(async () => {
  house = await startHouse();
  key = house.northwind.people.contributor.key;
  await house.done(key, 'library.create', { body: { name: 'walk', visibility: 'open' } });
  client = gitClient();
  const address = `${house.address}/git/northwind/walk.git`;
  // The key goes with the first request: without this every command would ask twice.
  const basic = Buffer.from(`x:${key}`).toString('base64');
  await client.git('.', 'config', '--global', 'http.extraHeader', `authorization: Basic ${basic}`);
  for (const [name, value] of [
    ['gc.auto', '0'],
    ['core.fsync', 'none'],
    ['commit.gpgSign', 'false'],
    ['merge.stat', 'false'],
  ] as const)
    await client.git('.', 'config', '--global', name, value);
  await client.git('.', 'clone', '-q', '--bare', address, 'stock.git');
  for (const where of ['a', 'b']) {
    await client.git('.', 'clone', '-q', address, where);
    await client.git(where, 'remote', 'add', 'stock', `${client.folder}/stock.git`);
    await client.git(where, 'checkout', '-q', '-b', `start-${where}`);
  }
});
afterAll(async () => {
  client.remove();
  await house.close();
});

let state = seed;
/** mulberry32 */
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let value = Math.imul(state ^ (state >>> 15), 1 | state);
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
  return ((value ^ (value >>> 14)) >>> 0) % below;
}

const branches = ['start-a', 'start-b', 'left', 'right', 'fix/tone'];
const anyBranch = () => branches[random(branches.length)] ?? 'left';
const tags = ['v1', 'v2', 'v3', 'r/one', 'r/two', 'Ünï'];
const anyTag = () => tags[random(tags.length)] ?? 'v1';
const names = [
  'one.prompt',
  'a/two.prompt',
  'a/b/three.prompt',
  'notes.txt',
  'a-b.txt',
  'a.txt',
  'Ünï.prompt',
];

/** Pushes to both; both must take it or both refuse it. */
async function pushBoth(where: string, ...spec: readonly string[]): Promise<void> {
  const ours = await client.run(where, 'push', '-q', 'origin', ...spec);
  const stock = await client.run(where, 'push', '-q', 'stock', ...spec);
  expect({ code: ours.code, err: ours.err }, `push ${spec.join(' ')} in ${where}`).toEqual({
    code: stock.code,
    err: stock.code === 0 ? stock.err : expect.anything(),
  });
}

const moves: Readonly<Record<string, (where: string, step: number) => Promise<void>>> = {
  commit: async (where, step) => {
    const name = names[random(names.length)] ?? 'notes.txt';
    const text = name.endsWith('.prompt') ? promptText(`Step ${step}`) : `${step}\n`;
    await client.commit(where, `Step ${step}`, { [name]: text });
  },
  remove: async (where, step) => {
    const name = names[random(names.length)] ?? 'notes.txt';
    const removed = await client.run(where, 'rm', '-q', '--', name);
    if (removed.code === 0) await client.git(where, 'commit', '-q', '-m', `Remove at ${step}`);
  },
  branch: async (where) => {
    const name = anyBranch();
    const known = await client.run(where, 'rev-parse', '-q', '--verify', `refs/heads/${name}`);
    await client.git(where, 'checkout', '-q', ...(known.code === 0 ? [] : ['-b']), name);
  },
  merge: async (where) => {
    const remote = await client.run(
      where,
      'rev-parse',
      '-q',
      '--verify',
      `refs/remotes/origin/${anyBranch()}`,
    );
    if (remote.code === 0)
      await client
        .git(where, 'merge', '-q', '--no-edit', '-X', 'ours', '-s', 'ort', remote.out.trim())
        .catch(() => client.git(where, 'merge', '--abort'));
  },
  revert: async (where) => {
    const parents = await client.git(where, 'log', '-1', '--format=%P');
    if (parents.split(' ').length !== 1 || parents === '') return;
    await client.run(where, 'revert', '--no-edit', 'HEAD');
    await client.run(where, 'revert', '--abort');
  },
  tag: async (where, step) => {
    const annotated = random(2) === 0 ? ['-a', '-m', `Tagged at ${step}`] : [];
    // A name that is taken moves here, and is refused by both when it is pushed.
    await client.git(where, 'tag', '-f', ...annotated, anyTag(), random(3) === 0 ? 'origin/main' : 'HEAD');
  },
  pushTag: async (where) => {
    const name = anyTag();
    const known = await client.run(where, 'rev-parse', '-q', '--verify', `refs/tags/${name}`);
    if (known.code === 0) await pushBoth(where, `refs/tags/${name}`);
  },
  pushFollowing: async (where) => pushBoth(where, '--follow-tags', 'HEAD'),
  deleteTag: async (where) => {
    const name = anyTag();
    const there = await client.git(where, 'ls-remote', 'stock', `refs/tags/${name}`);
    if (there !== '') await pushBoth(where, `:refs/tags/${name}`);
  },
  push: async (where) => pushBoth(where, 'HEAD'),
  pull: async (where) => {
    await client.git(
      where,
      'fetch',
      '-q',
      '--prune',
      '--force',
      'origin',
      'refs/tags/*:refs/tags/*',
      'refs/heads/*:refs/remotes/origin/*',
    );
    const upstream = `origin/${await client.git(where, 'rev-parse', '--abbrev-ref', 'HEAD')}`;
    const known = await client.run(where, 'rev-parse', '-q', '--verify', `refs/remotes/${upstream}`);
    if (known.code === 0)
      await client
        .git(where, 'merge', '-q', '--no-edit', '-X', 'theirs', upstream)
        .catch(() => client.git(where, 'merge', '--abort'));
  },
  deleteBranch: async (where) => {
    const name = anyBranch();
    const there = await client.git(where, 'ls-remote', 'stock', `refs/heads/${name}`);
    if (there !== '') await pushBoth(where, '--delete', name);
  },
  webCommit: async (_, step) => {
    const name = anyBranch();
    const there = await client.git('a', 'ls-remote', 'stock', `refs/heads/${name}`);
    if (there === '') return;
    await commit(house, key, 'walk', name, { path: 'web.prompt', text: promptText(`Web ${step}`) });
    await client.git('a', 'fetch', '-q', 'origin', name);
    await client.git('a', 'push', '-q', 'stock', `FETCH_HEAD:refs/heads/${name}`);
  },
};

it(`${steps} random steps: we and the stock git hold the same`, {
  timeout: long ? 3_600_000 : 600_000,
}, async () => {
  console.log(`walk seed: ${seed}`);
  const weighted = [
    'commit',
    'commit',
    'commit',
    'push',
    'push',
    'pull',
    'remove',
    'branch',
    'merge',
    'revert',
    'revert',
    'tag',
    'tag',
    'pushTag',
    'pushFollowing',
    'deleteTag',
    'deleteBranch',
    'webCommit',
  ];
  const trail: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    const where = random(2) === 0 ? 'a' : 'b';
    const move = weighted[random(weighted.length)] ?? 'push';
    trail.push(`${where} ${move}`);
    await moves[move]?.(where, step).catch((cause: unknown) => {
      throw new Error(`seed ${seed}, after: ${trail.join(', ')}`, { cause });
    });
    if (step % 10 === 9) await compareRefs(trail);
  }
  await compareRefs(trail);
  const address = await client.git('a', 'remote', 'get-url', 'origin');
  await client.git('.', 'clone', '-q', '--mirror', address, 'final.git');
  const fsck = await client.run('final.git', 'fsck', '--strict', '--full', '--no-dangling');
  expect({ code: fsck.code, out: fsck.out }).toEqual({ code: 0, out: '' });
  const trees = (where: string) =>
    client.git(where, 'for-each-ref', '--format=%(refname) %(objecttype) %(objectname) %(tree) %(*tree)');
  expect(await trees('final.git')).toBe(await trees('stock.git'));
  // The walk went somewhere: commits, merges and reverts are there to be compared.
  const count = async (...which: readonly string[]) =>
    Number(await client.git('final.git', 'rev-list', '--count', '--all', ...which));
  const walked = {
    commits: await count(),
    merges: await count('--merges'),
    reverts: await count('--grep=^Revert'),
  };
  console.log(`walked: ${JSON.stringify(walked)}`);
  expect(walked.commits).toBeGreaterThan(steps / 10);
  if (steps >= 500) expect(walked.merges + walked.reverts).toBeGreaterThan(0);
});

async function compareRefs(trail: readonly string[]): Promise<void> {
  const heads = (remote: string) => client.git('a', 'ls-remote', '--heads', '--tags', remote);
  expect(await heads('origin'), `seed ${seed}, after: ${trail.join(', ')}`).toBe(await heads('stock'));
}
