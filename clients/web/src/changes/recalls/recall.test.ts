import { expect, it } from 'vitest';
import type { Recall } from '../../api/types.ts';
import { recallsOn, targetText } from './recall.ts';

const recall = (target: Partial<Recall['target']>): Recall => ({
  id: 'rcl_1',
  target: {
    kind: 'asset',
    library: 'support',
    path: 'letter.prompt',
    version: null,
    digest: null,
    model: null,
    ...target,
  },
  reason: 'Wrong',
  by: { id: 'per_1', kind: 'person', displayName: 'Ada' },
  at: '2026-03-02T09:00:00Z',
  entry: 'ent_1',
  lifted: null,
});

it('says what is recalled', () => {
  expect(targetText(recall({}).target)).toBe('support/letter, every version');
  expect(targetText(recall({ kind: 'version', version: 3 }).target)).toBe('v3 of support/letter');
  expect(targetText(recall({ kind: 'model', library: null, path: null, model: 'm' }).target)).toBe(
    'the model m',
  );
});

it('finds the recalls that stop an asset, or exactly its bytes', () => {
  const whole = recall({});
  const bytes = recall({ kind: 'version', path: 'old.prompt', version: 1, digest: 'sha256:1' });
  const other = recall({ path: 'other.prompt' });
  expect(recallsOn([whole, bytes, other], 'letter.prompt', ['sha256:1'])).toEqual([whole, bytes]);
  expect(recallsOn([whole, bytes, other], 'letter.prompt', ['sha256:2'])).toEqual([whole]);
  expect(recallsOn([bytes], 'old.prompt', [])).toEqual([]);
});
