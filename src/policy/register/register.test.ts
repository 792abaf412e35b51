import { describe, expect, it } from 'vitest';
import { policySchema } from '../../libraries/index.ts';
import { createPolicy } from '../judge.ts';
import { loadBuiltInRules } from '../load.ts';
import { publishedPrompt, rawCall } from '../request.fixture.ts';
import { ownPriceOf, type RegisteredModel, registeredFacts, registeredModel } from './register.ts';

const one = (more: Partial<RegisteredModel>): RegisteredModel => ({
  ...{
    model: 'm',
    provider: 'p',
    version: null,
    status: 'approved',
    owner: 'o',
    description: null,
    risk: 'low',
  },
  ...{ regions: null, useCases: null, terms: null, price: null, retires: null, successor: null },
  ...{ path: 'm.model.yaml', digest: 'sha256:1', since: new Date(0) },
  ...more,
});
const register = (...models: RegisteredModel[]) => ({ models, useCases: [] });

describe('the register', () => {
  it('does not carry an approval over to another provider, and carries a ban everywhere', () => {
    expect(registeredModel(register(one({})), 'other', 'm')).toBeUndefined();
    expect(registeredModel(register(one({ status: 'banned' })), 'other', 'm')?.status).toBe('banned');
  });

  it('believes the stricter of two files', () => {
    const both = register(one({}), one({ status: 'proposed' }));
    expect(registeredModel(both, 'p', 'm')?.status).toBe('proposed');
  });

  it('names the file and the bytes that a price stands in', () => {
    const price = { inputMicroUsdPerMillion: 1, outputMicroUsdPerMillion: 2 };
    expect(ownPriceOf(register(one({ price })), 'p', 'm')).toEqual({
      ...price,
      version: 'm.model.yaml@sha256:1',
    });
    expect(ownPriceOf(register(one({ price })), 'other', 'm')).toBeNull();
  });
});

describe('built-in rules over the register', async () => {
  const policy = createPolicy(policySchema, await loadBuiltInRules());
  const decided = (
    request: typeof rawCall,
    model: Partial<RegisteredModel>,
    useCase: string | null = null,
  ) => {
    const facts = registeredFacts(register(one(model)), { provider: 'p', model: 'm', useCase });
    const verdict = policy.verdict({ ...request, context: { ...request.context, useCase, ...facts } });
    return [verdict.decision, ...verdict.rules.map(({ id }) => id)].join(' ');
  };

  it.each([
    ['approved', {}, null, 'permit models.raw'],
    ['proposed', { status: 'proposed' }, null, 'forbid'],
    ['banned', { status: 'banned' }, null, 'forbid models.banned'],
    ['for another use case', { useCases: ['a'] }, 'b', 'forbid models.use_case'],
    ['for a use case that nobody names', { useCases: ['a'] }, null, 'forbid models.use_case'],
    ['for this use case', { useCases: ['a'] }, 'a', 'permit models.raw'],
    ['for a region that nobody says', { regions: ['eu'] }, null, 'forbid models.region'],
  ] as const)('a model that is %s', (_name, model, useCase, said) => {
    const { useCases, regions, ...plain } = { useCases: null, regions: null, ...model };
    const copied = { ...plain, useCases: useCases && [...useCases], regions: regions && [...regions] };
    expect(decided(rawCall, copied, useCase)).toBe(said);
  });

  it('hold for governed prompts, also for drafts', () => {
    expect(decided(publishedPrompt, {})).toBe('permit prompts.published');
    expect(decided(publishedPrompt, { status: 'proposed' })).toBe('forbid');
    expect(decided(publishedPrompt, { status: 'banned' })).toBe('forbid models.banned');
  });
});
