import { expect, it } from 'vitest';
import { type Happening, unlawful } from './oracle.ts';

const role = (holder: string, name: string, held = true): Happening => ({
  type: 'role',
  holder,
  role: name,
  held,
});
const start: readonly Happening[] = [
  role('rev', 'reviewer'),
  role('app', 'approver'),
  role('pub', 'publisher'),
  { type: 'asked', change: 'c', human: 'author' },
  { type: 'revision', revision: 'r1', from: 'main', human: 'author', text: 'one' },
];
const decision = (
  human: string,
  kind: 'endorse' | 'approve' | 'request_changes',
  revision = 'r1',
): Happening => ({ type: 'decision', change: 'c', human, app: false, kind, revision, atMs: 0 });
const publish: Happening = {
  type: 'publish',
  change: 'c',
  by: 'pub',
  revision: 'r1',
  live: 'one',
  atMs: 1_000,
};
const fair = [...start, decision('rev', 'endorse'), decision('app', 'approve')];

it('finds nothing in a fair publication', () => {
  expect(unlawful([...fair, publish])).toEqual([]);
});

const r2: Happening = { type: 'revision', revision: 'r2', from: 'r1', human: 'app', text: 'two' };
it.each<[string, readonly Happening[]]>([
  ['no endorsement', [...start, decision('app', 'approve'), publish]],
  ['no approval', [...start, decision('rev', 'endorse'), publish]],
  [
    'one human for both',
    [...start, role('rev', 'approver'), decision('rev', 'endorse'), decision('rev', 'approve'), publish],
  ],
  [
    'the author approved',
    [
      ...start,
      role('author', 'approver'),
      decision('rev', 'endorse'),
      decision('author', 'approve'),
      publish,
    ],
  ],
  ['other bytes were approved', [...fair, r2, { ...publish, revision: 'r2', live: 'two' }]],
  ['other bytes are live', [...fair, { ...publish, live: 'three' }]],
  ['the approver is no approver any more', [...fair, role('app', 'approver', false), publish]],
  ['the approval was taken back', [...fair, { type: 'retract', change: 'c', human: 'app' }, publish]],
  ['changes were requested since', [...fair, decision('rev', 'request_changes'), publish]],
  ['no publisher', [...fair, { ...publish, by: 'rev' }]],
  [
    'a co-author approved',
    [
      ...start,
      r2,
      decision('rev', 'endorse', 'r2'),
      decision('app', 'approve', 'r2'),
      { ...publish, revision: 'r2', live: 'two' },
    ],
  ],
])('finds: %s', (_, happenings) => {
  expect(unlawful(happenings)).toHaveLength(1);
});

it('counts approvals, and their age, as the rule asks', () => {
  const happened = [...fair, publish];
  expect(unlawful(happened, { approvals: 2, validForMs: 5_000 })).toHaveLength(1);
  expect(unlawful(happened, { approvals: 1, validForMs: 999 })).toHaveLength(1);
  expect(unlawful(happened, { approvals: 1, validForMs: 1_000 })).toEqual([]);
  const other = [role('two', 'approver'), decision('two', 'approve'), publish];
  expect(unlawful([...fair, ...other], { approvals: 2, validForMs: 5_000 })).toEqual([]);
});

const byApp: Happening = {
  type: 'decision',
  change: 'c',
  human: 'rev',
  app: true,
  kind: 'endorse',
  revision: 'r1',
  atMs: 0,
};

it('finds an app that decided', () => {
  expect(unlawful([...start, byApp])).toHaveLength(1);
});
