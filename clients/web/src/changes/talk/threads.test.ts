import { expect, it } from 'vitest';
import type { Comment, Thread } from '../../api/types.ts';
import { acceptableIn, lineKey, placeText, suggestedLines, talkOf } from './threads.ts';

const by = { id: 'per_1', kind: 'person' as const, displayName: 'Ann' };
const comment = (more: Partial<Comment> = {}): Comment => ({
  id: 'com_1',
  by,
  at: '2026-11-01T09:00:00.000Z',
  text: 'Hm.',
  withdrawn: false,
  suggestion: null,
  entry: 'ent_1',
  ...more,
});
const thread = (more: Partial<Thread> = {}): Thread => ({
  id: 'thr_1',
  path: 'a.prompt',
  anchor: { side: 'head', firstLine: 2, lastLine: 3, digest: 'sha256:1', quote: 'x\ny' },
  placement: { state: 'moved', firstLine: 4, lastLine: 5 },
  resolved: null,
  comments: [comment()],
  ...more,
});

it('stands where its lines are now, and apart when they are not there', () => {
  const moved = thread();
  const outdated = thread({ placement: { state: 'outdated', firstLine: null, lastLine: null } });
  const whole = thread({ anchor: null, placement: null });
  const gone = thread({ comments: [comment({ withdrawn: true, text: '' })] });
  const said = talkOf([moved, outdated, whole, gone, thread({ path: 'b.prompt' })], 'a.prompt');
  expect([...said.at]).toEqual([[lineKey('head', 5), [moved]]]);
  expect(said.outdated).toEqual([outdated]);
  expect(said.whole).toEqual([whole]);
  expect(placeText(moved)).toBe('a.prompt, lines 4 to 5');
  expect(placeText(outdated)).toBe('a.prompt, lines 2 to 3');
});

it('offers suggestions that are open and whose lines are there', () => {
  const open = comment({ suggestion: { replacement: 'z', accepted: null } });
  const accepted = comment({
    suggestion: { replacement: 'z', accepted: { by, at: '', commit: 'c', entry: 'ent_2' } },
  });
  const outdated = { state: 'outdated' as const, firstLine: null, lastLine: null };
  const threads = [
    thread({ comments: [comment(), open, accepted] }),
    thread({ comments: [open], placement: outdated }),
  ];
  expect(acceptableIn(threads)).toMatchObject([{ comment: open, before: 'x\ny', after: 'z' }]);
});

it('shows only what a suggestion changes as changed', () => {
  expect(suggestedLines('a\nb\nc', 'a\nB\nB2\nc')).toEqual({
    start: ['a'],
    removed: ['b'],
    added: ['B', 'B2'],
    end: ['c'],
  });
  expect(suggestedLines('a\r\na', 'a\n')).toEqual({ start: ['a'], removed: ['a'], added: [], end: [] });
  expect(suggestedLines('a', '')).toEqual({ start: [], removed: ['a'], added: [], end: [] });
});
