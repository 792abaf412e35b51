import { expect, it } from 'vitest';
import { erasureResult, erasureTarget } from './words.ts';

const target = { executions: [], principal: null, words: null };

it('says what an erasure is about, and what came of it', () => {
  expect(erasureTarget({ ...target, kind: 'executions', executions: ['exe_1'] })).toBe('1 execution');
  expect(erasureTarget({ ...target, kind: 'words', words: 'Jane' })).toBe('everything that holds “Jane”');
  expect(erasureTarget({ ...target, kind: 'words' })).toBe('everything that held some words');
  expect(erasureResult({ erased: 2, held: 1 })).toBe('2 executions erased, 1 kept by a legal hold');
});
