import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, listAt, startHouse, type TestHouse, textAt } from '../../../test/support/house.ts';
import {
  approve,
  promptText,
  propose,
  publishPrompt,
  review,
  seen,
} from '../../../test/support/proposals.ts';

/** What is live, from a terminal: the real program against a real server. */
const program = fileURLToPath(new URL('../bin/countersign.mjs', import.meta.url));
const library = 'writing';
const path = 'letter.prompt';
const asset = `${library}/${path}`;
let house: TestHouse;
let people: TestHouse['northwind']['people'];

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  for (const line of ['First', 'Second']) await publishPrompt(house, library, path, promptText(line));
});
afterAll(() => house.close());

/** The server is in this process, so nothing here blocks. */
function run(key: string, ...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH, COUNTERSIGN_ADDRESS: house.address, COUNTERSIGN_KEY: key };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env, timeout: 50_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 255, out, err }),
    );
  });
}

const live = async () => {
  const query = { path, ref: 'main' };
  return at(await house.done(people.viewer.key, 'asset.read', { params: { library }, query }), 'live');
};

it('rolls back, takes out and puts back; a refusal is its sentence', async () => {
  const why = ['--reason', 'Customers complained'];
  const back = await run(people.publisher.key, 'rollback', asset, '1', ...why);
  expect(back).toMatchObject({ code: 0, out: `${asset} in production: v2 → v1\n` });
  expect(back.err).toMatch(/^recorded as ent_/);
  const refused = await run(people.viewer.key, 'rollback', asset, '2', ...why);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('Only a publisher may do this');
  expect((await run(people.publisher.key, 'retire', asset, ...why)).out).toContain('v1 → nothing');
  expect(await live()).toEqual({});
  expect((await run(people.publisher.key, 'restore', asset, ...why)).out).toContain('nothing → v1');
  expect(await live()).toEqual({ production: 1 });
});

it('recalls, lists, says who used it, and lifts', async () => {
  const { key } = people.publisher;
  const what = ['recall', 'create', asset, '--kind', 'version', '--version', '2', '--reason', 'It is wrong'];
  const made = await run(key, ...what);
  expect(made.out).toMatch(/^rcl_[0-9a-z]+ {2}version writing\/letter\.prompt@2 {2}in force/);
  const [id = ''] = made.out.split(' ');
  expect((await run(key, 'recall', 'list')).out).toBe(made.out);
  expect((await run(key, 'recall', 'uses', id)).err).toBe('Nobody used it.\n');
  expect((await run(key, 'recall', 'lift', id, '--reason', 'Mended')).out).toContain('lifted');
  expect((await run(key, 'recall', 'list')).err).toBe('Nothing is recalled.\n');
});

it('replays a verdict from what was recorded', async () => {
  const { key } = people.viewer;
  const body = { prompt: `${library}/letter`, variables: { topic: 'rain' } };
  const execution = textAt(await house.done(key, 'execution.create', { body }), 'id');
  const replayed = await run(key, 'policy', 'replay', execution);
  expect(replayed).toMatchObject({ code: 0, err: 'Replayed: the same verdict, to the last rule.\n' });
  expect(replayed.out).toMatch(/^permit under sha256:[0-9a-f]{64}\n {2}permits {2}prompts\.published: /);
  expect((await run(people.reviewer.key, 'policy', 'replay', execution)).code).toBe(1);
});

it('schedules and calls off what was approved, and breaks the glass for what was not', async () => {
  const { change } = await propose(house, people.contributor.key, library, { path });
  await review(house, people.reviewer.key, change);
  await approve(house, people.approver.key, change);
  const { digest } = await seen(house, people.publisher.key, change);
  const read = ['--yes', '--digest', digest];
  const time = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await run(people.publisher.key, 'change', 'schedule', change, '--at', time, ...read);
  expect(scheduled).toMatchObject({
    code: 0,
    err: `It goes live in production at ${time}, if it may then.\n`,
  });
  expect((await run(people.publisher.key, 'change', 'unschedule', change)).code).toBe(0);

  const urgent = await propose(house, people.contributor.key, library, { path: 'urgent.prompt' });
  const what = await seen(house, people.responder.key, urgent.change);
  const broken = await run(
    people.responder.key,
    ...['change', 'break-glass', urgent.change, '--hours', '1'],
    ...['--reason', 'Customers read it this very minute.', '--yes', '--digest', what.digest],
  );
  expect(broken.err).toContain('All admins and auditors are told at once');
  expect(broken).toMatchObject({ code: 0 });
  const judged = await run(
    people.approver.key,
    ...['change', 'review-break-glass', urgent.change, '--undo', '--comment', 'It was not needed'],
  );
  expect(judged.code, judged.err).toBe(0);
  const listed = await house.done(people.viewer.key, 'break_glass.list');
  expect(listAt(listed, 'items').map((item) => textAt(item, 'state'))).toEqual(['undone']);
});

it('says why somebody may or may not do something, with the grant that decides', async () => {
  const may = await run(people.publisher.key, 'access', 'why', 'change.publish', `${library}/${path}`);
  expect(may.code).toBe(0);
  expect(may.out).toMatch(
    /may do this \(change\.publish\).*the role publisher permits it\.\n {2}gra_\w+ {2}publisher on the organization\n$/,
  );
  const who = ['--who', people.viewer.id];
  const not = await run(people.admin.key, 'access', 'why', 'change.publish', library, ...who);
  expect(not).toMatchObject({ code: 1, out: expect.stringContaining('These built-in roles do: publisher.') });
  const others = await run(
    people.viewer.key,
    'access',
    'why',
    'library.read',
    library,
    '--who',
    people.admin.id,
  );
  expect(others).toMatchObject({ code: 1, err: expect.stringContaining('access.explain_all.forbidden') });
});
