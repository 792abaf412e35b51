/**
 * How a large library answers: `npm run bench:library -- [prompts] [commits]` (10,000 prompts and 20,000 commits without).
 * Builds the library through the real server on the embedded database: `git fast-import` into a local repository, pushed branch by
 * branch, each published to main by a change that four people decide. Then asks what people ask, and lets the stock git clone and
 * pull the same repository from here and, in the same minute, from the system's own `git http-backend`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type BenchHouse, library, organization, startBenchHouse } from './library-scale/bench-house.ts';
import { busyPath, fastImport, pathOf, quietPath, textOf } from './library-scale/history.ts';
import { fastImportInto, git, line, ms, report, secondsOf } from './library-scale/measure.ts';
import { startStockServer } from './library-scale/stock-server.ts';

const prompts = Number(process.argv[2] ?? 10_000);
const commits = Number(process.argv[3] ?? prompts * 2);
const pageSchema = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });
const committed = z.object({ head: z.string() });
const api = `/api/v1/libraries/${library}`;

async function build(house: BenchHouse, folder: string): Promise<void> {
  await git(folder, 'clone', '-q', '--bare', house.gitAddress, 'source.git');
  const source = join(folder, 'source.git');
  const root = await git(source, 'rev-parse', 'main');
  await fastImportInto(source, fastImport({ prompts, commits }, root));
  const listed = await git(source, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/batch-*');
  const branches = listed.split('\n').sort((left, right) => Number(left.slice(6)) - Number(right.slice(6)));
  let pushing = 0;
  let publishing = 0;
  for (const branch of branches) {
    pushing += (await secondsOf(() => git(source, 'push', '-q', house.gitAddress, branch)))[0];
    publishing += (await secondsOf(() => house.publish(branch)))[0];
  }
  line(`pushed in ${branches.length} parts`, `${pushing.toFixed(1)} s`);
  line('published by as many changes', `${publishing.toFixed(1)} s`);
  await mkdir(join(folder, 'stock'));
  await git(
    folder,
    'clone',
    '-q',
    '--bare',
    '--single-branch',
    '-b',
    branches.at(-1) ?? '',
    source,
    'stock/large.git',
  );
  const stock = join(folder, 'stock', 'large.git');
  await git(stock, 'branch', '-m', 'main');
  await git(stock, 'config', 'http.receivepack', 'true');
  await git(stock, 'repack', '-a', '-d', '-q');
}

async function wholeList(house: BenchHouse): Promise<number> {
  let count = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = pageSchema.parse(
      await house.call(house.keys.viewer, 'GET', `${api}/assets?limit=200${next}`),
    );
    count += page.items.length;
    cursor = page.next;
  }
  return count;
}

async function askApi(house: BenchHouse): Promise<void> {
  const get = (path: string, key = house.keys.viewer) => house.call(key, 'GET', api + path);
  const commitsOf = (path: string) => get(`/commits?path=${encodeURIComponent(path)}`);
  await report('open: library.read and 200 of asset.list', () =>
    Promise.all([get(''), get('/assets?limit=200')]),
  );
  const [whole, count] = await secondsOf(() => wholeList(house));
  line(`asset.list, all ${count}`, ms(whole));
  await report('commit.list of main', () => get('/commits'));
  await report('commit.list of a busy prompt', () => commitsOf(busyPath));
  await report('commit.list of a prompt written once, long ago', () => commitsOf(quietPath));
  await report('version.list of the busy prompt', () =>
    get(`/versions?path=${encodeURIComponent(busyPath)}`),
  );
  await report('branch.list', () => get('/branches', house.keys.contributor));
  const [first, { next }] = await secondsOf(async () =>
    pageSchema.parse(await get('/graph?limit=200', house.keys.contributor)),
  );
  line('library.graph, first page', ms(first));
  await report('library.graph, a later page', () =>
    get(`/graph?limit=200&cursor=${next}`, house.keys.contributor),
  );
}

/** One more commit on main of both, and what it takes to pull it. */
async function pullOne(house: BenchHouse, folder: string): Promise<void> {
  const { contributor } = house.keys;
  await house.call(contributor, 'POST', `${api}/branches`, { name: 'one' });
  const { items } = pageSchema.parse(await house.call(contributor, 'GET', `${api}/branches?limit=200`));
  const heads = z.array(z.object({ name: z.string(), head: z.string() })).parse(items);
  const file = { path: pathOf(prompts - 1), text: textOf(prompts - 1, commits + 1) };
  const expectedHead = heads.find(({ name }) => name === 'one')?.head;
  const body = { branch: 'one', expectedHead, message: 'One more', files: [file] };
  const [committing] = await secondsOf(async () =>
    committed.parse(await house.call(contributor, 'POST', `${api}/commits`, body)),
  );
  line('commit.create of one file', ms(committing));
  line('from change.create to change.publish', ms((await secondsOf(() => house.publish('one')))[0]));
  const ours = join(folder, 'ours');
  line('one-commit pull, ours', ms((await secondsOf(() => git(ours, 'pull', '-q', '--ff-only')))[0]));
  await git(ours, 'push', '-q', join(folder, 'stock', 'large.git'), 'main');
  const theirs = join(folder, 'theirs');
  line(
    'one-commit pull, git http-backend',
    ms((await secondsOf(() => git(theirs, 'pull', '-q', '--ff-only')))[0]),
  );
}

/** Clones of both in turns; the server's own memory and the first byte are looked at on the way. */
async function cloneBoth(house: BenchHouse, folder: string, stock: string): Promise<void> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const [first] = await secondsOf(() => git(folder, 'clone', '-q', house.gitAddress, 'ours'));
  clearInterval(watch);
  const [theirs] = await secondsOf(() => git(folder, 'clone', '-q', stock, 'theirs'));
  const [again] = await secondsOf(() => git(folder, 'clone', '-q', '--bare', house.gitAddress, 'again.git'));
  const [theirsAgain] = await secondsOf(() =>
    git(folder, 'clone', '-q', '--bare', stock, 'theirs-again.git'),
  );
  line('first clone, ours', `${ms(first)}, server memory up by ${Math.round((peak - before) / 1e6)} MB`);
  line(
    'first clone, git http-backend',
    `${ms(theirs)}; ours takes ${(first / theirs).toFixed(2)} times that`,
  );
  line('bare clone, ours', ms(again));
  line(
    'bare clone, git http-backend',
    `${ms(theirsAgain)}; ours takes ${(again / theirsAgain).toFixed(2)} times that`,
  );
  for (const where of ['ours', 'theirs'])
    line(
      `pack of the clone, ${where}`,
      (await git(join(folder, where), 'count-objects', '-vH')).replaceAll('\n', ', '),
    );
  line('git fsck --strict of our clone', (await git(join(folder, 'ours'), 'fsck', '--strict')) || 'clean');
}

async function firstByte(house: BenchHouse): Promise<void> {
  const head = z.object({ head: z.string() }).parse(await house.call(house.keys.viewer, 'GET', api)).head;
  const packet = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text;
  const body = `${packet('command=fetch')}0001${packet(`want ${head}\n`)}${packet('done\n')}0000`;
  const login = Buffer.from(`bench:${house.keys.viewer}`).toString('base64');
  const started = performance.now();
  const reply = await fetch(`${house.address}/git/${organization}/${library}.git/git-upload-pack`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${login}`,
      'content-type': 'application/x-git-upload-pack-request',
      'git-protocol': 'version=2',
    },
    body,
  });
  let bytes = 0;
  let first = 0;
  for await (const piece of reply.body ?? []) {
    bytes += piece.length;
    if (first === 0 && bytes > 1_000) first = performance.now() - started;
  }
  line('clone without a client: first bytes of the pack', ms(first / 1000));
  line(
    'clone without a client: everything',
    `${ms((performance.now() - started) / 1000)}, ${(bytes / 1e6).toFixed(1)} MB`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const house = await startBenchHouse(folder);
try {
  console.log(
    `${prompts} prompts, ${commits} commits, Node ${process.version}, ${await git(folder, '--version')}`,
  );
  await build(house, folder);
  const stock = await startStockServer(join(folder, 'stock'));
  await askApi(house);
  await firstByte(house);
  await cloneBoth(house, folder, `${stock.address}/large.git`);
  await pullOne(house, folder);
  await stock.stop();
} finally {
  await house.stop();
  await rm(folder, { recursive: true, force: true });
}
