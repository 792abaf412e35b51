import { expect, it } from 'vitest';
import { newId } from '../../platform/id.ts';
import { type Erasure, holdsWords, mayDecide, targetInEntry } from './keeping.ts';

const asker = newId('per');
const other = newId('per');
const erasure = (given: Partial<Erasure> = {}): Erasure => ({
  organization: newId('org'),
  id: newId('era'),
  kind: 'principal',
  targets: [newId('per')],
  words: null,
  reason: 'She asked for it',
  state: 'asked',
  askedBy: asker,
  askedHuman: asker,
  askedAt: new Date(0),
  askEntry: newId('ent'),
  decidedBy: null,
  decidedAt: null,
  decideEntry: null,
  lookedAt: '',
  erased: 0,
  held: 0,
  endedAt: null,
  endEntry: null,
  ...given,
});
const codeOf = (act: () => void) => {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

it('takes two people to erase, and not the one whose executions they are', () => {
  expect(codeOf(() => mayDecide(erasure(), other, 'erasure.approve'))).toBeNull();
  expect(codeOf(() => mayDecide(erasure(), asker, 'erasure.approve'))).toBe('erasure.approve.same_person');
  const own = erasure({ targets: [other] });
  expect(codeOf(() => mayDecide(own, other, 'erasure.approve'))).toBe('erasure.approve.own_executions');
});

it('lets who asked take it back, and nobody decide twice', () => {
  expect(codeOf(() => mayDecide(erasure(), asker, 'erasure.reject'))).toBeNull();
  for (const state of ['refused', 'under_way', 'done'] as const)
    expect(codeOf(() => mayDecide(erasure({ state }), other, 'erasure.approve'))).toBe(
      'erasure.approve.decided_already',
    );
});

it('finds words whatever the case, and never names them in an entry', () => {
  expect(holdsWords([undefined, '{"text":"Write to JANE@Example.com"}'], 'jane@example.COM')).toBe(true);
  expect(holdsWords([undefined, 'nothing here'], 'jane@example.com')).toBe(false);
  expect(JSON.stringify(targetInEntry({ kind: 'words', words: 'jane@example.com' }))).not.toContain('jane');
});
