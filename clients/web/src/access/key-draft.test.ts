import { describe, expect, it } from 'vitest';
import { emptyDraft, reachInWords, scopeOf } from './key-draft.ts';

describe('a key before it is made', () => {
  it('is narrowed to what was chosen, and by nothing that was left empty', () => {
    expect(scopeOf(emptyDraft, false)).toBeUndefined();
    const draft = {
      ...emptyDraft,
      may: 'run',
      libraries: ['support'],
      ipRanges: ' 10.0.0.0/8,\n, 203.0.113.7 ',
    };
    expect(scopeOf({ ...draft, checks: 'tone' }, false)).toEqual({
      libraries: ['support'],
      actions: ['execution.create'],
      ipRanges: ['10.0.0.0/8', '203.0.113.7'],
    });
    expect(scopeOf({ ...emptyDraft, checks: 'tone' }, true)).toEqual({ checks: ['tone'] });
  });

  it('says in words what it will be able to do', () => {
    expect(reachInWords(emptyDraft, 'you', false)).toBe(
      'Whoever has this key can act as you: do everything that you may, from anywhere, for 90 days.',
    );
    const draft = {
      ...emptyDraft,
      may: 'run',
      libraries: ['support', 'sales'],
      models: 'small',
      useCases: 'replies, quotes',
      ipRanges: '10.0.0.0/8',
      days: '',
    };
    expect(reachInWords(draft, 'Desk', false)).toBe(
      'Whoever has this key can act as Desk: run prompts, in support and sales alone, with small, for published prompts whose use case is replies or quotes, only from 10.0.0.0/8, until somebody revokes it.',
    );
    expect(reachInWords({ ...emptyDraft, checks: 'tone' }, 'CI', true)).toContain('report the checks tone');
  });
});
