import { describe, expect, it } from 'vitest';
import type { ChangeDecision, ChangeDetail, Check, PersonRef, Stage } from '../../api/types.ts';
import { decidersOf, headlineOf, missingOf, progressOf, staleDeciders } from './stage.ts';

const chiara: PersonRef = { id: 'per_chiara', kind: 'person', displayName: 'Chiara Rossi' };
const stage = (name: string, need: number, by: PersonRef[] = [], more: Partial<Stage> = {}): Stage => ({
  name,
  rule: 'default',
  kind: name.includes('review') ? 'review' : 'approval',
  need,
  from: 'any approver',
  limits: [],
  stepUp: false,
  have: by.length,
  by,
  satisfied: by.length >= need,
  unsatisfiable: null,
  startedAt: null,
  lapsesAt: null,
  lapsed: false,
  ...more,
});
const passed = {
  name: 'merges',
  state: 'passed',
  required: true,
  detail: '',
  source: 'built_in',
  by: null,
  at: null,
  link: null,
  validUntil: null,
  findings: [],
} satisfies Check;
const standing = (stages: Stage[], more: Partial<ChangeDetail> = {}) => ({
  state: 'in_review' as const,
  waitingFor: [],
  schedule: null,
  breakGlass: null,
  checks: [passed],
  requirement: { version: 'default/1', sources: [], rules: [], publish: 'publisher', missing: [], stages },
  ...more,
});

describe('progress', () => {
  const stages = [stage('peer review', 1, [chiara]), stage('legal', 2), stage('security', 1)];
  it('works on the first open stage of a rule only', () =>
    expect(progressOf(standing(stages)).map(({ progress }) => progress)).toEqual(['done', 'now', 'later']));
  it('works on each rule at the same time: rules wait for nobody', () => {
    const board = stage('board', 1, [], { rule: 'policy/a.requirement.yaml#money' });
    expect(progressOf(standing([...stages, board])).map(({ progress }) => progress)).toEqual([
      'done',
      'now',
      'later',
      'now',
    ]);
  });
  it('works on none before it is submitted and after it ended', () => {
    for (const state of ['draft', 'changes_requested', 'rejected'] as const)
      expect(progressOf(standing(stages, { state }))[1]?.progress).toBe('later');
  });
  it('tells what nobody can give, also when it comes later (AT-09)', () =>
    expect(
      progressOf(standing([stage('review', 1), stage('legal', 1, [], { unsatisfiable: 'no team' })]))[1]
        ?.progress,
    ).toBe('impossible'));
});

describe('headline', () => {
  it('names the stage that it waits for', () => {
    expect(headlineOf(standing([stage('review', 1)]))).toBe('Waits for a review');
    expect(headlineOf(standing([stage('review', 1, [chiara]), stage('approval', 2)]))).toBe(
      'Waits for 2 more approvals',
    );
    const rule = 'policy/a.requirement.yaml#contracts';
    const legal = stage('legal', 2, [], { rule });
    expect(headlineOf(standing([legal]))).toBe('Waits for legal (2 people)');
    expect(headlineOf(standing([stage('review', 1), legal]))).toBe('Waits for a review, and for legal');
    expect(headlineOf(standing([{ ...legal, lapsed: true }]))).toBe('The time for legal ran out');
  });
  it('never calls ready what a check holds up, or what nobody can approve', () => {
    const failing = { checks: [{ ...passed, state: 'missing' as const }] };
    expect(headlineOf(standing([], { state: 'approved', ...failing }))).toContain('not every check');
    expect(headlineOf(standing([stage('legal', 1, [], { unsatisfiable: 'no team' })]))).toContain(
      'Nobody can',
    );
  });
});

const decision = (id: string, stale: boolean): ChangeDecision => ({
  id,
  kind: 'review',
  verdict: 'endorse',
  by: chiara,
  at: '2026-11-02T10:00:00.000Z',
  comment: null,
  revision: 'a',
  stale,
  retracted: false,
  onBehalfOf: null,
  entry: 'ent_1',
});

it('names whose decision went stale, until they decide again or took it back (AT-01)', () => {
  expect(staleDeciders({ state: 'in_review', decisions: [decision('dec_1', true)] })).toEqual([chiara]);
  expect(
    staleDeciders({ state: 'in_review', decisions: [decision('dec_1', true), decision('dec_2', false)] }),
  ).toEqual([]);
  const retracted = { ...decision('dec_1', true), retracted: true };
  expect(staleDeciders({ state: 'in_review', decisions: [retracted] })).toEqual([]);
  expect(staleDeciders({ state: 'published', decisions: [decision('dec_1', true)] })).toEqual([]);
});

it('finds the decision that counts, not one that went stale', () => {
  const [found] = decidersOf(stage('review', 1, [chiara]), [
    decision('dec_1', false),
    decision('dec_2', true),
  ]);
  expect(found?.decision?.id).toBe('dec_1');
});

it('leaves to the checks what the checks say, and is silent once it is over', () => {
  const missing = ['1 more review needed.', 'Check "merges" is failed: main moved'];
  const requirement = { ...standing([]).requirement, missing };
  expect(missingOf({ state: 'in_review', checks: [passed], requirement })).toEqual(['1 more review needed.']);
  expect(missingOf({ state: 'rejected', checks: [passed], requirement })).toEqual([]);
});
