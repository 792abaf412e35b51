import { describe, expect, it } from 'vitest';
import type { TextDiff } from '../../api/types.ts';
import { groupsOf } from './blame-groups.ts';
import { blocksOf, type Form, piecesOf, type Row } from './diff-rows.ts';
import { refName, refOptions } from './ref-options.ts';
import { hiddenSentence, sectionSentences } from './summary.ts';

const drawn = ({ a, b, type }: Row) => `${a?.line ?? ''}${type === 'same' ? '=' : '/'}${b?.line ?? ''}`;
const blocks = (diff: TextDiff, after: string, form: Form) =>
  blocksOf(diff, after, form).map(({ type, rows }) => `${type}: ${rows.map(drawn).join(' ')}`);

describe('rows of a diff', () => {
  const diff: TextDiff = {
    added: 2,
    removed: 1,
    hunks: [
      {
        a: { line: 3, count: 2 },
        b: { line: 3, count: 3 },
        lines: [
          { type: 'same', a: 3, b: 3, text: 'c\n' },
          { type: 'removed', a: 4, text: 'd\n' },
          { type: 'added', b: 4, text: 'D\n' },
          { type: 'added', b: 5, text: 'E\r\n' },
        ],
      },
    ],
  };
  const after = 'a\nb\nc\nD\nE\r\nf\n';

  it('shows what did not change between the hunks, by the numbers of both sides', () => {
    expect(blocks(diff, after, 'inline')).toEqual(['gap: 1=1 2=2', 'hunk: 3=3 4/ /4 /5', 'gap: 5=6']);
  });

  it('puts removed and added lines beside each other', () => {
    expect(blocks(diff, after, 'side')).toEqual(['gap: 1=1 2=2', 'hunk: 3=3 4/4 /5', 'gap: 5=6']);
    expect(blocksOf(diff, after, 'side')[1]?.rows[2]?.b?.text).toBe('E');
  });

  it('shows a file that is new, one that is gone, and one that is the same', () => {
    const added = { type: 'added' as const, b: 1, text: 'x' };
    const isNew = {
      added: 1,
      removed: 0,
      hunks: [{ a: { line: 0, count: 0 }, b: { line: 1, count: 1 }, lines: [added] }],
    };
    expect(blocks(isNew, 'x', 'inline')).toEqual(['hunk: /1']);
    const removed = { type: 'removed' as const, a: 1, text: 'x' };
    const gone = {
      added: 0,
      removed: 1,
      hunks: [{ a: { line: 1, count: 1 }, b: { line: 0, count: 0 }, lines: [removed] }],
    };
    expect(blocks(gone, '', 'side')).toEqual(['hunk: 1/']);
    expect(blocks({ added: 0, removed: 0, hunks: [] }, 'x\n', 'side')).toEqual(['gap: 1=1']);
  });
});

describe('pieces of a line', () => {
  it('marks the changed words', () => {
    expect(piecesOf('one two three', [{ from: 4, to: 7 }])).toEqual([
      { text: 'one ', changed: false, hidden: false },
      { text: 'two', changed: true, hidden: false },
      { text: ' three', changed: false, hidden: false },
    ]);
  });

  it('never draws a hidden character as itself', () => {
    for (const character of ['\u202e', '\u200b', '\u0000', '\u001b', '\u{e0041}', '\u2028', '\ufeff'])
      expect(piecesOf(`a${character}b`).map(({ text, hidden }) => [text, hidden])).toEqual([
        ['a', false],
        [expect.stringMatching(/^U\+[0-9A-F]{4,5}$/), true],
        ['b', false],
      ]);
  });

  it('leaves markup, tabs, emoji and other scripts as they are', () => {
    const text = '<b onclick="x">\t👩🏽\u200d💻 ❤\ufe0f שלום';
    expect(piecesOf(text)).toEqual([{ text, changed: false, hidden: false }]);
  });
});

it('groups the lines of a blame by who wrote them', () => {
  const commit = {
    commit: 'c1',
    author: { id: 'per_1', kind: 'person' as const, displayName: 'Ann' },
    others: [],
    at: '2026-03-02T09:00:00.000Z',
    message: 'm',
    path: 'x',
    version: 1,
    change: null,
  };
  const ranges = [
    { line: 1, count: 2, commit: 'c1' },
    { line: 3, count: 1, commit: null },
  ];
  const rest = { path: 'x', ref: 'main', commit: 'c1', version: 1, digest: '', olderThan: null };
  const groups = groupsOf({ ...rest, text: 'a\nb\nc\n', ranges, commits: [commit] });
  expect(groups.map(({ line, lines, commit: by }) => [line, lines.join(), by?.commit])).toEqual([
    [1, 'a,b', 'c1'],
    [3, 'c', undefined],
  ]);
});

describe('words', () => {
  it('names refs as people do', () => {
    expect(['@7', '@production', 'main', 'a'.repeat(40)].map(refName)).toEqual([
      'v7',
      'production',
      'main',
      'commit aaaaaaaa',
    ]);
    const known = { versions: [], environments: ['production'], branches: [] };
    expect(refOptions('@3', known).map(({ value }) => value)).toEqual(['@3', '@production']);
  });

  it('says which sections changed, and what hides', () => {
    expect(
      sectionSentences([
        { type: 'edited', label: 'system message', a: 0, b: 0 },
        { type: 'same', label: 'history', a: 1, b: 2 },
        { type: 'moved_and_edited', label: 'user message', a: 2, b: 1 },
      ]),
    ).toEqual(['system message edited', 'user message moved and edited']);
    expect(hiddenSentence([])).toBe('');
    const one = { line: 2, column: 5, offset: 9, code: 'U+202E', kind: 'bidirectional' as const };
    expect(hiddenSentence([one])).toContain('order in which it reads: U+202E on line 2, column 5.');
  });
});
