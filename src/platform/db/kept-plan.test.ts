import { expect, it } from 'vitest';
import { keptName } from './kept-plan.ts';

it('names a marked statement by its text, and no other', () => {
  const marked = 'select 1 /* its plan is kept */';
  expect(keptName(marked)).toMatch(/^kept_[0-9a-f]{24}$/);
  expect(keptName(marked)).toBe(keptName(marked));
  expect(keptName(`select 2 ${marked.slice(9)}`)).not.toBe(keptName(marked));
  expect(keptName('select 1')).toBeUndefined();
});
