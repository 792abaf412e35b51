import { describe, expect, it } from 'vitest';
import { refuseUnapproved } from './publish-guard.ts';
import { unaskedToPublish } from './requirement/asked-to-publish.ts';
import { factsOf, requiring, rosterOf, stageOf } from './standing/facts.fixture.ts';

const approved = { state: 'approved', publishable: true, missing: [] } as const;
const clean = { conflicts: [] };
const one = { human: 'per_1' } as const;
const facts = factsOf();

describe('publishing', () => {
  it('lets through what is publishable, by who is asked', () => {
    expect(() => refuseUnapproved({ comparison: clean, standing: approved, facts }, one)).not.toThrow();
  });

  it('AT-01: refuses what is not publishable, with what is missing', () => {
    const standing = { state: 'in_review', publishable: false, missing: ['A review.', 'A check.'] } as const;
    const refused = () => refuseUnapproved({ comparison: clean, standing, facts }, one);
    expect(refused).toThrow('This content is not approved yet. A review. A check.');
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'change.publish.not_approved',
        status: 409,
        more: { missing: standing.missing },
      }),
    );
    const silent = { ...standing, missing: [] };
    expect(() => refuseUnapproved({ comparison: clean, standing: silent, facts }, one)).toThrow(
      /approved yet\.$/,
    );
  });

  it('says that main moved only of what is approved: before that the change waits for people', () => {
    const comparison = { conflicts: ['1', '2', '3', '4', '5', '6'] };
    const refused = (state: 'approved' | 'in_review') => () =>
      refuseUnapproved({ comparison, standing: { ...approved, publishable: false, state }, facts }, one);
    expect(refused('approved')).toThrow('the same files since: 1, 2, 3, 4, 5. Bring main');
    expect(refused('approved')).toThrow(
      expect.objectContaining({ code: 'change.publish.conflict', status: 409, more: comparison }),
    );
    expect(refused('in_review')).toThrow(expect.objectContaining({ code: 'change.publish.not_approved' }));
    // Also when the standing were wrong about it: main does not move over a conflict.
    const wrong = { comparison, standing: approved, facts };
    expect(() => refuseUnapproved(wrong, one)).toThrow(
      expect.objectContaining({ code: 'change.publish.conflict' }),
    );
  });

  it('is for whom every rule names, whatever else they may', () => {
    const roster = rosterOf({ teams: new Map([['legal', new Set(['per_1', 'per_2'] as const)]]) });
    const legal = [{ by: 'team', name: 'legal' } as const];
    const admins = [{ by: 'role', name: 'admin' } as const, { by: 'team', name: 'ops' } as const];
    const asking = (publish: (typeof legal | typeof admins)[]) =>
      factsOf({ roster, requirement: { ...requiring(stageOf()), publish } });
    expect(unaskedToPublish(one, asking([]))).toBe(null);
    expect(unaskedToPublish(one, asking([legal]))).toBe(null);
    expect(unaskedToPublish({ human: 'per_3' }, asking([legal]))).toContain('lets only');
    expect(unaskedToPublish(one, asking([legal, admins]))).toMatch(
      / or .* publish this\. Ask one of them\.$/,
    );
    const mine = { comparison: clean, standing: approved, facts: asking([legal]) };
    expect(() => refuseUnapproved(mine, one)).not.toThrow();
    expect(() => refuseUnapproved(mine, { human: 'per_3' })).toThrow(
      expect.objectContaining({ code: 'change.publish.not_asked', status: 403 }),
    );
  });
});
