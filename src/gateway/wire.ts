import { z } from 'zod';
import { named, type PersonRef } from '../access/index.ts';
import { ownTrace, spanOf } from './context/trace.ts';
import type { Execution } from './execution.ts';
import { executionStatuses } from './execution.ts';
import { uninspectables } from './treating/leaves.ts';
import type { Treatment } from './treating/treatment.ts';

/** The API's forms of this slice's nouns (OpenAPI schemas and the clients' types come from here). */
export const namedSchema = z.object({
  id: z.string(),
  kind: z.enum(['person', 'app']),
  displayName: z.string(),
});

const rule = z.object({
  id: z.string(),
  effect: z.enum(['permit', 'forbid']),
  mode: z.enum(['enforce', 'monitor']),
  reason: z.string(),
});

const counts = z.record(z.string(), z.int());

/** What was found and done: classes and counts, never what was found. */
const treatmentSchema = z.object({
  input: counts,
  output: counts.nullable(),
  uninspected: z.array(z.enum(uninspectables)),
  done: z.array(z.string()),
  sampled: z.boolean(),
});

export const executionSchema = z.object({
  id: z.string(),
  at: z.string(),
  status: z.enum(executionStatuses),
  principal: namedSchema,
  onBehalfOf: namedSchema.nullable(),
  prompt: z
    .object({
      library: z.string(),
      name: z.string(),
      path: z.string(),
      version: z.int().nullable(),
      digest: z.string(),
      reference: z.string(),
      change: z.string().nullable(),
    })
    .nullable(),
  provider: z.string(),
  model: z.string(),
  modelAnswered: z.string().nullable(),
  environment: z.string().nullable(),
  useCase: z.string().nullable(),
  trace: z
    .object({ id: z.string(), span: z.string(), parent: z.string().nullable() })
    .meta({ description: 'W3C trace context. Without a parent it began the trace.' }),
  conversation: z
    .string()
    .nullable()
    .meta({ description: 'Null for what stands alone, and for the first turn of one without a name.' }),
  turnBefore: z.string().nullable(),
  tags: z.array(z.string()),
  about: z
    .string()
    .nullable()
    .meta({ description: 'The execution that a job looked at with this one, as a judge does' }),
  verdict: z.object({
    decision: z.enum(['permit', 'forbid']),
    rules: z.array(rule),
    monitored: z.array(rule),
    policyVersion: z.string(),
  }),
  usage: z.object({ inputTokens: z.int(), outputTokens: z.int() }).nullable(),
  costMicroUsd: z.int().nullable(),
  durationMs: z.int().nullable(),
  finishReason: z.string().nullable(),
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  call: z
    .object({
      dialect: z.enum(['chat', 'responses', 'embeddings', 'messages', 'count_tokens']),
      durability: z.enum(['overlap', 'strict']).meta({
        description: 'strict: the intent was durable before the provider was called',
      }),
      providerRequest: z.string().nullable().meta({ description: 'What the provider calls it' }),
      firstByteMs: z.int().nullable(),
      cachedTokens: z.int().nullable(),
      reasoningTokens: z.int().nullable(),
      priceVersion: z.string().nullable(),
      answeredFrom: z
        .string()
        .optional()
        .meta({ description: 'The execution whose answer was given again; nobody was asked' }),
      route: z.string().optional().meta({ description: 'The route that was named, where one was' }),
      tries: z
        .array(
          z.object({
            provider: z.string(),
            model: z.string(),
            problem: z.string().nullable(),
            durationMs: z.int(),
          }),
        )
        .optional()
        .meta({ description: 'Of a route: who was asked in turn; the last one answered, or failed last' }),
    })
    .nullable()
    .meta({ description: 'Null where nothing was called, and for executions from before it was kept' }),
  entries: z.object({ intent: z.string(), outcome: z.string().nullable() }),
  dataClasses: z.array(z.string()),
  treatment: treatmentSchema,
  erased: z
    .object({ at: z.string(), why: z.enum(['erasure', 'retention']), erasure: z.string().nullable() })
    .nullable()
    .meta({ description: 'When its content was erased, and why. Entries and proofs stay.' }),
});
export type ExecutionWire = z.infer<typeof executionSchema>;

const outputSchema = z.object({ text: z.string(), reply: z.unknown() }).nullable();

/** The answer to a call: with what came out, because the caller waited for it. */
export const executedSchema = executionSchema.extend({ output: outputSchema });

export const custodySchema = z.object({
  step: z.enum(['created', 'committed', 'reviewed', 'approved', 'published', 'ran', 'answered', 'refused']),
  by: namedSchema.nullable(),
  at: z.string(),
  detail: z.string(),
  entry: z.string().nullable(),
});
export type CustodyStep = z.infer<typeof custodySchema>;

/** What was said, and what came out. */
export const executionContentSchema = z.object({
  variables: z.record(z.string(), z.unknown()),
  messages: z.array(z.unknown()),
  parameters: z.record(z.string(), z.unknown()),
  output: outputSchema,
  /** False when the caller may see that it ran, but not what was said; or when the content was erased. */
  contentShown: z.boolean(),
});

export const executionPageSchema = executionSchema.extend({
  ...executionContentSchema.shape,
  contentLocked: z.boolean().meta({
    description: 'There is content, of somebody else: execution.read_content shows it for a reason.',
  }),
  custody: z.array(custodySchema),
  held: z.boolean().meta({ description: 'A legal hold keeps its content.' }),
  turnsAfter: z.array(z.string()).meta({ description: 'Executions that went on from this one.' }),
});

export const recallUsesSchema = z.object({
  since: z.string().nullable().meta({ description: 'The first execution of it; null when nobody used it' }),
  executions: z.int(),
  items: z.array(
    z.object({
      principal: namedSchema,
      onBehalfOf: namedSchema.nullable(),
      executions: z.int(),
      running: z.int(),
      first: z.string(),
      last: z.string(),
    }),
  ),
  more: z.boolean().meta({ description: 'There are more than are listed' }),
});
export type RecallUsesWire = z.infer<typeof recallUsesSchema>;

/** The wire form. `names` must hold the principals; who is missing is named by id. */
export function executionWire(execution: Execution, names: ReadonlyMap<string, PersonRef>): ExecutionWire {
  const { prompt, verdict } = execution;
  return {
    id: execution.id,
    at: execution.at.toISOString(),
    status: execution.status,
    principal: named(names, execution.principal),
    onBehalfOf: execution.principalKind === 'app' ? named(names, execution.human) : null,
    prompt:
      prompt === null
        ? null
        : {
            library: prompt.library,
            name: prompt.name,
            path: prompt.path,
            version: prompt.version,
            digest: prompt.digest,
            reference: prompt.reference,
            change: prompt.change,
          },
    provider: execution.provider,
    model: execution.model,
    modelAnswered: execution.modelAnswered,
    environment: execution.environment,
    useCase: execution.useCase,
    trace: {
      id: execution.trace?.id ?? ownTrace(execution.id),
      span: spanOf(execution.id),
      parent: execution.trace?.parent ?? null,
    },
    conversation: execution.conversation,
    turnBefore: execution.turnBefore,
    tags: [...execution.tags],
    about: execution.about,
    verdict: {
      decision: verdict.decision,
      rules: [...verdict.rules],
      monitored: [...verdict.monitored],
      policyVersion: verdict.policyVersion,
    },
    usage: execution.usage,
    costMicroUsd: execution.costMicroUsd,
    durationMs: execution.durationMs,
    finishReason: execution.finishReason,
    problem: execution.problem,
    call: callWire(execution.call),
    entries: execution.entries,
    dataClasses: [...execution.dataClasses],
    treatment: treatmentWire(execution.treatment),
    erased: erasedWire(execution.erased),
  };
}

function callWire(call: Execution['call']): ExecutionWire['call'] {
  if (call === null) return null;
  const { tries, ...others } = call;
  return { ...others, ...(tries === undefined ? {} : { tries: [...tries] }) };
}

function treatmentWire({ input, output, uninspected, done, sampled }: Treatment): ExecutionWire['treatment'] {
  return {
    input: { ...input },
    output: output === null ? null : { ...output },
    uninspected: [...uninspected],
    done: [...done],
    sampled,
  };
}

function erasedWire(erased: Execution['erased']): ExecutionWire['erased'] {
  if (erased === null) return null;
  const why = erased.erasure === null ? 'retention' : 'erasure';
  return { at: erased.at.toISOString(), why, erasure: erased.erasure };
}
