import { expect, it } from 'vitest';
import type { NoticeWire } from '../notices/wire.ts';
import { composeLetter, oneLine } from './compose.ts';

const notice = (text: string): NoticeWire => ({
  id: 'not_1',
  kind: 'commented',
  topic: 'talk',
  text,
  by: null,
  change: { id: 'chg_1', number: 1, title: 'T', library: 'writing' },
  library: 'writing',
  subject: 'chg_1',
  path: null,
  direct: true,
  at: '2026-11-27T10:00:00.000Z',
  read: false,
  entry: 'ent_1',
});

it('makes one line of anything: no break, no control, nothing invisible', () => {
  expect(oneLine('a\r\nBcc: b\u0000\u2028c\u202Ed\u200Be')).toBe('a Bcc: b c d e');
  expect(oneLine('é'.repeat(400))).toBe(`${'é'.repeat(300)} …`);
});

it('writes what happened about one change as one letter', () => {
  const letter = composeLetter({
    address: 'https://cs.example',
    to: 'a@b.example',
    thread: 'chg_1',
    notices: [notice('Ada wrote on “T”'), notice("Bo wrote on “<T> & 'Q'”")],
  });
  expect(letter.subject).toBe("[writing] Bo wrote on “<T> & 'Q'” and 1 more");
  expect(letter.text.split('\n').slice(0, 4)).toEqual([
    'Ada wrote on “T” (writing)',
    "Bo wrote on “<T> & 'Q'” (writing)",
    '',
    'https://cs.example/changes/chg_1',
  ]);
  expect(letter.html).toContain('Bo wrote on “&lt;T&gt; &amp; &#39;Q&#39;” (writing)');
  expect(letter).toMatchObject({
    messageId: '<not_1@cs.example>',
    references: '<chg_1@cs.example>',
    headers: { 'List-Unsubscribe': '<https://cs.example/notice-settings>' },
  });
});
