import { describe, expect, it } from 'vitest';
import type { Decision } from '../change.ts';
import { defaultRequirement } from '../requirement/requirement.ts';
import type { StageStanding } from '../standing/stage.ts';
import { quantile, spreadOf, stepsOf } from './measure.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, hour));
const decision = (by: string, kind: Decision['kind'], hour: number): Decision => ({
  id: `dec_${by}`,
  change: 'chg_1',
  kind,
  verdict: kind === 'review' ? 'endorse' : 'approve',
  by,
  human: `per_${by}`,
  at: at(hour),
  comment: '',
  revision: 'r',
  digest: 'sha256:d',
  environment: 'production',
  requirementVersion: 'default/1',
  shown: null,
  credential: 'session',
  entry: 'ent_1',
  authenticatedAt: null,
  onBehalfOf: null,
  delegation: null,
  retractedAt: null,
});
const stage = (index: 0 | 1, by: string, startedAt: Date | null): StageStanding => ({
  ...(defaultRequirement.stages[index] ?? fail()),
  have: 1,
  by: [by],
  satisfied: true,
  unsatisfiable: null,
  startedAt,
  remindAt: null,
  escalateAt: null,
  lapsesAt: null,
  lapsed: false,
});
function fail(): never {
  throw new Error('the default has two stages');
}

describe('the steps of a published change', () => {
  const change = { createdAt: at(0), submittedAt: at(2), publishedAt: at(20) };
  const decisions = [
    decision('ann', 'review', 5),
    decision('bo', 'approval', 12),
    decision('cy', 'approval', 3),
  ];
  const words = ({ kind }: StageStanding) => kind;

  it('are as long as it was their turn', () => {
    const took = stepsOf(change, [stage(0, 'ann', at(2)), stage(1, 'bo', at(5))], decisions, words);
    expect(took.map(({ step, hours }) => [step, hours])).toEqual([
      ['draft', 2],
      ['review', 3],
      ['approval', 7],
      ['publish', 8],
    ]);
  });

  it('are counted from the submission where nobody kept whose turn it was', () => {
    const took = stepsOf(change, [stage(0, 'ann', null), stage(1, 'bo', null)], decisions, words);
    expect(took.map(({ hours }) => hours)).toEqual([2, 3, 7, 8]);
  });

  it('never take less than no time, and are none of what was not published', () => {
    expect(stepsOf({ ...change, submittedAt: at(0), createdAt: at(1) }, [], [], words)[0]?.hours).toBe(0);
    expect(stepsOf({ ...change, publishedAt: null }, [], decisions, words)).toEqual([]);
  });
});

it('measures as spreadsheets do', () => {
  expect(quantile([4], 0.9)).toBe(4);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([10, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0.9)).toBeCloseTo(9.1);
  expect(spreadOf([])).toBeUndefined();
  expect(spreadOf([1, 3])).toEqual({ count: 2, medianHours: 2, p90Hours: 2.8 });
});
