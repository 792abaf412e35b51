import { describe, expect, it } from 'vitest';
import type { MergeConflict, MergedFile } from '../../api/types.ts';
import { type Choice, keyOf, resultOf, sent } from './choices.ts';

const conflict = (id: string, ours: string | null, theirs: string | null): MergeConflict => ({
  id,
  kind: 'words',
  label: 'line 1',
  line: 1,
  base: 'was',
  ours,
  theirs,
  both: ours === null || theirs === null ? null : `${ours} ${theirs}`,
  takes: ['ours', 'theirs', 'both', 'base', 'text'],
});
const file = (conflicts: MergeConflict[], parts: MergedFile['parts']): MergedFile => ({
  path: '__proto__',
  from: null,
  state: 'conflict',
  conflicts,
  text: null,
  parts,
});
const words = (one: MergedFile, choices: Map<string, Choice>) =>
  resultOf(one, choices)
    ?.map(({ text }) => text)
    .join('');

describe('what choices make of a file', () => {
  const two = file(
    [conflict('c1', 'Hi', 'Hey'), conflict('c2', 'a', 'b')],
    ['<', { conflict: 'c1' }, ', ', { conflict: 'c2' }, '>'],
  );

  it('shows ours until something is chosen, then what was chosen', () => {
    expect(words(two, new Map())).toBe('<Hi, a>');
    const choices = new Map<string, Choice>([
      [keyOf(two.path, 'c1'), { take: 'both' }],
      [keyOf(two.path, 'c2'), { text: '' }],
    ]);
    expect(words(two, choices)).toBe('<Hi Hey, >');
    expect(sent([two], choices)).toEqual([
      { path: '__proto__', conflict: 'c1', take: 'both' },
      { path: '__proto__', conflict: 'c2', text: '' },
    ]);
  });

  it('has no file where the side that deleted it is chosen', () => {
    const deleted = file([conflict('deleted', null, 'kept')], null);
    expect(words(deleted, new Map([[keyOf(deleted.path, 'deleted'), { take: 'theirs' as const }]]))).toBe(
      'kept',
    );
    expect(
      resultOf(deleted, new Map([[keyOf(deleted.path, 'deleted'), { take: 'ours' as const }]])),
    ).toBeNull();
  });
});
