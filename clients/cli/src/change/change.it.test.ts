import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHouse, type TestHouse } from '../../../../test/support/house.ts';
import { commit, promptText, propose } from '../../../../test/support/proposals.ts';

/** `countersign change …` with the real program against a real server. */
const program = fileURLToPath(new URL('../../bin/countersign.mjs', import.meta.url));
const library = 'writing';
let house: TestHouse;
let people: TestHouse['northwind']['people'];

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(() => house.close());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The server is in this process, so nothing here blocks. */
function change(key: string, ...args: readonly string[]): Promise<Ran> {
  const env = { PATH: process.env.PATH, COUNTERSIGN_ADDRESS: house.address, COUNTERSIGN_KEY: key };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'change', ...args], { env, timeout: 50_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 255, out, err }),
    );
  });
}

const digestIn = (text: string): string => /sha256:[0-9a-f]{64}/.exec(text)?.[0] ?? '';

describe('the life of a change in a terminal', () => {
  it('from a branch to production, by four people; the approval names the digest that was read', async () => {
    await commit(house, people.contributor.key, library, 'terminal', {
      path: 'terminal.prompt',
      text: promptText('Terminal'),
    });
    const place = ['--library', library, '--branch', 'terminal', '--title', 'By hand'];
    const created = await change(people.contributor.key, 'create', ...place, '--submit');
    expect(created).toMatchObject({ code: 0, err: '' });
    expect(created.out).toContain(`${library}#1  By hand`);
    expect(created.out).toContain('in review · to production from terminal');
    const listed = await change(people.reviewer.key, 'list', '--mine');
    expect(listed.out).toMatch(/^writing#1 +in review +production +The contributor +By hand$/m);
    expect((await change(people.reviewer.key, 'review', 'writing#1', '--endorse')).code).toBe(0);
    const shown = await change(people.approver.key, 'show', 'writing#1', '--diff');
    expect(shown.out).toContain('+Terminal: {{topic}}');
    const read = ['--yes', '--digest', digestIn(shown.out)];
    expect(await change(people.approver.key, 'approve', 'writing#1', ...read)).toMatchObject({ code: 0 });
    const published = await change(people.publisher.key, 'publish', 'writing#1', ...read);
    expect(published).toMatchObject({ code: 0, err: 'Live in production: terminal.prompt@1.\n' });
    const opened = await change(people.viewer.key, 'open', 'writing#1');
    expect(opened.out).toMatch(new RegExp(`^${house.address}/northwind/changes/chg_[0-9a-z]{26}\n$`));
  });

  it('AT-02: approves nothing that was not read: no digest, or another one than it holds now', async () => {
    const { change: id, branch } = await propose(house, people.contributor.key, library);
    const before = digestIn((await change(people.approver.key, 'show', id)).out);
    const unread = await change(people.approver.key, 'approve', id);
    expect(unread).toMatchObject({ code: 1, out: '' });
    expect(unread.err).toContain('Nobody is at the terminal to be asked');
    expect((await change(people.approver.key, 'approve', id, '--yes')).err).toContain('--yes needs --digest');
    await commit(house, people.contributor.key, library, branch, { path: 'more.prompt', text: 'More' });
    const stale = await change(people.approver.key, 'approve', id, '--yes', '--digest', before);
    expect(stale).toMatchObject({ code: 1, out: '' });
    expect(stale.err).toContain('holds other content now than you read');
    const page = JSON.parse((await change(people.approver.key, 'show', id, '--json')).out);
    expect(page).toMatchObject({ id, decisions: [] });
  });

  it('AT-04: prints a refusal as its sentence, and ends with 1', async () => {
    const { change: id } = await propose(house, people.contributor.key, library);
    const own = await change(people.contributor.key, 'review', id, '--endorse');
    expect(own).toMatchObject({ code: 1, out: '' });
    expect(own.err).toMatch(/^Only a reviewer .*change\.review\.forbidden.*\n$/);
    const page = JSON.parse((await change(people.viewer.key, 'show', id, '--json')).out);
    const read = ['--yes', '--digest', page.digest];
    expect((await change(people.reviewer.key, 'retract', id)).err).toContain(
      'change.retract.nothing_decided',
    );
    const early = await change(people.publisher.key, 'publish', id, ...read);
    expect(early).toMatchObject({ code: 1 });
    expect(early.err).toContain('This content is not approved yet.');
    const unknown = await change(people.viewer.key, 'show', 'writing#9999');
    expect(unknown).toMatchObject({ code: 1 });
    expect((await change(people.viewer.key, 'show', 'nonsense')).err).toContain('LIBRARY#NUMBER');
    expect((await change(people.reviewer.key, 'reject', id, '--comment', 'No.')).out).toContain('rejected');
    const late = await change(people.contributor.key, 'withdraw', id);
    expect(late.err).toContain('This change was rejected.');
  });
});

describe('the conversation in a terminal', () => {
  it('comments, answers, resolves; a suggestion becomes a commit', async () => {
    const text = 'One line here.\nAnother line here.\n';
    const { change: id } = await propose(house, people.contributor.key, library, { path: 'talk.txt', text });
    const said = await change(people.reviewer.key, 'comment', id, '--text', 'Why?', '--at', 'talk.txt:1-2');
    expect(said.out).toMatch(/^thr_\S+ {2}talk\.txt:1-2 {2}open\n {2}\| One line here\.\n/);
    const thread = /thr_\S+/.exec(said.out)?.[0] ?? '';
    const replied = await change(people.contributor.key, 'reply', id, thread, '--text', 'So\u001b[2Jthat.');
    expect(replied.out).toContain('So<U+001B>[2Jthat.');
    const resolved = await change(people.contributor.key, 'resolve', id, thread);
    expect(resolved.out).toContain('resolved by The contributor');
    const again = await change(people.contributor.key, 'resolve', id, thread);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('Nothing needs to be done.');
    const place = ['--at', 'talk.txt:2', '--replacement', 'A better line.'];
    const suggested = await change(people.reviewer.key, 'suggest', id, ...place);
    const [, suggestion = ''] = /(com_\S+)\n {4}suggests:/.exec(suggested.out) ?? [];
    const accepted = await change(people.contributor.key, 'accept', id, suggestion);
    expect(accepted.code).toBe(0);
    expect(accepted.err).toMatch(/^Committed to work-\d+ as [0-9a-f]{8}\./);
    expect((await change(people.viewer.key, 'show', id, '--diff')).out).toContain('+A better line.');
  });

  it('asks people and teams, subscribes and rewords', async () => {
    const { change: id } = await propose(house, people.contributor.key, library);
    const { key } = people.contributor;
    await house.done(people.admin.key, 'team.create', { body: { name: 'legal', displayName: 'Legal' } });
    await house.done(people.admin.key, 'team.add_member', {
      params: { team: 'legal' },
      body: { member: people.approver.id },
    });
    const asked = await change(key, 'request', id, 'reviewer@northwind.example');
    expect(asked.out).toContain('Asked\n  [ ] The reviewer');
    expect((await change(key, 'request', id, 'team:legal')).out).toContain('  [ ] Legal');
    expect((await change(key, 'dismiss', id, 'team:legal')).out).not.toContain('Legal');
    expect((await change(key, 'request', id, 'nobody@northwind.example')).code).toBe(1);
    expect((await change(key, 'mute', id)).err).toBe('You are told nothing more of it.\n');
    expect((await change(key, 'update', id, '--title', 'Other words')).out).toContain('Other words');
  });
});
