import { expect, it } from 'vitest';
import { publishedPrompt, rawCall } from '../request.fixture.ts';
import { chosenWords, isChosen } from './chosen.ts';

it.each([
  [{}, true],
  [{ executions: ['exe_1'] }, true],
  [{ executions: ['exe_2'] }, false],
  [{ prompt: 'marketing/summarize' }, true],
  [{ prompt: 'marketing/other' }, false],
  [{ model: 'simulated-fast', environment: 'production' }, true],
  [{ model: 'simulated-fast', environment: 'staging' }, false],
  [{ principal: 'per_1' }, true],
  [{ principal: 'per_2' }, false],
  [{ team: 'legal' }, false],
  [{ useCase: 'support' }, false],
  [{ kind: 'raw' as const }, false],
])('%j chooses the call: %s', (chosen, is) => {
  expect(isChosen(chosen, 'exe_1', publishedPrompt)).toBe(is);
});

it('tells raw calls apart, and keeps counts instead of ids', () => {
  expect(isChosen({ kind: 'raw' }, 'exe_1', rawCall)).toBe(true);
  expect(isChosen({ kind: 'governed' }, 'exe_1', rawCall)).toBe(false);
  expect(chosenWords({ executions: ['exe_1', 'exe_2'], model: 'm' })).toEqual({ executions: 2, model: 'm' });
});
