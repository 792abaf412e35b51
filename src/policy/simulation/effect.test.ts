import { describe, expect, it } from 'vitest';
import { publishedPrompt } from '../request.fixture.ts';
import type { Verdict } from '../verdict.ts';
import { effectOf } from './effect.ts';
import { createTally } from './tally.ts';

const permit: Verdict = {
  decision: 'permit',
  rules: [{ id: 'p', effect: 'permit', mode: 'enforce', reason: 'P.' }],
  obligations: [],
  monitored: [],
  errors: [],
  policyVersion: 'sha256:00',
  asked: publishedPrompt,
};
const forbid: Verdict = {
  ...permit,
  decision: 'forbid',
  rules: [{ id: 'f', effect: 'forbid', mode: 'enforce', reason: 'F.' }],
};
const warned: Verdict = { ...permit, obligations: [{ rule: 'w', reason: 'W.', kind: 'warn', argument: '' }] };

describe('the effect of a proposed policy on a call', () => {
  it('is none where only rules, monitored rules or the version differ', () => {
    const monitored = [{ id: 'm', effect: 'forbid' as const, mode: 'monitor' as const, reason: 'M.' }];
    expect(effectOf(permit, { ...permit, monitored, policyVersion: 'sha256:01' })).toBeUndefined();
  });

  it('names the rules that make it', () => {
    expect(effectOf(permit, forbid)).toEqual({ kind: 'forbidden', rules: [{ id: 'f', reason: 'F.' }] });
    expect(effectOf(forbid, permit)).toEqual({ kind: 'permitted', rules: [{ id: 'p', reason: 'P.' }] });
    expect(effectOf(permit, warned)).toEqual({ kind: 'obliged', rules: [{ id: 'w', reason: 'W.' }] });
    expect(effectOf(warned, permit)?.kind).toBe('obliged');
    expect(effectOf(permit, { ...forbid, rules: [] })).toEqual({ kind: 'forbidden', rules: [] });
  });

  it('is counted by team, prompt, model and rule, with restricted libraries under one name', () => {
    const tally = createTally();
    const secret = { ...publishedPrompt, context: { ...publishedPrompt.context, restricted: true } };
    tally.add(
      'exe_1',
      { ...publishedPrompt, principal: { ...publishedPrompt.principal, teams: ['a', 'b'] } },
      effectOf(permit, forbid),
    );
    tally.add('exe_2', secret, effectOf(permit, { ...forbid, rules: [] }));
    tally.add('exe_3', publishedPrompt, undefined);
    tally.addUnjudged();
    const { judged, unjudged, effects, groups } = tally.result();
    expect({ judged, unjudged, effects }).toEqual({
      ...{ judged: 3, unjudged: 1 },
      effects: { forbidden: 2, permitted: 0, obliged: 0 },
    });
    expect(groups.team.map(({ name }) => name)).toEqual(['a', 'b', 'no team']);
    expect(groups.prompt.map(({ name }) => name)).toEqual(['in restricted libraries', 'marketing/summarize']);
    expect(groups.rule.map(({ name }) => name)).toEqual(['f', 'no rule permits it']);
  });
});
