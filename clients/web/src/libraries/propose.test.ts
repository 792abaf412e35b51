import { describe, expect, it } from 'vitest';
import { parseDraft } from './drafts.ts';
import { branchNameFor } from './together/start-branch.ts';

const branchPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

describe('the branch of an edit', () => {
  it.each([
    ['tickets/triage.prompt', 0.5, 'edit-triage-i000'],
    ['Ünïcode!.prompt', 0, 'edit-n-code-0000'],
    ['___.prompt', 0.9999999, 'edit-prompt-zzzz'],
  ])('of %s is %s', (path, random, name) => expect(branchNameFor(path, random)).toBe(name));

  it('is valid for long names', () =>
    expect(branchNameFor(`${'a'.repeat(200)}.prompt`, 0.3)).toMatch(branchPattern));
});

describe('a kept draft', () => {
  it('is read back', () => {
    const draft = { text: 'x', base: null, at: '2026-11-23T00:00:00.000Z' };
    expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
  });
  it.each([null, '', '{', '"x"', '{"text":1,"base":null,"at":""}', '{"text":"x"}'])(
    'is nothing when %j stands there',
    (stored) => expect(parseDraft(stored)).toBeNull(),
  );
});
