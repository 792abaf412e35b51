import { describe, expect, it } from 'vitest';
import type { Decision } from '../change.ts';
import { refusalOf } from './deciding.ts';
import {
  decisionBy,
  factsOf,
  hour,
  later,
  noon,
  openChange,
  requiring,
  rosterOf,
  stageOf,
} from './facts.fixture.ts';
import type { Facts } from './facts.ts';

const codeOf = (candidate: Decision, facts: Facts) => refusalOf(candidate, facts)?.code ?? null;
const legal = requiring(
  stageOf({ name: 'peer', kind: 'review' }),
  stageOf({ from: [{ by: 'team', name: 'legal' }], need: 2 }),
);
const legalRoster = rosterOf({ teams: new Map([['legal', new Set(['per_1', 'per_2'] as const)]]) });
const endorse = (human: `per_${string}`, facts: Facts, more: Partial<Decision> = {}) =>
  decisionBy(human, facts, { verdict: 'endorse', ...more });

describe('a decision is taken', () => {
  it('AT-04 AT-05: from nobody who wrote it or asked for it, nor in their name', () => {
    const facts = factsOf({ contributors: new Set(['per_1']) });
    const submitted = factsOf({ change: { ...openChange, submittedHuman: 'per_3' } });
    expect(codeOf(decisionBy('per_3', submitted), submitted)).toBe('own_contribution');
    for (const human of ['per_author', 'per_1'] as const) {
      expect(codeOf(decisionBy(human, facts), facts)).toBe('own_contribution');
      expect(codeOf(endorse(human, facts), facts)).toBe('own_contribution');
      expect(codeOf(decisionBy('per_2', facts, { onBehalfOf: human }), facts)).toBe('own_contribution');
    }
    expect(refusalOf(decisionBy('per_1', facts), facts)?.detail).toContain('cannot approve');
    expect(refusalOf(endorse('per_1', facts), facts)?.detail).toContain('You wrote');
    expect(refusalOf(endorse('per_2', facts, { onBehalfOf: 'per_1' }), facts)?.detail).toContain(
      'whom you stand in for, wrote',
    );
  });

  it('in turn: an approval once the stages before are satisfied, and not by whom it takes away from there', () => {
    const facts = factsOf();
    expect(codeOf(decisionBy('per_2', facts), facts)).toBe('too_early');
    const reviewed = factsOf({ decisions: [endorse('per_1', facts)] });
    expect(codeOf(decisionBy('per_2', reviewed), reviewed)).toBe(null);
    expect(codeOf(decisionBy('per_1', reviewed), reviewed)).toBe('too_early');
    expect(codeOf(decisionBy('per_3', reviewed, { onBehalfOf: 'per_1' }), reviewed)).toBe(
      'delegator_decided',
    );
    const twice = factsOf({ decisions: [endorse('per_1', facts), endorse('per_2', facts)] });
    expect(codeOf(decisionBy('per_1', twice), twice)).toBe(null);
    expect(refusalOf(decisionBy('per_1', facts), facts)?.detail).toContain('turn of "approval"');
  });

  it('AT-17: an approval only from those who are asked; a review from anybody', () => {
    const facts = factsOf({ requirement: legal, roster: legalRoster });
    const reviewed = { ...facts, decisions: [endorse('per_5', facts)] };
    expect(codeOf(decisionBy('per_3', reviewed), reviewed)).toBe('not_asked');
    expect(refusalOf(decisionBy('per_3', reviewed), reviewed)?.detail).toContain('"legal", by others');
    expect(codeOf(decisionBy('per_1', reviewed), reviewed)).toBe(null);
    expect(codeOf(decisionBy('per_3', reviewed, { onBehalfOf: 'per_1' }), reviewed)).toBe(null);
    expect(codeOf(endorse('per_3', reviewed), reviewed)).toBe(null);
    const onlyApproval = factsOf({ requirement: requiring(stageOf()) });
    expect(codeOf(endorse('per_3', onlyApproval), onlyApproval)).toBe(null);
    const onlyReview = factsOf({ requirement: requiring(stageOf({ kind: 'review' })) });
    expect(refusalOf(decisionBy('per_3', onlyReview), onlyReview)?.detail).toContain('asks for no approval');
  });

  it('AT-09: not for a stage that is broken', () => {
    for (const stage of [stageOf({ broken: 'It cannot be read.' }), stageOf({ need: 0 })]) {
      const facts = factsOf({ requirement: requiring(stage) });
      expect(codeOf(decisionBy('per_1', facts), facts)).toBe('not_asked');
    }
  });

  it('a review that comes before its stage’s turn waits too', () => {
    const stages = [stageOf({ name: 'first' }), stageOf({ name: 'then', kind: 'review' })];
    const facts = factsOf({ requirement: requiring(...stages) });
    expect(codeOf(endorse('per_1', facts), facts)).toBe('too_early');
    expect(refusalOf(endorse('per_1', facts), facts)?.detail).toContain('Wait with your review');
  });

  it('AT-13: with the proof that the stage wants, and once more when the first word has expired', () => {
    const requirement = requiring(stageOf({ stepUpMs: hour, validForMs: 24 * hour }));
    const facts = factsOf({ requirement });
    for (const unproven of [
      { authenticatedAt: null },
      { credential: 'key' as const },
      { authenticatedAt: later(-hour - 1) },
      { authenticatedAt: later(1) },
    ])
      expect(codeOf(decisionBy('per_1', facts, unproven), facts)).toBe('step_up_needed');
    for (const authenticatedAt of [noon, later(-hour)])
      expect(codeOf(decisionBy('per_1', facts, { authenticatedAt }), facts)).toBe(null);
    const decided = { ...facts, decisions: [decisionBy('per_1', facts)] };
    expect(codeOf(decisionBy('per_1', decided), decided)).toBe('decided_already');
    const now = later(25 * hour);
    const expired = { ...decided, now };
    expect(codeOf(decisionBy('per_1', expired, { at: now, authenticatedAt: now }), expired)).toBe(null);
  });

  it('step-up is not asked for while another stage of theirs is open without it', () => {
    const requirement = requiring(stageOf({ stepUpMs: hour }), stageOf({ rule: 'other', name: 'plain' }));
    const facts = factsOf({ requirement });
    const byKey = { credential: 'key' as const, authenticatedAt: null };
    expect(codeOf(decisionBy('per_1', facts, byKey), facts)).toBe(null);
    const plainDone = { ...facts, decisions: [decisionBy('per_2', facts, byKey)] };
    expect(codeOf(decisionBy('per_1', plainDone, byKey), plainDone)).toBe('step_up_needed');
  });

  it('not once the time ran out, not even against it', () => {
    const requirement = requiring(stageOf({ lapseMs: hour }));
    const facts = factsOf({ requirement, now: later(hour) });
    expect(codeOf(decisionBy('per_1', facts), facts)).toBe('lapsed');
    expect(codeOf(decisionBy('per_1', facts, { verdict: 'request_changes' }), facts)).toBe('lapsed');
    const justBefore = factsOf({ requirement, now: later(hour - 1) });
    expect(codeOf(decisionBy('per_1', justBefore), justBefore)).toBe(null);
  });

  it('once: the same word counts already, another word replaces it, an objection is always in turn', () => {
    const facts = factsOf();
    const against = decisionBy('per_1', facts, { verdict: 'request_changes' });
    expect(codeOf(against, facts)).toBe(null);
    const objected = { ...facts, decisions: [against] };
    expect(codeOf(against, objected)).toBe('decided_already');
    expect(codeOf(endorse('per_1', objected), objected)).toBe(null);
    const endorsed = { ...facts, decisions: [endorse('per_1', facts)] };
    expect(codeOf(endorse('per_1', endorsed), endorsed)).toBe('decided_already');
    expect(codeOf(endorse('per_2', endorsed), endorsed)).toBe(null);
    const draft = factsOf({ change: { ...openChange, submittedAt: null } });
    expect(codeOf(endorse('per_1', draft), draft)).toBe('too_early');
  });

  it('AT-18: the same right used again by its delegate is one word, and as oneself it is another', () => {
    const facts = factsOf();
    const forOne = { onBehalfOf: 'per_1', delegation: 'dlg_1' } as const;
    const decided = { ...facts, decisions: [endorse('per_2', facts, forOne)] };
    expect(codeOf(endorse('per_2', decided, forOne), decided)).toBe('decided_already');
    expect(codeOf(endorse('per_2', decided), decided)).toBe(null);
    expect(codeOf(endorse('per_1', decided), decided)).toBe(null);
  });

  it('AT-18: not against the delegator’s own word, nor by a delegate who is needed before', () => {
    const facts = factsOf();
    const both = { ...facts, decisions: [endorse('per_1', facts), endorse('per_2', facts)] };
    expect(codeOf(decisionBy('per_3', both, { onBehalfOf: 'per_1' }), both)).toBe('delegator_decided');
    const one = { ...facts, decisions: [endorse('per_1', facts)] };
    expect(codeOf(decisionBy('per_1', one, { onBehalfOf: 'per_2' }), one)).toBe('too_early');
  });

  it('an objection in whatever stage, also after an endorsement; and again, when the new word counts for one stage more', () => {
    const objection = { verdict: 'request_changes' as const };
    const late = factsOf({ requirement: requiring(stageOf({ name: 'first' }), stageOf({ kind: 'review' })) });
    expect(codeOf(decisionBy('per_1', late, objection), late)).toBe(null);
    const endorsed = factsOf({ decisions: [endorse('per_1', factsOf())] });
    expect(codeOf(decisionBy('per_1', endorsed, objection), endorsed)).toBe(null);
    const stages = [stageOf({ validForMs: hour }), stageOf({ rule: 'other' })];
    const facts = factsOf({ requirement: requiring(...stages) });
    const now = later(2 * hour);
    const expired = { ...facts, now, decisions: [decisionBy('per_1', facts)] };
    expect(codeOf(decisionBy('per_1', expired, { at: now }), expired)).toBe(null);
  });

  it('in the words of the act', () => {
    const facts = factsOf();
    expect(refusalOf(decisionBy('per_1', facts), facts)?.detail).toContain('Wait with your approval');
    expect(refusalOf(endorse('per_author', facts), facts)?.detail).toContain('cannot review');
  });
});
