import { describe, expect, it } from 'vitest';
import { blameText } from './blame-text.ts';
import { assetNamed } from './comparing.ts';
import { unified } from './unified.ts';
import { visible } from './visible.ts';

const side = (ref: string, version: number | null, text: string | null) => ({
  ref,
  version,
  text,
  path: 'reply.prompt',
  commit: null,
  digest: null,
});

describe('diff', () => {
  const comparison = {
    from: side('@1', 1, 'a\nold word\n'),
    to: side('main', 2, 'a\nnew word'),
    text: {
      added: 1,
      removed: 1,
      hunks: [
        {
          a: { line: 1, count: 2 },
          b: { line: 1, count: 2 },
          lines: [
            { type: 'same' as const, a: 1, b: 1, text: 'a\n' },
            { type: 'removed' as const, a: 2, text: 'old word\n', words: [{ from: 0, to: 3 }] },
            { type: 'added' as const, b: 2, text: 'new\u001b[2J word', words: [{ from: 0, to: 7 }] },
          ],
        },
      ],
    },
    frontMatter: [{ type: 'changed' as const, path: ['config', 'temperature'], before: 0.2, after: 0.7 }],
    sections: null,
    hidden: [{ line: 2, column: 4, offset: 5, code: 'U+001B', kind: 'control' as const }],
  };

  it('is a unified diff under what changed by key, with nothing that drives a terminal', () => {
    expect(unified(comparison, { color: false }).split('\n')).toEqual([
      '# config.temperature: 0.2 → 0.7',
      '# hidden character U+001B on line 2, column 4',
      '--- reply.prompt\t@1',
      '+++ reply.prompt\tmain (v2)',
      '@@ -1,2 +1,2 @@',
      ' a',
      '-old word',
      '+new<U+001B>[2J word',
      '\\ No newline at end of file',
      '',
    ]);
  });

  it('marks the changed words on a terminal', () => {
    const drawn = unified(comparison, { color: true });
    expect(drawn).toContain('\u001b[31m-\u001b[7mold\u001b[27m word\u001b[0m');
    expect(drawn).toContain('+\u001b[7mnew<U+001B>[2J\u001b[27m word');
  });
});

it('shows what cannot be seen, and leaves what can', () => {
  expect(visible('a\u0000b\u202Ec\td <b> é 日本')).toBe('a<U+0000>b<U+202E>c\td <b> é 日本');
});

it('blame says who beside the first line of a range, and what is older', () => {
  const commit = {
    commit: 'c'.repeat(40),
    author: { id: 'per_1', kind: 'person' as const, displayName: 'Ann With A Very Long Name Indeed' },
    others: [],
    at: '2026-03-02T09:00:00.000Z',
    message: 'm',
    path: 'reply.prompt',
    version: 3,
    change: 'chg_1',
  };
  const text = blameText({
    path: 'reply.prompt',
    ref: '@3',
    commit: commit.commit,
    version: 3,
    digest: '',
    text: 'one\ntwo\nthree\n',
    ranges: [
      { line: 1, count: 2, commit: commit.commit },
      { line: 3, count: 1, commit: null },
    ],
    commits: [commit],
    olderThan: '2026-03-01T00:00:00.000Z',
  });
  expect(text.split('\n')).toEqual([
    'cccccccc Ann With A Very Lon… 2026-03-02 v3     1  one',
    `${' '.repeat(48)}2  two`,
    'older than 2026-03-01                           3  three',
    '',
  ]);
});

it('names assets as references do', () => {
  expect(assetNamed('support/mail/reply')).toEqual({ library: 'support', path: 'mail/reply.prompt' });
  expect(assetNamed('support/x.eval.yaml')).toEqual({ library: 'support', path: 'x.eval.yaml' });
  expect(() => assetNamed('support')).toThrow('LIBRARY/NAME');
});
