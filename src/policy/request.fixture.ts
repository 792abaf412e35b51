import { type PolicyRequest, unregistered } from './verdict.ts';

/** Somebody runs a published prompt in production. For tests. */
export const publishedPrompt: PolicyRequest & { resource: { kind: 'prompt' } } = {
  organization: 'org_1',
  at: '2026-11-27T09:30:00.000Z',
  principal: { kind: 'person', id: 'per_1', name: 'Ada', roles: ['viewer'], teams: [] },
  action: 'execution.create',
  resource: {
    kind: 'prompt',
    library: 'marketing',
    name: 'summarize',
    digest: 'sha256:00',
    published: true,
    riskTier: null,
    restricted: false,
    useCase: null,
    dataClasses: [],
  },
  context: {
    model: 'simulated-fast',
    provider: 'simulated',
    region: null,
    environment: 'production',
    useCase: null,
    riskTier: null,
    governed: true,
    published: true,
    restricted: false,
    hour: 9,
    dataClasses: [],
    uninspected: [],
    estimatedCostMicroUsd: null,
    maxTokens: null,
    ...unregistered,
  },
};

/** Somebody calls a model without a governed prompt. */
export const rawCall: PolicyRequest = {
  ...publishedPrompt,
  action: 'execution.create_raw',
  resource: { kind: 'model', name: 'gpt' },
  context: { ...publishedPrompt.context, model: 'gpt', governed: false, published: false, environment: null },
};
