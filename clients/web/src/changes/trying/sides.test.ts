import { describe, expect, it } from 'vitest';
import { isAlike } from '../../gateway/trying/alike.ts';
import { parseSamples } from '../../libraries/samples.ts';
import { shareText, sidesOf } from './sides.ts';

const change = {
  library: 'support',
  environment: 'staging',
  branch: 'ben/kind',
  state: 'in_review' as const,
};
const asset = {
  path: 'emails/reply.prompt',
  base: { text: 'a', digest: 'sha256:aa' },
  head: { text: 'b', digest: 'sha256:bb' },
};

describe('sides', () => {
  it('runs what is live in the environment, and the branch as a trial', () =>
    expect(sidesOf(change, asset)).toEqual({
      base: 'support/emails/reply@staging',
      head: 'support/emails/reply@branch:ben/kind',
    }));
  it('runs exact digests once a change is published, and no proposal that never was', () => {
    expect(sidesOf({ ...change, state: 'published' }, asset)).toEqual({
      base: 'support/emails/reply@sha256:aa',
      head: 'support/emails/reply@sha256:bb',
    });
    expect(sidesOf({ ...change, state: 'rejected' }, asset).head).toBeNull();
  });
  it('runs nothing where there is nothing', () =>
    expect(sidesOf(change, { ...asset, base: null, head: null })).toEqual({ base: null, head: null }));
});

it('marks what differs only where most is alike', () => {
  expect(isAlike('0123456789', [{ from: 0, to: 5 }])).toBe(true);
  expect(isAlike('0123456789', [{ from: 0, to: 7 }])).toBe(false);
});

it('says how much more, and nothing where it does not know', () => {
  expect(shareText(100, 112)).toBe('+12 %');
  expect(shareText(200, 150)).toBe('−25 %');
  expect([shareText(null, 1), shareText(0, 5), shareText(3, 3)]).toEqual(['', '', '']);
});

it('reads kept samples, and takes anything else for none', () => {
  expect(parseSamples('{"order":"A1"}')).toEqual({ order: 'A1' });
  for (const stored of [null, 'x', '[]', '{"order":1}']) expect(parseSamples(stored)).toEqual({});
});
