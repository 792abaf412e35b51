import { z } from 'zod';
import { obligationKinds } from '../libraries/index.ts';
import type { Verdict } from './verdict.ts';

const decidingRule = z.object({
  id: z.string(),
  effect: z.enum(['permit', 'forbid']),
  mode: z.enum(['enforce', 'monitor']),
  reason: z.string(),
});
const obligation = z.object({
  rule: z.string(),
  reason: z.string(),
  kind: z.enum(obligationKinds),
  argument: z.string(),
});

export const ruleSchema = decidingRule.extend({
  text: z.string(),
  obligations: z.array(z.object({ kind: z.enum(obligationKinds), argument: z.string() })),
  expires: z.string().nullable(),
  file: z.string(),
  builtIn: z.boolean(),
  /** Whether a rule of the organization with the same id takes its place. */
  replaceable: z.boolean(),
});

export const verdictSchema = z.object({
  decision: z.enum(['permit', 'forbid']),
  rules: z.array(decidingRule),
  obligations: z.array(obligation),
  monitored: z.array(decidingRule),
  errors: z.array(z.string()),
  policyVersion: z.string(),
});

export function verdictWire(verdict: Verdict): z.infer<typeof verdictSchema> {
  const { decision, rules, obligations, monitored, errors, policyVersion } = verdict;
  return {
    decision,
    rules: [...rules],
    obligations: [...obligations],
    monitored: [...monitored],
    errors: [...errors],
    policyVersion,
  };
}

const risk = z.enum(['low', 'medium', 'high']).nullable();
const words = z.array(z.string());
const text = z.string().nullable();

/** A request as it is recorded with each execution. */
export const requestSchema = z.object({
  organization: z.string(),
  at: z.string(),
  principal: z.object({
    kind: z.enum(['person', 'app']),
    id: z.string(),
    name: z.string(),
    roles: words,
    teams: words,
  }),
  action: z.enum(['execution.create', 'execution.create_raw']),
  resource: z.union([
    z.object({
      kind: z.literal('prompt'),
      library: z.string(),
      name: z.string(),
      digest: z.string(),
      published: z.boolean(),
      riskTier: risk,
      restricted: z.boolean(),
      useCase: text,
      dataClasses: words,
    }),
    z.object({ kind: z.literal('model'), name: z.string() }),
  ]),
  context: z.object({
    model: z.string(),
    provider: z.string(),
    region: text,
    environment: text,
    useCase: text,
    riskTier: risk,
    governed: z.boolean(),
    published: z.boolean(),
    restricted: z.boolean(),
    hour: z.int(),
    dataClasses: words,
    uninspected: words,
    estimatedCostMicroUsd: z.int().nullable(),
    maxTokens: z.int().nullable(),
    modelStatus: text,
    approvedUseCases: words.nullable(),
    // Of requests from before they were asked about: nobody had said.
    modelRisk: risk.default(null),
    modelRegions: words.nullable().default(null),
    trainsOnData: z.boolean().nullable().default(null),
    retentionDays: z.int().nullable().default(null),
    useCaseRisk: risk.default(null),
  }),
});
