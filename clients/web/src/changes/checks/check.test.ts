import { describe, expect, it } from 'vitest';
import type { Check } from '../../api/types.ts';
import { blocks, inOrder, summaryOf, titleOf } from './check.ts';

const check = (name: string, more: Partial<Check> = {}): Check => ({
  name,
  state: 'passed',
  required: true,
  detail: '',
  source: 'built_in',
  by: null,
  at: null,
  link: null,
  validUntil: null,
  findings: [],
  ...more,
});

describe('checks', () => {
  it('block when they are required and anything but passed', () => {
    for (const state of ['failed', 'missing', 'errored', 'stale'] as const) {
      expect(blocks(check('a', { state }))).toBe(true);
      expect(blocks(check('a', { state, required: false }))).toBe(false);
    }
    expect(blocks(check('a'))).toBe(false);
  });
  it('come with what blocks first', () => {
    const told = check('told', { state: 'stale', required: false });
    const bad = check('bad', { state: 'missing' });
    expect(inOrder([check('a'), told, check('b'), bad]).map(({ name }) => name)).toEqual([
      'bad',
      'told',
      'a',
      'b',
    ]);
  });
  it('count those that publishing waits for', () => {
    expect(summaryOf([check('a'), check('b', { state: 'failed', required: false })])).toBe('all 1 passed');
    expect(summaryOf([check('a'), check('b', { state: 'stale' })])).toBe('1 of 2 not passed');
  });
  it('of apps keep their own name, also when it is one of the server’s', () => {
    expect(titleOf(check('secrets'))).toBe('Holds no secrets');
    expect(titleOf(check('secrets', { source: 'reported' }))).toBe('secrets');
  });
});
