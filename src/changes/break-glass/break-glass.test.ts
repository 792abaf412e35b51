import { describe, expect, it } from 'vitest';
import { factsOf, hour, later, noon, requiring, stageOf } from '../standing/facts.fixture.ts';
import { type BreakGlass, expiryFault, isFreeToReview, stateOf } from './break-glass.ts';
import { refuseUnfit } from './fitness.ts';

const broken: BreakGlass = {
  ...{ organization: 'org_a', id: 'brk_1', change: 'chg_a', library: 'lib_a', environment: 'production' },
  ...{ digest: 'sha256:now', reason: 'The old one is wrong.', by: 'per_1', human: 'per_1', at: noon },
  ...{ expiresAt: later(hour), entry: 'ent_1', review: null, endedAt: null },
};
const review = { by: 'per_2', at: noon, comment: '', entry: 'ent_2' } as const;

describe('an emergency', () => {
  it('is over at its expiry itself, whether or not the environment has gone back', () => {
    expect([-1, 0, 1].map((ms) => stateOf(broken, later(hour + ms)))).toEqual(['live', 'expired', 'expired']);
    expect(stateOf({ ...broken, endedAt: noon }, noon)).toBe('expired');
  });

  it('is what its review said, whenever that is asked', () => {
    for (const now of [noon, later(2 * hour)]) {
      expect(stateOf({ ...broken, review: { ...review, verdict: 'uphold' } }, now)).toBe('upheld');
      expect(stateOf({ ...broken, review: { ...review, verdict: 'undo' }, endedAt: noon }, now)).toBe(
        'undone',
      );
    }
  });

  it('lasts from now at most eight hours', () => {
    expect([1, 8 * hour].map((ms) => expiryFault(later(ms), noon))).toEqual([null, null]);
    expect(expiryFault(noon, noon)).toContain('in the future');
    expect(expiryFault(later(-1), noon)).toContain('in the future');
    expect(expiryFault(later(8 * hour + 1), noon)).toContain('at most 8 hours');
    expect(expiryFault(new Date(Number.NaN), noon)).not.toBe(null);
  });

  it('AT-04: is reviewed by somebody who neither broke the glass nor wrote a part of it', () => {
    const facts = factsOf({ contributors: new Set(['per_2']) });
    expect(isFreeToReview('per_3', broken.human, facts)).toBe(true);
    for (const human of ['per_1', 'per_2', 'per_author'] as const)
      expect(isFreeToReview(human, broken.human, facts)).toBe(false);
  });
});

describe('not even an emergency', () => {
  const indispensable = ['content', 'parses', 'merges', 'secrets', 'hidden_characters'];
  const passing = indispensable.map((name) => ({ name, state: 'passed' as const, detail: '' }));
  const facts = factsOf({ checks: passing });
  const fit = {
    comparison: { assets: [{ path: 'letter.prompt' }] },
    standing: { publishable: false },
    facts,
  };

  it('is needed for what is approved', () => {
    expect(() => refuseUnfit(fit)).not.toThrow();
    expect(() => refuseUnfit({ ...fit, standing: { publishable: true } })).toThrow(
      expect.objectContaining({ code: 'break_glass.create.approved', status: 409 }),
    );
  });

  it.each(indispensable)('goes without the check %s: failed, missing or unknown', (name) => {
    const without = passing.filter((check) => check.name !== name);
    const failed = [...without, { name, state: 'failed' as const, detail: 'Line 3.' }];
    const missing = [...without, { name, state: 'missing' as const, detail: '' }];
    const refused = (checks: typeof facts.checks) => () =>
      refuseUnfit({ ...fit, facts: factsOf({ checks }) });
    for (const checks of [without, failed, missing])
      expect(refused(checks)).toThrow(
        expect.objectContaining({ code: 'break_glass.create.unfit', status: 409 }),
      );
    expect(refused(failed)).toThrow(`check "${name}". Line 3.`);
    expect(refused(without)).toThrow(/"\.$/);
  });

  it('waits for the other checks: those wait for the review', () => {
    const checks = [...passing, { name: 'size', state: 'failed' as const, detail: '' }];
    expect(() => refuseUnfit({ ...fit, facts: factsOf({ checks }) })).not.toThrow();
  });

  const governing = expect.objectContaining({ code: 'break_glass.create.governing', status: 409 });
  const bringing = (...paths: readonly string[]) => ({ assets: paths.map((path) => ({ path })) });

  it.each(['org.requirement.yaml', 'org.cedar'])('AT-08: brings rules that govern: %s', (path) => {
    for (const comparison of [bringing(path), bringing('letter.prompt', path)]) {
      expect(() => refuseUnfit({ ...fit, comparison })).toThrow(governing);
      expect(() => refuseUnfit({ ...fit, comparison })).toThrow(`${path} is one of the rules`);
    }
  });

  it('AT-08: mends more than requirements, when nobody could satisfy those in force', () => {
    const gone = requiring(stageOf({ from: [{ by: 'team', name: 'gone' }] }));
    const locked = { ...fit, facts: factsOf({ checks: passing, requirement: gone }) };
    const mend = bringing('org.requirement.yaml', 'own.requirement.yaml');
    expect(() => refuseUnfit({ ...locked, comparison: mend })).not.toThrow();
    for (const path of ['letter.prompt', 'org.cedar'])
      expect(() => refuseUnfit({ ...locked, comparison: bringing('org.requirement.yaml', path) })).toThrow(
        governing,
      );
    expect(() => refuseUnfit({ ...locked, comparison: bringing('org.cedar') })).toThrow(governing);
  });
});
