import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { proofBundleSchema } from '../../ledger/index.ts';
import { Accepted, type Operation, operationsOf } from '../../platform/http/index.ts';
import { createProvider, listProvidersFor } from '../create-provider.ts';
import { execute } from '../execute.ts';
import { Held } from '../holds/held.ts';
import { heldSchema } from '../holds/wire.ts';
import { listExecutionsFor, withNames } from '../list.ts';
import type { GatewayParts } from '../parts.ts';
import { planPrompt } from '../plan-prompt.ts';
import { providerKinds } from '../provider.ts';
import { outputOf, proveExecution, readContent, readExecution } from '../read.ts';
import { rotateProvider } from '../rotate-provider.ts';
import { testProvider } from '../test-provider.ts';
import { updateProvider } from '../update-provider.ts';
import { executedSchema, executionContentSchema, executionPageSchema, executionSchema } from '../wire.ts';
import { listQuery, questionOf } from './execution-query.ts';
import { reason } from './keeping.ts';
import { promptRun, runSchema } from './run-body.ts';

const operation = operationsOf<Principal>('gateway');
const params = z.strictObject({ execution: z.string().max(100) });
const word = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and hyphens');
const credential = z
  .string()
  .min(1)
  .max(10_000)
  .regex(/^[\x21-\x7e]+$/, 'holds only visible ASCII');

/** Running prompts and reading what ran. */
export function executionOperations(parts: GatewayParts): Operation<Principal>[] {
  return [
    operation({
      id: 'execution.create',
      method: 'post',
      path: '/api/v1/executions',
      summary: 'Run a governed prompt',
      description:
        'Whoever may run the library’s prompts. `prompt` is LIBRARY/NAME, with @production (default), @7, @sha256:… or @branch:NAME. The model and its settings come from the prompt. Leaves execution.intend and execution.complete, or execution.refuse. A rule may hold it for a person: then the answer is 202 with the hold to wait for. A provider that fails is an answer with status "failed" and a problem. Costs in micro-USD. `trial.model` tries it on another model than it says, for those who work on the library: that is recorded as unpublished work.',
      body: runSchema,
      answer: { status: 201, schema: executedSchema, accepted: heldSchema },
      problems: [
        'execution.create.forbidden',
        'execution.output_forbidden',
        'execution.uninspectable',
        'execution.obligation_impossible',
        'execution.recalled',
        'execution.access_ended',
        'execution.access_unknown',
        'execution.break_glass_ended',
        'prompt.variable_missing',
        'model.unknown',
        'execution.output_invalid',
        'execution.not_recorded',
      ],
      handle: async ({ principal, body }) => {
        const executed = await execute(parts, await planPrompt(parts, principal, promptRun(body)));
        if (executed instanceof Held) return new Accepted(executed.wire());
        const { execution, attempt } = executed;
        const [wire] = await withNames(parts, principal, [execution]);
        if (wire === undefined) throw new Error('invariant: one execution has one wire form');
        return { ...wire, output: attempt.problem === null ? outputOf(attempt.reply) : null };
      },
    }),
    operation({
      id: 'execution.list',
      method: 'get',
      path: '/api/v1/executions',
      summary: 'List executions, newest first',
      description:
        'One’s own; everybody’s for those who hold execution.list_all, in the libraries that they know of. `prompt` is LIBRARY/NAME; `sampled=true` lists what rules picked for a person to look at. What policy, a budget or a recall refused is in it, with the status refused. Without content. The same filters at /api/v1/executions/follow (server-sent events) and /api/v1/executions/export (format=csv or json).',
      query: listQuery,
      answer: { schema: z.object({ items: z.array(executionSchema), next: z.string().nullable() }) },
      handle: ({ principal, query }) => {
        authorize(principal, 'execution.list', theOrganization);
        const { cursor, limit, ...filters } = query;
        return listExecutionsFor(parts, principal, questionOf(filters), { cursor, limit });
      },
    }),
    operation({
      id: 'execution.read',
      method: 'get',
      path: '/api/v1/executions/{execution}',
      summary: 'Read one execution: what was asked, what came out, and its chain of custody',
      description: 'Whoever ran it, and those who hold execution.list_all.',
      params,
      answer: { schema: executionPageSchema },
      handle: async ({ principal, params: { execution } }) => {
        authorize(principal, 'execution.read', theOrganization);
        return readExecution(parts, principal, execution);
      },
    }),
    operation({
      id: 'execution.read_content',
      method: 'post',
      path: '/api/v1/executions/{execution}/content',
      summary: 'Read what somebody said to a model and what came out, and say why',
      description:
        'As execution.read. What one ran oneself is in execution.read too. The reason and the reading are an entry, before anything is shown.',
      params,
      body: z.strictObject({ reason }),
      answer: { schema: executionContentSchema },
      handle: async ({ principal, params: { execution }, body }) => {
        authorize(principal, 'execution.read_content', theOrganization);
        return readContent(parts, principal, execution, body.reason);
      },
    }),
    operation({
      id: 'execution.prove',
      method: 'get',
      path: '/api/v1/executions/{execution}/proof',
      summary: 'Prove one execution and the approvals it ran under, to be verified offline',
      description:
        'As execution.read. Waits until the entries are under a signed checkpoint (about a second).',
      params,
      answer: { schema: proofBundleSchema },
      handle: async ({ principal, params: { execution } }) => {
        authorize(principal, 'execution.read', theOrganization);
        return proveExecution(parts, principal, execution);
      },
    }),
  ];
}

const optionsSchema = z.strictObject({
  apiVersion: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'is a version such as 2024-10-21')
    .optional()
    .meta({ description: 'Azure OpenAI: the version of its API' }),
  signingRegion: word.optional().meta({
    description: 'Amazon Bedrock: the region that calls are signed for, where the address does not say it',
  }),
});

const providerSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(providerKinds),
  baseUrl: z.string().nullable(),
  credential: z.boolean(),
  models: z.array(z.string()),
  builtIn: z.boolean(),
  createdAt: z.string().nullable(),
  region: z
    .string()
    .nullable()
    .meta({ description: 'Where it processes what it is sent, as an admin says.' }),
  sentAs: z.record(z.string(), z.string()),
  options: optionsSchema,
  rotatedAt: z.string().nullable().meta({ description: 'When its credential was last exchanged' }),
  unwell: z
    .array(z.object({ model: z.string(), circuit: z.enum(['closed', 'open', 'probing']), failures: z.int() }))
    .meta({ description: 'Models that failed last, as far as the node that answers knows' }),
});

/** Providers and their models. */
export function providerOperations(parts: GatewayParts): Operation<Principal>[] {
  return [
    operation({
      id: 'provider.list',
      method: 'get',
      path: '/api/v1/providers',
      summary: 'List providers',
      description: 'Everybody. Whether there is a credential, never which.',
      answer: { schema: z.object({ items: z.array(providerSchema), next: z.null() }) },
      handle: async ({ principal }) => ({ items: await listProvidersFor(parts, principal), next: null }),
    }),
    operation({
      id: 'provider.create',
      method: 'post',
      path: '/api/v1/providers',
      summary: 'Name a provider and the models it answers for',
      description:
        'Admins. `kind` is how it is spoken to: openai for any OpenAI-compatible server, anthropic for Anthropic’s messages, azure for Azure OpenAI (a resource, or an address that ends in /openai/v1), google for the Gemini API, bedrock for Amazon Bedrock (credential ACCESS_KEY:SECRET, or a Bedrock API key). `baseUrl` is http or https; loopback and private addresses are allowed (models that you run yourself), link-local and metadata addresses are not. The credential is stored wrapped and never shown. Leaves provider.create.',
      body: z.strictObject({
        name: word,
        kind: z.enum(providerKinds),
        baseUrl: z.string().max(2_000).optional(),
        credential: credential.optional(),
        models: z
          .array(z.string().regex(/^[\x21-\x7e]{1,200}$/, 'is a model name'))
          .min(1)
          .max(500),
        sentAs: z
          .record(z.string().max(200), z.string().regex(/^[\x21-\x7e]{1,300}$/, 'is a model name'))
          .default({})
          .meta({
            description:
              'Models that the provider calls otherwise, and how: an Azure deployment, a Bedrock model id.',
          }),
        options: optionsSchema.default({}),
        region: word.nullable().default(null).meta({
          description: 'Where it processes what it is sent: a word that rules compare, e.g. eu-west-1.',
        }),
      }),
      answer: { status: 201, schema: providerSchema },
      problems: [
        'provider.base_url_refused',
        'provider.base_url_missing',
        'provider.name_taken',
        'model.name_taken',
      ],
      handle: ({ principal, body }) =>
        createProvider(parts, principal, {
          name: body.name,
          kind: body.kind,
          baseUrl: body.baseUrl,
          credential: body.credential,
          models: body.models,
          region: body.region,
          sentAs: body.sentAs,
          options: body.options,
        }),
    }),
    operation({
      id: 'provider.update',
      method: 'put',
      path: '/api/v1/providers/{provider}',
      summary: 'Say in which region a provider is',
      description:
        'Admins. Rules ask for it as `context.region`, and `@obligation("force_region:NAME")` refuses what would leave it. Null: nobody knows. Leaves provider.update.',
      params: z.strictObject({ provider: z.string().max(100) }),
      body: z.strictObject({ region: word.nullable() }),
      answer: { schema: providerSchema },
      handle: ({ principal, params: { provider }, body }) =>
        updateProvider(parts, principal, provider, body.region),
    }),
    operation({
      id: 'provider.rotate',
      method: 'put',
      path: '/api/v1/providers/{provider}/credential',
      summary: 'Exchange the credential of a provider',
      description:
        'Admins. Calls that begin from then on use the new one (within a second on other nodes); those under way end with the old one. Neither is ever shown. Leaves provider.rotate.',
      params: z.strictObject({ provider: z.string().max(100) }),
      body: z.strictObject({ credential }),
      answer: { schema: providerSchema },
      handle: ({ principal, params: { provider }, body }) =>
        rotateProvider(parts, principal, provider, body.credential),
    }),
    operation({
      id: 'provider.test',
      method: 'post',
      path: '/api/v1/providers/{provider}/test',
      summary: 'See whether a provider answers',
      description:
        'Admins. Asks one of its models (the first, if none is named) for a word, which is not shown. Says what went wrong. Leaves provider.test.',
      params: z.strictObject({ provider: z.string().max(100) }),
      body: z.strictObject({ model: z.string().max(200).optional() }),
      answer: {
        schema: z.object({
          model: z.string(),
          answered: z.boolean(),
          problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
          durationMs: z.int(),
        }),
      },
      problems: ['provider.model_unknown'],
      handle: ({ principal, params: { provider }, body }) =>
        testProvider(parts, principal, provider, body.model),
    }),
    operation({
      id: 'model.list',
      method: 'get',
      path: '/api/v1/models',
      summary: 'List the models that can be named',
      description: 'Everybody.',
      answer: {
        schema: z.object({
          items: z.array(
            z.object({ name: z.string(), provider: z.string(), status: z.enum(['available', 'recalled']) }),
          ),
          next: z.null(),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'model.list', theOrganization);
        const models = await parts.registry.list(principal.organization);
        const { recalls } = await parts.changes.stops(principal.organization);
        const recalled = new Set(recalls.flatMap(({ target }) => ('model' in target ? [target.model] : [])));
        const items = models.map(({ model, provider }) => ({
          name: model,
          provider,
          status: recalled.has(model) ? ('recalled' as const) : ('available' as const),
        }));
        return { items, next: null };
      },
    }),
  ];
}
