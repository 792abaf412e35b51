import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MailCatcher, startMailCatcher } from './support/mail-catcher.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { approve, promptText, propose, publish, publishPrompt, review, seen } from './support/proposals.ts';

/** Who is told about what, in the app and by e-mail: once, nobody else, and nothing that they may not see. */
let house: TestHouse;
let mail: MailCatcher;
let clock: MovingClock;
let people: TestHouse['northwind']['people'];
const library = 'writing';

beforeAll(async () => {
  mail = await startMailCatcher();
  clock = movingClock();
  house = await startHouse({
    clock,
    mail: {
      host: '127.0.0.1',
      port: mail.port,
      secure: false,
      login: undefined,
      from: 'Countersign <cs@example.com>',
    },
  });
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(async () => {
  await house.close();
  await mail.close();
});

interface Seen {
  readonly kinds: readonly string[];
  readonly unread: number;
  readonly texts: readonly string[];
  readonly ids: readonly string[];
}

/** One's notices about a change, oldest first, when everything was followed. */
async function noticesOf(who: Member, change?: string): Promise<Seen> {
  await house.settled();
  const listed = await house.done(who.key, 'notice.list', { query: { limit: '200' } });
  const items = listAt(listed, 'items')
    .filter((item) => change === undefined || at(item, 'change', 'id') === change)
    .toReversed();
  return {
    kinds: items.map((item) => textAt(item, 'kind')),
    unread: Number(at(listed, 'unread')),
    texts: items.map((item) => textAt(item, 'text')),
    ids: items.map((item) => textAt(item, 'id')),
  };
}

const lettersTo = (who: Member) => mail.letters.filter(({ to }) => to.includes(who.email));

async function letters(who: Member, count: number) {
  await vi.waitFor(() => expect(lettersTo(who).length).toBeGreaterThanOrEqual(count), { timeout: 15_000 });
  return lettersTo(who);
}

describe('in the app', () => {
  test('each is told of their step once, the maker of what became of it, and nobody of what they did', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    expect((await noticesOf(people.reviewer, change)).kinds).toEqual(['asked_to_review']);
    expect((await noticesOf(people.approver, change)).kinds).toEqual(['asked_to_review']);
    for (const nobody of [people.contributor, people.viewer, people.publisher, people.admin])
      expect((await noticesOf(nobody, change)).kinds).toEqual([]);
    await review(house, people.reviewer.key, change);
    expect((await noticesOf(people.approver, change)).kinds).toEqual(['asked_to_review', 'asked_to_approve']);
    await approve(house, people.approver.key, change);
    await house.settled();
    await publish(house, people.publisher.key, change);
    const maker = await noticesOf(people.contributor, change);
    expect(maker.kinds).toEqual(['endorsed', 'approved', 'published']);
    expect(maker.texts[0]).toMatch(/^The reviewer endorsed “Change \d+”$/);
    expect((await noticesOf(people.publisher, change)).kinds).toEqual(['asked_to_publish']);
    expect((await noticesOf(people.reviewer, change)).kinds).toEqual(['asked_to_review', 'published']);
    const { rows } = await house.asOwner(
      "select count(*)::int as n from ledger_leaf where action = 'notice.create' and organization_id = $1",
      [house.northwind.id],
    );
    expect(rows[0].n).toBeGreaterThanOrEqual(4);
  });

  test('a change that is sent back, a comment and a rejection reach those who are in it', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    // Who is asked is looked up when the entry is followed: a step that was taken before that asks nobody any more.
    await house.settled();
    await review(house, people.reviewer.key, change, 'request_changes');
    await house.done(people.approver.key, 'change.comment', {
      params: { change },
      body: { text: 'What for?' },
    });
    expect((await noticesOf(people.contributor, change)).kinds).toEqual(['sent_back', 'commented']);
    expect((await noticesOf(people.reviewer, change)).kinds).toEqual(['asked_to_review', 'commented']);
    await house.done(people.contributor.key, 'change.withdraw', { params: { change }, body: {} });
    expect((await noticesOf(people.approver, change)).kinds).toEqual(['asked_to_review', 'withdrawn']);
  });

  test('they are read one by one or all up to one, and only by whose they are', async () => {
    await propose(house, people.contributor.key, library);
    await propose(house, people.contributor.key, library);
    const before = await noticesOf(people.reviewer);
    const [first, second] = before.ids.slice(-2);
    const read = (who: Member, body: object) => house.done(who.key, 'notice.read', { body });
    expect(await read(people.viewer, { ids: [first] })).toEqual({ read: 0 });
    expect(await read(people.viewer, { upTo: second })).toEqual({ read: 0 });
    expect(await read(people.reviewer, { ids: [first] })).toEqual({ read: 1 });
    expect((await noticesOf(people.reviewer)).unread).toBe(before.unread - 1);
    expect(await read(people.reviewer, { upTo: second })).toEqual({ read: before.unread - 1 });
    expect((await noticesOf(people.reviewer)).unread).toBe(0);
    const unread = await house.done(people.reviewer.key, 'notice.list', { query: { unread: 'true' } });
    expect(listAt(unread, 'items')).toEqual([]);
    for (const body of [{}, { ids: [first], upTo: second }])
      expect((await house.call(people.reviewer.key, 'notice.read', { body })).status).toBe(400);
    const stranger = house.fabrikam.people.reviewer;
    expect(await read(stranger, { ids: [first, second] })).toEqual({ read: 0 });
    expect((await noticesOf(stranger)).ids).toEqual([]);
  });

  test('pages hold everything once', async () => {
    const whole = (await noticesOf(people.reviewer)).ids.toReversed();
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await house.done(people.reviewer.key, 'notice.list', {
        query: { limit: '2', ...(cursor && { cursor }) },
      });
      paged.push(...listAt(page, 'items').map((item) => textAt(item, 'id')));
      const next = at(page, 'next');
      if (typeof next !== 'string') break;
      cursor = next;
    }
    expect(paged).toEqual(whole);
  });
});

describe('about a restricted library', () => {
  const closed = 'closed';
  const scope = { kind: 'library', library: closed };
  let writer: Member;

  const grant = async (who: Member, role: string) =>
    textAt(
      await house.done(people.admin.key, 'grant.create', { body: { principal: who.id, role, scope } }),
      'id',
    );

  beforeAll(async () => {
    const body = { name: closed, visibility: 'restricted' };
    await house.done(people.admin.key, 'library.create', { body });
    writer = await house.person(house.northwind, 'closed-writer', 'viewer');
    await grant(writer, 'contributor');
  });

  test('only those are told who may see it, and they lose the notice with the right', async () => {
    const insider = await house.person(house.northwind, 'insider', 'viewer');
    const held = await grant(insider, 'reviewer');
    const { change } = await propose(house, writer.key, closed);
    expect((await noticesOf(insider, change)).kinds).toEqual(['asked_to_review']);
    expect((await noticesOf(insider)).unread).toBe(1);
    expect((await noticesOf(people.reviewer, change)).kinds).toEqual([]);
    await letters(insider, 1);
    await house.done(people.admin.key, 'grant.revoke', { params: { grant: held } });
    const left = await noticesOf(insider);
    expect(left).toMatchObject({ kinds: [], unread: 0 });
    for (const letter of mail.letters.filter(({ to }) => !to.includes(insider.email)))
      expect(letter.text).not.toContain(closed);
  });

  test('a letter that was due before the right was lost is not sent', async () => {
    const leaver = await house.person(house.northwind, 'leaver', 'viewer');
    const held = await grant(leaver, 'reviewer');
    mail.refuse(1, 451);
    const { change } = await propose(house, writer.key, closed);
    expect((await noticesOf(leaver, change)).kinds).toEqual(['asked_to_review']);
    await vi.waitFor(() => expect(mail.refused()).toBe(1), { timeout: 15_000 });
    await house.done(people.admin.key, 'grant.revoke', { params: { grant: held } });
    clock.advance(3_600_000);
    await vi.waitFor(async () => expect(await statesOf(leaver)).toEqual(['dropped']), { timeout: 15_000 });
    expect(lettersTo(leaver)).toEqual([]);
  });
});

async function statesOf(who: Member): Promise<string[]> {
  const { rows } = await house.asOwner(
    'select state from changes_mail where person_id = $1 order by created_at',
    [who.id],
  );
  return rows.map(({ state }) => state);
}

describe('by e-mail', () => {
  let asked: Member;
  beforeAll(async () => {
    asked = await house.person(house.northwind, 'asked', 'reviewer');
  });

  test('says who, what and where, in text and HTML, with one link and how to have less of it', async () => {
    const text = promptText('A secret recipe of grandmother');
    const { change } = await propose(house, people.contributor.key, library, { text });
    const [letter] = await letters(asked, 1);
    if (letter === undefined) throw new Error('no letter');
    const header = (name: string) =>
      letter.headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? '';
    expect(header('From')).toContain('cs@example.com');
    expect(header('Subject')).not.toContain('\n');
    expect(header('List-Unsubscribe')).toBe(`List-Unsubscribe: <${house.address}/notice-settings>`);
    expect(header('Content-Type')).toContain('multipart/alternative');
    expect(letter.text).toContain(`${house.address}/changes/${change}`);
    expect(letter.text).toMatch(/“Change \d+” waits for your review/);
    expect(letter.text).toContain(library);
    expect(letter.text).not.toContain('grandmother');
    expect(letter.text).not.toMatch(/<img|<script|<link|src=|url\(/i);
    const links = new Set([...letter.text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([link]) => link));
    expect([...links].toSorted()).toEqual(
      [`${house.address}/changes/${change}`, `${house.address}/notice-settings`].toSorted(),
    );
  });

  test('AT-16: following every link of every letter, as whoever it was sent to, changes nothing', async () => {
    const cookie = await house.signIn(asked);
    const links = new Set(
      mail.letters.flatMap(({ text }) => [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([link]) => link)),
    );
    expect(links.size).toBeGreaterThan(2);
    const pages = [
      '/',
      '/inbox',
      '/northwind',
      '/northwind/inbox',
      '/northwind/changes',
      '/northwind/webhooks',
    ];
    const before = await house.counts();
    for (const address of [...links, ...pages.map((page) => `${house.address}${page}`)])
      for (const method of ['GET', 'HEAD'])
        for (const given of [{ cookie }, {}, { cookie, headers: { origin: 'https://mail.example' } }]) {
          const reply = await house.ask(method, address.slice(house.address.length), given);
          // 503 is what the pages of an app that was not built answer.
          expect([200, 503], `${method} ${address}`).toContain(reply.status);
        }
    expect(await house.counts()).toEqual(before);
  });

  test('no title puts a header or an address into a letter', async () => {
    const title = 'Hi\r\nBcc: evil@example.com\r\n\r\n<b>boo</b>\u202e';
    const { branch, change } = await propose(house, people.contributor.key, library, { submit: false });
    await house.done(people.contributor.key, 'change.withdraw', { params: { change }, body: {} });
    const body = { library, branch, title };
    const id = textAt(await house.done(people.contributor.key, 'change.create', { body }), 'id');
    const count = lettersTo(asked).length;
    await house.done(people.contributor.key, 'change.submit', { params: { change: id }, body: {} });
    const letter = (await letters(asked, count + 1)).at(-1);
    expect(letter?.to).toEqual([asked.email]);
    expect(letter?.headers.filter((line) => /^bcc:/i.test(line))).toEqual([]);
    expect(letter?.headers.filter((line) => /^subject:/i.test(line))).toHaveLength(1);
    expect(letter?.text).toContain('&lt;b&gt;boo');
    expect(letter?.text).not.toContain('\u202e');
  });

  test('is tried again when the mail server cannot, and given up when it will never', async () => {
    const count = lettersTo(asked).length;
    mail.refuse(20, 451);
    await propose(house, people.contributor.key, library);
    await vi.waitFor(() => expect(mail.refused()).toBeGreaterThanOrEqual(2), { timeout: 15_000 });
    expect((await statesOf(asked)).at(-1)).toBe('due');
    mail.refuse(0, 451);
    clock.advance(3_600_000);
    await letters(asked, count + 1);
    const picky = await house.person(house.northwind, 'picky', 'reviewer');
    mail.refuse(20, 550);
    await propose(house, people.contributor.key, library);
    await vi.waitFor(async () => expect(await statesOf(picky)).toEqual(['given_up']), { timeout: 15_000 });
    mail.refuse(0, 451);
  });

  test('several nodes send each letter once', async () => {
    const others = [house.house.changes.start(), house.house.changes.start()];
    try {
      const busy = await house.person(house.northwind, 'busy', 'reviewer');
      for (let made = 0; made < 6; made += 1) await propose(house, people.contributor.key, library);
      expect((await noticesOf(busy)).kinds).toHaveLength(6);
      await vi.waitFor(async () => expect(await statesOf(busy)).toEqual(Array(6).fill('sent')), {
        timeout: 15_000,
      });
      expect(lettersTo(busy)).toHaveLength(6);
    } finally {
      for (const other of others) await other.stop();
    }
  });

  test('what was chosen holds, alarms come anyway, and what was read in the app is not mailed', async () => {
    const quiet = await house.person(house.northwind, 'quiet', 'reviewer');
    const settings = { asked: 'none', progress: 'mine', talk: 'all' };
    const body = await house.done(quiet.key, 'notice_setting.update', { body: settings });
    expect(body).toEqual({ ...settings, mails: true });
    expect(await house.done(quiet.key, 'notice_setting.read')).toEqual({ ...settings, mails: true });
    const { change } = await propose(house, people.contributor.key, library);
    expect((await noticesOf(quiet, change)).kinds).toEqual(['asked_to_review']);
    expect(await statesOf(quiet)).toEqual([]);
    mail.refuse(50, 451);
    const reading = await house.person(house.northwind, 'reading', 'reviewer');
    const second = await propose(house, people.contributor.key, library);
    const { ids } = await noticesOf(reading, second.change);
    await house.done(reading.key, 'notice.read', { body: { ids } });
    mail.refuse(0, 451);
    clock.advance(3_600_000);
    await vi.waitFor(async () => expect(await statesOf(reading)).toEqual(['dropped']), { timeout: 15_000 });
    expect(lettersTo(reading)).toEqual([]);
  });
});

describe('alarms', () => {
  test('a broken glass is told to every admin and auditor at once, by e-mail whatever they chose, and waits for who may uphold it', async () => {
    const { admin, auditor, responder, approver, contributor, viewer } = people;
    const settings = { asked: 'none', progress: 'none', talk: 'none' };
    await house.done(auditor.key, 'notice_setting.update', { body: settings });
    const { change } = await propose(house, contributor.key, library);
    const { revision, digest } = await seen(house, contributor.key, change);
    const expiresAt = new Date(clock.now().getTime() + 3_600_000).toISOString();
    await house.done(responder.key, 'break_glass.create', {
      params: { change },
      body: { revision, digest, reason: 'The shop sells nothing until this is live.', expiresAt },
    });
    for (const who of [admin, auditor]) {
      expect((await noticesOf(who, change)).kinds).toEqual(['break_glass']);
      const letter = (await letters(who, 1)).at(-1);
      expect(letter?.text).toMatch(/The responder broke the glass: “Change \d+” went live unapproved/);
      expect(letter?.text).not.toContain('sells nothing');
    }
    expect((await noticesOf(approver, change)).kinds).toContain('asked_to_review_break_glass');
    expect((await noticesOf(contributor, change)).kinds).toContain('break_glass');
    expect((await noticesOf(viewer, change)).kinds).toEqual([]);
    const inbox = async (who: Member) =>
      listAt(await house.done(who.key, 'change.list', { query: { waiting: 'me' } }), 'items');
    const [first] = await inbox(approver);
    expect(first).toMatchObject({ id: change, waiting: { reason: 'break_glass' } });
    for (const who of [responder, contributor, admin])
      expect((await inbox(who)).map((item) => at(item, 'id'))).not.toContain(change);
    await house.done(approver.key, 'break_glass.review', {
      params: { change },
      body: { verdict: 'uphold', digest, comment: 'It was right to do this.' },
    });
    expect((await inbox(approver)).map((item) => at(item, 'id'))).not.toContain(change);
    expect((await noticesOf(auditor, change)).kinds).toEqual(['break_glass', 'break_glass_reviewed']);
  });

  test('a recall is told to who owns it, who used it, and every admin and auditor', async () => {
    await publishPrompt(house, library, 'recalled.prompt', promptText('To be recalled'));
    await house.done(people.viewer.key, 'execution.create', {
      body: { prompt: `${library}/recalled`, variables: { topic: 'x' } },
    });
    await house.done(people.publisher.key, 'recall.create', {
      body: {
        target: { kind: 'asset', library, path: 'recalled.prompt' },
        reason: 'It says what it must not.',
      },
    });
    // Who used it is in an entry of the gateway's, which is followed in its turn.
    await house.settled();
    const last = async (who: Member) => (await noticesOf(who)).texts.at(-1);
    expect(await last(people.admin)).toBe(`The publisher recalled ${library}/recalled.prompt`);
    expect(await last(people.viewer)).toBe(`${library}/recalled.prompt, which you used, is recalled`);
    expect((await noticesOf(people.auditor)).kinds.at(-1)).toBe('recalled');
  });
});

describe('the inbox', () => {
  test('holds what waits for an answer: somebody else had the last word in an open thread', async () => {
    const { contributor, reviewer, approver } = people;
    const { change } = await propose(house, contributor.key, library);
    const say = (who: Member, text: string, thread?: string) =>
      house.done(who.key, 'change.comment', {
        params: { change },
        body: { text, ...(thread === undefined ? {} : { thread }) },
      });
    const wants = async (who: Member) => {
      const listed = await house.done(who.key, 'change.list', { query: { waiting: 'me', library } });
      const found = listAt(listed, 'items').find((item) => at(item, 'id') === change);
      return at(found, 'waiting', 'reason');
    };
    expect(await wants(contributor)).toBeUndefined();
    const page = await say(reviewer, 'Why so long?');
    const thread = textAt(page, 'threads', 0, 'id');
    expect(await wants(contributor)).toBe('answer');
    expect(await wants(reviewer)).toBe('review');
    await say(contributor, 'Because.', thread);
    expect(await wants(contributor)).toBeUndefined();
    await review(house, reviewer.key, change);
    expect(await wants(reviewer)).toBe('answer');
    expect(await wants(approver)).toBe('approval');
    await house.done(reviewer.key, 'thread.resolve', { params: { change, thread }, body: {} });
    expect(await wants(reviewer)).toBeUndefined();
  });
});
