import { expect, it } from 'vitest';
import type { Notice } from '../../api/types.ts';
import { groupNotices } from './group.ts';

const notice = (id: string, change: string | null, read = false): Notice => ({
  id,
  kind: 'commented',
  topic: 'talk',
  text: id,
  by: null,
  change: change === null ? null : { id: change, number: 1, title: 'T', library: 'l' },
  library: 'l',
  subject: null,
  path: null,
  direct: true,
  at: '2026-11-27T10:00:00.000Z',
  read,
  entry: 'ent',
});

it('puts what happened to one change together, where its newest is', () => {
  const groups = groupNotices([
    notice('5', 'b'),
    notice('4', 'a'),
    notice('3', null),
    notice('2', 'b', true),
    notice('1', 'b'),
  ]);
  expect(groups.map(({ key, newest, earlier, unread }) => [key, newest.id, earlier.length, unread])).toEqual([
    ['b', '5', 2, ['5', '1']],
    ['a', '4', 0, ['4']],
    ['3', '3', 0, ['3']],
  ]);
  expect(groupNotices([])).toEqual([]);
});
