import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonId, Role } from '../../access/index.ts';
import type { Change, Decision } from '../change.ts';
import { defaultRequirement } from '../requirement/requirement.ts';
import { type Facts, isIndependent, isStale } from './facts.ts';
import type { Roster } from './roster.ts';
import { standing } from './standing.ts';

const at = new Date('2026-11-01T09:00:00Z');
const change: Change = {
  organization: 'org_a',
  id: 'chg_a',
  library: 'lib_a',
  number: 1,
  title: 'Shorter summaries',
  description: '',
  branch: 'shorter',
  environment: 'production',
  stage: 'open',
  createdBy: 'per_author',
  createdHuman: 'per_author',
  submittedHuman: 'per_author',
  createdAt: at,
  updatedAt: at,
  submittedAt: at,
  publishedAt: null,
  finalRevision: null,
  finalBase: null,
};
const passed = [{ name: 'parses', state: 'passed' as const, detail: '' }];

function decision(overrides: Partial<Decision>): Decision {
  return {
    id: 'dec_1',
    change: 'chg_a',
    kind: 'approval',
    verdict: 'approve',
    by: 'per_approver',
    human: 'per_approver',
    at,
    comment: '',
    revision: 'a'.repeat(40),
    digest: 'sha256:now',
    environment: 'production',
    requirementVersion: defaultRequirement.version,
    shown: 'sha256:shown',
    credential: 'session',
    authenticatedAt: null,
    onBehalfOf: null,
    delegation: null,
    retractedAt: null,
    entry: 'ent_1',
    ...overrides,
  };
}
const review = (overrides: Partial<Decision> = {}) =>
  decision({
    id: 'dec_2',
    kind: 'review',
    verdict: 'endorse',
    by: 'per_reviewer',
    human: 'per_reviewer',
    ...overrides,
  });

/** Everybody holds both roles, but those who lost them. */
function everybody(...lost: readonly PersonId[]): Roster {
  const people: PersonId[] = ['per_author', 'per_coauthor', 'per_reviewer', 'per_approver', 'per_x', 'per_z'];
  const more: PersonId[] = ['per_1', 'per_2', 'per_3'];
  const held: ReadonlySet<Role> = new Set(['reviewer', 'approver']);
  const here = [...people, ...more].filter((person) => !lost.includes(person));
  return {
    roles: new Map(here.map((person) => [person, held])),
    custom: new Map(),
    teams: new Map(),
    people: new Map(),
  };
}

function facts(overrides: Partial<Facts>): Facts {
  return {
    change,
    digest: 'sha256:now',
    requirement: defaultRequirement,
    decisions: [],
    contributors: new Set(['per_author']),
    revisedAt: at,
    roster: everybody(),
    endedDelegations: new Set(),
    checks: passed,
    now: at,
    ...overrides,
  };
}

describe('standing', () => {
  it('is publishable with one review and one approval by two other humans', () => {
    const result = standing(facts({ decisions: [review(), decision({})] }));
    expect(result.state).toBe('approved');
    expect(result.publishable).toBe(true);
    expect(result.waitingFor).toEqual(['publish']);
  });

  it.each([
    ['nothing is decided', []],
    ['only a review', [review()]],
    ['only an approval', [decision({})]],
    [
      'AT-17: one human reviews and approves',
      [review({ by: 'per_x', human: 'per_x' }), decision({ by: 'per_x', human: 'per_x' })],
    ],
    ['AT-04: the author approves', [review(), decision({ by: 'per_author', human: 'per_author' })]],
    [
      'AT-06: an approval through another principal of the author',
      [review(), decision({ by: 'app_bot', human: 'per_author' })],
    ],
    ['AT-01: the approval is of other bytes', [review(), decision({ digest: 'sha256:before' })]],
    ['the review is of other bytes', [review({ digest: 'sha256:before' }), decision({})]],
    ['AT-11: the approval is for another environment', [review(), decision({ environment: 'staging' })]],
    ['the approval is under another requirement', [review(), decision({ requirementVersion: 'default/0' })]],
    [
      'somebody requests changes',
      [
        review(),
        decision({}),
        review({ id: 'dec_3', by: 'per_z', human: 'per_z', verdict: 'request_changes' }),
      ],
    ],
  ])('is not publishable when %s', (_name, decisions) => {
    const result = standing(facts({ decisions }));
    expect(result.publishable).toBe(false);
    expect(result.state).not.toBe('approved');
    expect(result.missing.length).toBeGreaterThan(0);
  });

  it('is not publishable when a decider lost the right', () => {
    expect(
      standing(facts({ decisions: [review(), decision({})], roster: everybody('per_approver') })).publishable,
    ).toBe(false);
  });

  it('AT-09: a requirement of nobody is unsatisfiable, not satisfied', () => {
    for (const need of [0, -1, Number.NaN]) {
      const stages = defaultRequirement.stages.map((stage) => ({ ...stage, need }));
      const requirement = { ...defaultRequirement, stages };
      expect(standing(facts({ decisions: [review(), decision({})], requirement })).publishable).toBe(false);
    }
  });

  it('fails closed on checks: failed, missing, or none at all', () => {
    const decisions = [review(), decision({})];
    for (const state of ['failed', 'missing'] as const)
      expect(
        standing(facts({ decisions, checks: [...passed, { name: 'x', state, detail: '' }] })).publishable,
      ).toBe(false);
    expect(standing(facts({ decisions, checks: [] })).publishable).toBe(false);
  });

  it('takes the newest word of the same human', () => {
    const objection = review({ id: 'dec_0', verdict: 'request_changes' });
    expect(standing(facts({ decisions: [objection, review(), decision({})] })).publishable).toBe(true);
    expect(
      standing(facts({ decisions: [review(), decision({}), { ...objection, id: 'dec_9' }] })).state,
    ).toBe('changes_requested');
  });

  it('never publishes without two fresh decisions of distinct independent humans, whatever was decided', () => {
    const humans: readonly PersonId[] = ['per_author', 'per_coauthor', 'per_1', 'per_2', 'per_3'];
    const any = fc.record({
      human: fc.constantFrom(...humans),
      digest: fc.constantFrom('sha256:now' as const, 'sha256:before' as const),
      verdict: fc.constantFrom('endorse' as const, 'request_changes' as const, 'approve' as const),
      environment: fc.constantFrom('production', 'staging'),
    });
    const lost = fc.subarray([...humans], { maxLength: 2 });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), lost, (acts, gone) => {
        const decisions = acts.map((act, index) =>
          decision({
            id: `dec_${index}`,
            kind: act.verdict === 'approve' ? 'approval' : 'review',
            verdict: act.verdict,
            by: act.human,
            human: act.human,
            digest: act.digest,
            environment: act.environment,
          }),
        );
        const given = facts({
          decisions,
          roster: everybody(...gone),
          contributors: new Set(['per_author', 'per_coauthor']),
        });
        if (!standing(given).publishable) return;
        const good = decisions.filter(
          (one) => !isStale(one, given) && isIndependent(one.human, given) && !gone.includes(one.human),
        );
        const approvers = new Set(good.filter((one) => one.verdict === 'approve').map((one) => one.human));
        const others = good.filter((one) => one.verdict === 'endorse').map((one) => one.human);
        expect(approvers.size).toBeGreaterThanOrEqual(1);
        expect(new Set([...approvers, ...others]).size).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 5_000 },
    );
  });
});
