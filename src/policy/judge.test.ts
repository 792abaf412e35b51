import { readFile } from 'node:fs/promises';
import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cedarRequest } from './cedar-request.ts';
import { createPolicy } from './judge.ts';
import { loadDefaultPolicy } from './load.ts';
import { readRules } from './rule.ts';
import type { PolicyRequest } from './verdict.ts';

const schema = await readFile(new URL('./defaults/countersign.cedarschema', import.meta.url), 'utf8');
const policy = await loadDefaultPolicy();

const published: PolicyRequest = {
  organization: 'org_1',
  principal: { kind: 'person', id: 'per_1', roles: ['viewer'] },
  action: 'execution.create',
  resource: {
    kind: 'prompt',
    library: 'marketing',
    name: 'summarize',
    digest: 'sha256:00',
    published: true,
    riskTier: null,
    restricted: false,
  },
  context: {
    model: 'simulated-fast',
    provider: 'simulated',
    environment: 'production',
    hour: 9,
    dataClasses: [],
  },
};
const raw: PolicyRequest = {
  ...published,
  action: 'execution.create_raw',
  resource: { kind: 'model', name: 'gpt' },
};

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

describe('against plain Cedar', () => {
  const enforced = Object.fromEntries(
    policy.rules.filter((rule) => rule.mode === 'enforce').map((rule) => [rule.id, rule.text]),
  );
  const word = fc.constantFrom('production', 'staging', 'a"b', 'é\\', '');
  const requests: fc.Arbitrary<PolicyRequest> = fc.record({
    organization: fc.constant('org_1'),
    principal: fc.record({
      kind: fc.constantFrom('person', 'app'),
      id: word,
      roles: fc.subarray(['viewer', 'contributor', 'reviewer', 'approver', 'admin']),
    }),
    action: fc.constantFrom('execution.create', 'execution.create_raw'),
    resource: fc.oneof(
      fc.record({ kind: fc.constant('model'), name: word }),
      fc.record({
        kind: fc.constant('prompt'),
        library: word,
        name: word,
        digest: word,
        published: fc.boolean(),
        riskTier: fc.constantFrom('low', 'medium', 'high', null),
        restricted: fc.boolean(),
      }),
    ),
    context: fc.record({
      model: word,
      provider: word,
      environment: fc.option(word, { nil: null }),
      hour: fc.integer({ min: 0, max: 23 }),
      dataClasses: fc.subarray(['email', 'iban']),
    }),
  });

  it('agrees with isAuthorized on the enforced rules', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const oracle = isAuthorized({ ...cedarRequest(request), policies: { staticPolicies: enforced } });
        // Without the schema, which would cost the oracle most of its time; what the schema refuses is known.
        const fits = (request.action === 'execution.create') === (request.resource.kind === 'prompt');
        const allowed =
          fits &&
          oracle.type === 'success' &&
          oracle.response.decision === 'allow' &&
          oracle.response.diagnostics.errors.length === 0;
        expect(policy.verdict(request).decision).toBe(allowed ? 'permit' : 'forbid');
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  it('still answers after more policy sets than Cedar keeps names for', () => {
    const permit = (id: string) =>
      policyOf(`@id("${id}") @mode("enforce") @reason("r") permit (principal, action, resource);`);
    const many = Array.from({ length: 80 }, (_, index) => permit(`rule-${index}`));
    for (const [index, one] of many.entries())
      expect(one.verdict(published).rules[0]?.id).toBe(`rule-${index}`);
    expect(policy.verdict({ ...published, organization: 'org_2' }).decision).toBe('permit');
  });
});
