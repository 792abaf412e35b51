import { describe, expect, it } from 'vitest';
import { judgeOf } from './in-force.ts';
import { loadBuiltInRules } from './load.ts';
import { publishedPrompt, rawCall } from './request.fixture.ts';
import { ruleSetOf } from './rule-set.ts';

const builtIn = await loadBuiltInRules();
const rule = (id: string, text: string, mode = 'enforce') =>
  `@id("${id}") @mode("${mode}") @reason("Because of ${id}.") ${text}`;
const over = (...texts: string[]) =>
  judgeOf(
    ruleSetOf(
      builtIn,
      texts.map((text, at) => ({ path: `${at}.cedar`, text })),
    ),
  );

describe("an organization's rules over the built-in ones", () => {
  it('without any, are the built-in ones', () => {
    const { policy, rules, unreadable } = over();
    expect([rules, unreadable]).toEqual([builtIn, []]);
    expect(policy.verdict(publishedPrompt).decision).toBe('permit');
  });

  it('take the place of a built-in permit or monitored rule of their id', () => {
    const { policy, rules } = over(
      rule('models.raw', 'permit (principal, action, resource) when { context.model == "none" };'),
      rule('models.ungoverned', 'forbid (principal, action, resource) when { false };', 'monitor'),
    );
    expect(policy.verdict(rawCall)).toMatchObject({ decision: 'forbid', rules: [], monitored: [] });
    expect(rules.filter(({ id }) => id === 'models.raw')).toHaveLength(1);
  });

  it('never take the place of a built-in forbid: both stand, and the forbid wins', () => {
    const { policy, rules } = over(
      rule('prompts.unpublished_in_production', 'permit (principal, action, resource);'),
    );
    expect(rules.map(({ id }) => id)).toContain('prompts.unpublished_in_production#2');
    const unpublished = {
      ...publishedPrompt,
      resource: { ...publishedPrompt.resource, published: false },
    };
    expect(policy.verdict(unpublished)).toMatchObject({
      decision: 'forbid',
      rules: [{ id: 'prompts.unpublished_in_production', effect: 'forbid' }],
    });
  });

  it('of one id in two files are both in force', () => {
    const one = (model: string) =>
      `forbid (principal, action, resource) when { context.model == "${model}" };`;
    const { policy } = over(rule('same', one('gpt')), rule('same', one('simulated-fast')));
    expect(policy.verdict(rawCall).rules.map(({ id }) => id)).toEqual(['same']);
    expect(policy.verdict(publishedPrompt).rules.map(({ id }) => id)).toEqual(['same#2']);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['is no Cedar', 'permit ('],
    ['has no reason', '@id("a") @mode("enforce") permit (principal, action, resource);'],
    [
      'does not fit the schema',
      rule('a', 'permit (principal, action, resource) when { context.modle == "x" };'),
    ],
  ])('forbids everything, and says which file and why: it %s', (_name, text) => {
    const { policy, unreadable } = over(rule('fine', 'permit (principal, action, resource);'), text);
    expect(unreadable).toMatchObject([{ path: '1.cedar' }]);
    for (const request of [publishedPrompt, rawCall]) {
      const verdict = policy.verdict(request);
      expect(verdict).toMatchObject({ decision: 'forbid', rules: [{ id: 'unreadable:1.cedar' }] });
      expect(verdict.rules[0]?.reason).toContain(unreadable[0]?.why ?? 'never');
    }
  });
});
