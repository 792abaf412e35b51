import { expect, it } from 'vitest';
import { verdictIn } from './judge.ts';

it.each([
  ['{"verdict": "pass", "reason": "x"}', true],
  ['```json\n{"verdict": "FAIL"}\n```', false],
  ['{"pass": false}', false],
  ['{"pass": "false"}', null],
  ['{"verdict": "passable? no"}', null],
  ['PASS. It answers the question.', true],
  ['**Fail**: it invents a date', false],
  ['It should pass, I think', null],
  ['passable', null],
  ['', null],
  ['null', null],
])('%s', (text, verdict) => {
  expect(verdictIn(text)).toBe(verdict);
});
