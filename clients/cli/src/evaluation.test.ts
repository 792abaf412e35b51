import { expect, it } from 'vitest';
import { askedOf, evaluationLines } from './evaluation.ts';

const side = (state: 'passed' | 'failed' | 'errored', message = '') => ({
  state,
  execution: null,
  findings: message === '' ? [] : [{ type: 'contains', state, message, line: 4 }],
});
const found = {
  ...{
    id: 'evr_1',
    library: 'support',
    change: null,
    path: null,
    version: '2',
    baseline: 'production',
    digest: null,
  },
  ...{ state: 'failed' as const, total: 2, done: 2, passed: 1, baselinePassed: 2 },
  detail: '1 of 2 cases pass. Failed: a refund.',
  startedBy: { id: 'per_1', kind: 'person' as const, displayName: 'Ben' },
  ...{ startedAt: '', endedAt: '' },
  cases: [
    {
      place: 1,
      path: 'a.eval.yaml',
      prompt: 'support/a',
      description: 'a refund',
      line: 3,
      candidate: side('failed', 'contains “x”\u001b[2J does not hold.'),
      baseline: side('passed'),
    },
    {
      place: 2,
      path: 'a.eval.yaml',
      prompt: 'support/a',
      description: null,
      line: 9,
      candidate: side('passed'),
      baseline: null,
    },
  ],
};

it('names what did not hold and why, then the sum; nothing of it steers the terminal', () => {
  const lines = evaluationLines(found);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe('FAILED   a.eval.yaml:3  a refund  (what is live passes)');
  expect(lines[1]).toContain('contains “x”');
  expect(lines.join('')).not.toContain('\u001b');
  expect(lines[2]).toBe('failed: 1 of 2 cases pass. Failed: a refund.');
});

it('takes one file or one change', () => {
  expect(askedOf('support/a/b.eval.yaml', { version: '7' })).toEqual({
    library: 'support',
    path: 'a/b.eval.yaml',
    version: '7',
  });
  expect(askedOf(undefined, { change: 'chg_1', version: 'production' })).toEqual({ change: 'chg_1' });
  expect(() => askedOf(undefined, { version: 'production' })).toThrow('Name one evaluation');
  expect(() => askedOf('support/a.eval.yaml', { change: 'chg_1', version: 'production' })).toThrow(
    'Name one evaluation',
  );
});
