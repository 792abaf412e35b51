import { describe, expect, it } from 'vitest';
import { policySchema } from '../libraries/index.ts';
import { createPolicy } from './judge.ts';
import { loadBuiltInRules } from './load.ts';
import { publishedPrompt, rawCall } from './request.fixture.ts';
import { readRules } from './rule.ts';
import type { PolicyRequest } from './verdict.ts';

const schema = policySchema;
const policy = createPolicy(schema, await loadBuiltInRules());

const published: PolicyRequest = publishedPrompt;
const raw: PolicyRequest = rawCall;

function trial(roles: string[], environment: string | null): PolicyRequest {
  const { resource } = published;
  if (resource.kind !== 'prompt') throw new Error('a prompt');
  return {
    ...published,
    principal: { ...published.principal, roles },
    resource: { ...resource, published: false },
    context: { ...published.context, environment },
  };
}

function policyOf(text: string) {
  return createPolicy(schema, readRules([{ name: 'test.cedar', text }]));
}

describe('the default policy', () => {
  it('permits a published prompt and names the rule and the version', () => {
    expect(policy.verdict(published)).toMatchObject({
      decision: 'permit',
      rules: [{ id: 'prompts.published', effect: 'permit', mode: 'enforce' }],
      monitored: [],
      errors: [],
      policyVersion: policy.version,
    });
  });

  it('permits a trial to a contributor, and not to a viewer', () => {
    expect(policy.verdict(trial(['contributor'], null)).decision).toBe('permit');
    expect(policy.verdict(trial(['viewer'], null))).toMatchObject({ decision: 'forbid', rules: [] });
  });

  it('forbids an unpublished revision in production, with a reason', () => {
    const verdict = policy.verdict(trial(['contributor'], 'production'));
    expect(verdict).toMatchObject({
      decision: 'forbid',
      rules: [{ id: 'prompts.unpublished_in_production' }],
    });
    expect(verdict.rules[0]?.reason).toContain('approved and published');
  });

  it('permits a raw call and records that it is ungoverned', () => {
    expect(policy.verdict(raw)).toMatchObject({
      decision: 'permit',
      rules: [{ id: 'models.raw' }],
      monitored: [{ id: 'models.ungoverned', effect: 'forbid', mode: 'monitor' }],
    });
  });
});

describe('doubt', () => {
  const overflow = 'context.hour * 9223372036854775807 > 1';
  const permitAll = '@id("all") @mode("enforce") @reason("r") permit (principal, action, resource);';

  it('a forbid that errors is a forbid', () => {
    const erring = `${permitAll} @id("bad") @mode("enforce") @reason("broken") forbid (principal, action, resource) when { ${overflow} };`;
    expect(policyOf(erring).verdict(published)).toMatchObject({
      decision: 'forbid',
      rules: [{ id: 'bad', reason: 'broken' }],
      errors: ['bad'],
    });
  });

  it('a monitored rule that errors changes nothing and is named', () => {
    const erring = `${permitAll} @id("bad") @mode("monitor") @reason("broken") forbid (principal, action, resource) when { ${overflow} };`;
    expect(policyOf(erring).verdict(published)).toMatchObject({
      decision: 'permit',
      errors: ['bad'],
      monitored: [],
    });
  });

  it('a request that does not fit the schema is a forbid', () => {
    expect(policy.verdict({ ...raw, action: 'execution.create' })).toMatchObject({
      decision: 'forbid',
      rules: [],
      errors: ['request'],
    });
  });

  it('no rule at all is a forbid', () => {
    expect(createPolicy(schema, []).verdict(published)).toMatchObject({ decision: 'forbid', rules: [] });
  });
});

describe('a bad policy never comes into force', () => {
  it.each([
    ['no id', 'permit (principal, action, resource);', '@id'],
    ['no mode', '@id("a") permit (principal, action, resource);', '@mode'],
    ['no reason', '@id("a") @mode("enforce") permit (principal, action, resource);', '@reason'],
    ['syntax', '@id("a") permit (', 'cannot be parsed'],
    [
      'an attribute that the schema does not know',
      '@id("a") @mode("enforce") @reason("r") permit (principal, action, resource) when { context.weather == "fine" };',
      'schema',
    ],
    [
      'an optional attribute without has',
      '@id("a") @mode("enforce") @reason("r") permit (principal, action, resource) when { context.environment == "x" };',
      'schema',
    ],
  ])('%s', (_name, text, sentence) => {
    expect(() => policyOf(text)).toThrow(sentence);
  });

  it('two rules with one id', () => {
    const rule = '@id("a") @mode("enforce") @reason("r") permit (principal, action, resource);';
    expect(() => policyOf(rule + rule)).toThrow('Two rules');
  });
});

describe('obligations', () => {
  const permitAll =
    '@id("all") @mode("enforce") @reason("r") @obligation("sample:5") permit (principal, action, resource);';
  const redact =
    '@id("mail") @mode("enforce") @reason("r") @obligation("redact:email, max_tokens:500, disclose:Made, with AI.") forbid (principal, action, resource) when { context.dataClasses.contains("email") };';
  const withMail = { ...published, context: { ...published.context, dataClasses: ['email'] } };

  it('a forbid with obligations asks for them instead, and a permit asks for its own', () => {
    const verdict = policyOf(permitAll + redact).verdict(withMail);
    expect(verdict.decision).toBe('permit');
    expect(verdict.obligations).toEqual([
      { rule: 'all', reason: 'r', kind: 'sample', argument: '5' },
      { rule: 'mail', reason: 'r', kind: 'redact', argument: 'email' },
      { rule: 'mail', reason: 'r', kind: 'max_tokens', argument: '500' },
      { rule: 'mail', reason: 'r', kind: 'disclose', argument: 'Made, with AI.' },
    ]);
    expect(policyOf(permitAll + redact).verdict(published).obligations).toHaveLength(1);
  });

  it('a forbid has none, and a forbid with obligations permits nothing', () => {
    const refuse = '@id("no") @mode("enforce") @reason("r") forbid (principal, action, resource);';
    expect(policyOf(permitAll + redact + refuse).verdict(withMail)).toMatchObject({
      decision: 'forbid',
      rules: [{ id: 'no' }],
      obligations: [],
    });
    expect(policyOf(redact).verdict(withMail)).toMatchObject({
      decision: 'forbid',
      rules: [],
      obligations: [],
    });
  });
});

describe('an end', () => {
  const until = (text: string) =>
    policyOf(
      `@id("all") @mode("enforce") @reason("r") @expires("2026-11-28") ${text} (principal, action, resource);`,
    );

  it('a rule is gone from its instant on, remembered verdicts or not', () => {
    const policy = until('permit');
    expect(policy.verdict({ ...published, at: '2026-11-27T23:59:59.999Z' }).decision).toBe('permit');
    expect(policy.verdict({ ...published, at: '2026-11-28T00:00:00.000Z' }).decision).toBe('forbid');
    expect(policy.verdict({ ...published, at: '2026-11-27T23:59:59.999Z' }).decision).toBe('permit');
  });
});
