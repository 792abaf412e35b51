import { describe, expect, it } from 'vitest';
import { publishedBy } from './published-by.ts';
import { simplify } from './simplify.ts';

/** `name: parents`, parents before children. */
const graph = (...lines: readonly string[]) =>
  lines.map((line, at) => {
    const [oid = '', parents = ''] = line.split(':');
    return { oid, parents: parents.trim() === '' ? [] : parents.trim().split(' '), generation: at + 1 };
  });

describe('history of one path', () => {
  const history = graph('a:', 'b: a', 'c: b', 'd: b', 'm: c d', 'n: m', 'other: a', 'o: n other');

  it('leads from each commit to the one that made its state', () => {
    const sources = simplify(history, new Set(['a', 'n']), false);
    expect(Object.fromEntries([...sources].map(([oid, source]) => [oid, source]))).toMatchObject({
      b: { type: 'commit', oid: 'a' },
      m: { type: 'commit', oid: 'a' },
      n: { type: 'commit', oid: 'n' },
      o: { type: 'choice', merge: 'o', parents: ['n', 'other'] },
    });
  });

  it('leaves a merge of two states to be looked at', () => {
    const sources = simplify(history, new Set(['a', 'd']), false);
    expect(sources.get('m')).toEqual({ type: 'choice', merge: 'm', parents: ['c', 'd'] });
  });

  it('knows no state before the path began, and an older one where history was cut', () => {
    expect(simplify(history, new Set(['n']), false).has('m')).toBe(false);
    const cut = simplify(history.slice(2), new Set(['n']), true);
    expect(cut.get('c')).toEqual({ type: 'older', oid: 'b' });
  });
});

it('the first version that has a commit published it', () => {
  const history = graph('a:', 'b: a', 'w: a', 'm: b w', 'x: m');
  const versions = [
    { number: 1, commit: 'b' },
    { number: 2, commit: 'm' },
  ];
  const found = publishedBy(history, versions);
  expect([...found].map(([oid, { number }]) => `${oid}${number}`).sort()).toEqual(['a1', 'b1', 'm2', 'w2']);
});
