import { expect, it } from 'vitest';
import { policySchema } from '../libraries/index.ts';
import { createPolicy } from './judge.ts';
import { publishedPrompt, rawCall } from './request.fixture.ts';
import { readRules } from './rule.ts';
import type { PolicyRequest } from './verdict.ts';

const schema = policySchema;
const { principal, resource, context } = publishedPrompt;
const of = (
  changes: Partial<PolicyRequest['context']>,
  prompt: Partial<typeof resource> = {},
  who: Partial<typeof principal> = {},
): PolicyRequest => ({
  ...publishedPrompt,
  principal: { ...principal, ...who },
  resource: { ...resource, ...prompt },
  context: { ...context, ...changes },
});

/** Each: what a rule says, and two requests that only it tells apart. A verdict that is remembered for the one is not the other's. */
it.each<[string, PolicyRequest, PolicyRequest]>([
  ['context.model == "b"', of({}), of({ model: 'b' })],
  ['context.provider == "b"', of({}), of({ provider: 'b' })],
  ['context has region && context.region == "eu"', of({}), of({ region: 'eu' })],
  ['context has environment && context.environment == "staging"', of({}), of({ environment: 'staging' })],
  ['context has useCase', of({}), of({ useCase: 'claims' })],
  ['context has riskTier && context.riskTier == "high"', of({ riskTier: 'low' }), of({ riskTier: 'high' })],
  ['!context.governed', of({}), of({ governed: false })],
  ['!context.published', of({}), of({ published: false })],
  ['context.restricted', of({}), of({ restricted: true })],
  ['context.hour > 20', of({}), of({ hour: 21 })],
  ['context.dataClasses.contains("iban")', of({}), of({ dataClasses: ['iban'] })],
  ['context.uninspected.contains("image")', of({}), of({ uninspected: ['image'] })],
  [
    'context has estimatedCostMicroUsd && context.estimatedCostMicroUsd > 5',
    of({}),
    of({ estimatedCostMicroUsd: 6 }),
  ],
  ['context has maxTokens', of({}), of({ maxTokens: 5 })],
  ['context has modelStatus && context.modelStatus == "banned"', of({}), of({ modelStatus: 'banned' })],
  ['context has approvedUseCases', of({}), of({ approvedUseCases: [] })],
  ['principal.roles.contains("admin")', of({}), of({}, {}, { roles: ['admin'] })],
  ['principal.name == "Eve"', of({}), of({}, {}, { name: 'Eve' })],
  ['principal == Person::"per_2"', of({}), of({}, {}, { id: 'per_2' })],
  ['principal in Team::"legal"', of({}), of({}, {}, { teams: ['legal'] })],
  ['principal is App', of({}), of({}, {}, { kind: 'app' })],
  ['resource in Library::"b"', of({}), of({}, { library: 'b' })],
  ['resource is Prompt && resource.library == "b"', of({}), of({}, { library: 'b' })],
  ['resource == Prompt::"marketing/b"', of({}), of({}, { name: 'b' })],
  ['resource is Prompt && resource.digest == "b"', of({}), of({}, { digest: 'b' })],
  ['resource is Prompt && !resource.published', of({}), of({}, { published: false })],
  ['resource is Prompt && resource.restricted', of({}), of({}, { restricted: true })],
  ['resource is Prompt && resource has riskTier', of({}), of({}, { riskTier: 'low' })],
  ['resource is Prompt && resource has useCase', of({}), of({}, { useCase: 'a' })],
  ['resource is Prompt && resource.dataClasses.contains("a")', of({}), of({}, { dataClasses: ['a'] })],
  ['resource.name == "other"', rawCall, { ...rawCall, resource: { kind: 'model', name: 'other' } }],
  ['resource is Model', of({}), rawCall],
])('a verdict is not remembered for another: %s', (condition, one, other) => {
  const rule = `@id("a") @mode("enforce") @reason("r") permit (principal, action, resource) when { ${condition} };`;
  const policy = createPolicy(schema, readRules([{ name: 'a.cedar', text: rule }]));
  expect(policy.verdict(one).decision).toBe('forbid');
  expect(policy.verdict(other).decision).toBe('permit');
  expect(policy.verdict({ ...one, organization: 'org_2' }).rules).toBe(policy.verdict(one).rules);
});
