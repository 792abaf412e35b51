import { describe, expect, it } from 'vitest';
import type { Rendered } from '../api/types.ts';
import { effectsOf } from './effects.ts';
import { changesSearch } from './filters.ts';
import { actsIn, waitingText } from './state.ts';

describe('effects', () => {
  const rendered = (rest: Partial<Rendered>): Rendered => ({
    messages: [],
    model: 'fast',
    config: {},
    variables: [],
    ...rest,
  });
  const order = { name: 'order', required: true, type: 'string', description: null };

  it('says nothing when only words change', () => expect(effectsOf(rendered({}), rendered({}))).toEqual([]));
  it('says what changes besides the words', () => {
    const before = rendered({ config: { temperature: 0.2 }, variables: [{ ...order, name: 'old' }] });
    const after = rendered({ model: 'careful', config: { temperature: 0.4 }, variables: [order] });
    expect(effectsOf(before, after)).toEqual([
      'Runs on careful instead of fast',
      'Setting temperature: 0.2 → 0.4',
      'Needs a new variable, order: callers without it are refused',
      'No longer uses the variable old',
    ]);
  });
  it('says when a variable becomes required', () =>
    expect(
      effectsOf(rendered({ variables: [{ ...order, required: false }] }), rendered({ variables: [order] })),
    ).toEqual(['Now requires order: callers without it are refused']));
});

describe('state', () => {
  it('offers what is needed first', () => {
    expect(actsIn({ state: 'in_review', waitingFor: ['review', 'approval'] })[0]).toBe('change.review');
    expect(actsIn({ state: 'in_review', waitingFor: ['approval'] })[0]).toBe('change.approve');
    expect(actsIn({ state: 'approved', waitingFor: ['publish'] })[0]).toBe('change.publish');
    expect(actsIn({ state: 'published', waitingFor: [] })).toEqual([]);
  });
  it('says what it waits for', () => {
    expect(waitingText({ waitingFor: ['review', 'approval'] })).toBe('Waits for a review and an approval');
    expect(waitingText({ waitingFor: [] })).toBe('');
  });
});

it('keeps only filters that exist', () =>
  expect(changesSearch({ state: 'approved', waiting: 'you', library: 'support', x: 1 })).toEqual({
    state: 'approved',
    library: 'support',
  }));
