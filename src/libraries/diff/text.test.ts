import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFrontMatter, diffSections, diffText, hiddenIn, lines, splitSections, tokens } from './index.ts';

const piece = fc.constantFrom(
  'one ',
  'two',
  '\n',
  '\r\n',
  '{{a}}',
  '{{role "user"}}',
  'é',
  '👩‍👧',
  '模',
  '1,5',
  ' ',
  '.',
);
const text = fc.array(piece, { maxLength: 40 }).map((list) => list.join(''));

describe('words and lines', () => {
  it('put together are the text again', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(tokens(whole).join('')).toBe(whole);
        expect(lines(whole).join('')).toBe(whole);
        expect(
          splitSections(whole)
            .map((section) => section.text + section.gap)
            .join(''),
        ).toBe(whole);
      }),
    );
  });
});

describe('diffText', () => {
  it('holds both texts when all of the context is shown', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const all = diffText(a, b, { context: 1_000 }).hunks.flatMap((hunk) => hunk.lines);
        const side = (without: string) =>
          all
            .filter(({ type }) => type !== without)
            .map((line) => line.text)
            .join('');
        if (a !== b) expect([side('added'), side('removed')]).toEqual([a, b]);
        else expect(all).toEqual([]);
      }),
    );
  });

  it('marks the words that changed inside a line', () => {
    const [hunk] = diffText('a\nYou are kind and brief.\nb\n', 'a\nYou are kind but brief.\nb\n').hunks;
    expect(hunk?.lines).toEqual([
      { type: 'same', a: 1, b: 1, text: 'a\n' },
      { type: 'removed', a: 2, text: 'You are kind and brief.\n', words: [{ from: 13, to: 16 }] },
      { type: 'added', b: 2, text: 'You are kind but brief.\n', words: [{ from: 13, to: 16 }] },
      { type: 'same', a: 3, b: 3, text: 'b\n' },
    ]);
  });

  it('marks no words in a line that was rewritten', () => {
    const [hunk] = diffText('The cat sat on the mat.\n', 'Our dogs never go near rugs.\n').hunks;
    expect(hunk?.lines.map((line) => Object.keys(line).includes('words'))).toEqual([false, false]);
  });

  it('answers the largest file in a second, whatever it holds', () => {
    let state = 3;
    const next = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return 'abc '[(state >> 16) % 4] ?? '';
    };
    for (const end of ['\n', '']) {
      const [a, b] = [0, 1].map(() => Array.from({ length: 131_072 }, () => next() + end).join(''));
      const started = process.cpuUsage();
      diffText(a ?? '', b ?? '');
      expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
    }
  });
});

describe('diffFrontMatter', () => {
  it('tells what was added, removed and changed, by key', () => {
    const before = '---\nmodel: a/b # x\nconfig: {topK: 1, temperature: 0}\ntags: [a]\n---\nHello';
    const after =
      '---\nconfig:\n  temperature: 0.5\n  topK: 1\nmodel: "a/b"\ntags: [a, b]\nname: n\n---\nHello';
    expect(diffFrontMatter(before, after)).toEqual([
      { type: 'changed', path: ['config', 'temperature'], before: 0, after: 0.5 },
      { type: 'changed', path: ['tags'], before: ['a'], after: ['a', 'b'] },
      { type: 'added', path: ['name'], after: 'n' },
    ]);
    expect(diffFrontMatter('Hello', '---\nname: n\n---\n')).toEqual([
      { type: 'added', path: ['name'], after: 'n' },
    ]);
    expect(diffFrontMatter('---\na: [\n---\n', 'Hello')).toBeUndefined();
  });
});

describe('diffSections', () => {
  it('tells moved messages from edited ones', () => {
    const [system, user, model] = ['system', 'user', 'model'].map(
      (role) => `{{role "${role}"}}\nSay ${role} here now.\n`,
    );
    const before = `${system}${user}${model}`;
    expect(diffSections(before, `${model}${system}${user?.replace('here', 'there')}`)).toEqual([
      { type: 'moved', label: 'model message', a: 2, b: 0 },
      { type: 'same', label: 'system message', a: 0, b: 1 },
      { type: 'edited', label: 'user message', a: 1, b: 2 },
    ]);
    expect(diffSections(before, `${system}${model}`).at(-1)).toEqual({
      type: 'removed',
      label: 'user message',
      a: 1,
    });
  });
});

describe('hiddenIn', () => {
  it('finds what a reader does not see, and leaves emoji and line ends alone', () => {
    const found = hiddenIn('a\u202Eb\n\u200Bc👩‍👧\r\n\t\u{E0041}x\u0007');
    expect(found.map(({ line, column, code, kind }) => [line, column, code, kind])).toEqual([
      [1, 2, 'U+202E', 'bidirectional'],
      [2, 1, 'U+200B', 'zero_width'],
      [3, 2, 'U+E0041', 'tag'],
      [3, 5, 'U+0007', 'control'],
    ]);
  });
});
