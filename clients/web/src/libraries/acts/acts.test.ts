import { describe, expect, it } from 'vitest';
import { pathFor, titleFor, whatHappens } from './act.ts';

describe('a typed name', () => {
  it.each([
    ['tickets/sort', 'tickets/triage.prompt', 'tickets/sort.prompt'],
    [' /sort.prompt ', 'triage.prompt', 'sort.prompt'],
    ['a.cedar', 'b.cedar', 'a.cedar'],
    ['post', 'mail/', 'post/'],
    ['post//', 'mail/', 'post/'],
  ])('%j beside %s is %s', (typed, like, path) => expect(pathFor(typed, like)).toBe(path));
});

it('says what will happen, to whom, and how to take it back', () => {
  const act = { kind: 'move', path: 'a.prompt' } as const;
  expect(titleFor(act, 'b.prompt')).toBe('Rename a to b');
  expect(whatHappens('support', act, ['production'])).toMatch(/live in production.*refused.*rename it again/);
  expect(whatHappens('support', { kind: 'delete', path: 'a.prompt' }, [])).toMatch(
    /support\/a in production are refused.*Deleted/,
  );
  expect(whatHappens('support', { kind: 'restore', path: 'a.prompt', version: 3 }, [])).toMatch(
    /v3.*withdraw/,
  );
});
