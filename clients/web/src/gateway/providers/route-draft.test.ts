import { expect, it } from 'vitest';
import { bodyOf, draftOf, newTarget, whatIsMissing } from './route-draft.ts';

const line = (model: string, weight: string, seconds = '') => ({ ...newTarget(0), model, weight, seconds });
const draft = (...targets: ReturnType<typeof line>[]) => ({ name: 'everyday', retries: 1, targets });

it('a draft is what is sent, without lines that name nobody', () => {
  const typed = draft(line('a', '3', '2,5'), line('', '1'), line('b', '0'));
  expect(whatIsMissing(typed)).toBeNull();
  expect(bodyOf(typed)).toEqual({
    retries: 1,
    targets: [
      { model: 'a', weight: 3, timeoutMs: 2_500 },
      { model: 'b', weight: 0, timeoutMs: null },
    ],
  });
  const route = {
    ...{ name: 'x', setAt: '', retries: 2 },
    targets: [
      { model: 'a', weight: 1, timeoutMs: 1_500, provider: 'p', circuit: 'closed' as const, failures: 0 },
    ],
  };
  expect(bodyOf(draftOf(route))).toEqual({
    retries: 2,
    targets: [{ model: 'a', weight: 1, timeoutMs: 1_500 }],
  });
});

it.each([
  ['no name', { ...draft(line('a', '1')), name: 'Every Day' }, 'lower-case'],
  ['no model', draft(line('', '1')), 'Choose a model'],
  ['a model twice', draft(line('a', '1'), line('a', '0')), 'twice'],
  ['a weight that is none', draft(line('a', 'much')), 'whole number'],
  ['seconds that are none', draft(line('a', '1', '0')), 'between'],
  ['no weight at all', draft(line('a', '0')), 'above 0'],
])('%s: says why', (_what, typed, why) => {
  expect(whatIsMissing(typed)).toContain(why);
});
