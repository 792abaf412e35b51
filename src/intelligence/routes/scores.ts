import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { IntelligenceParts } from '../parts.ts';
import { readQuality } from '../quality/read.ts';
import { createScoreConfig } from '../scores/configure.ts';
import { createScore, listScores } from '../scores/create.ts';
import { builtInConfigs, scoreReasons } from '../scores/score.ts';
import { selectConfigs } from '../scores/store.ts';
import { estimateSchema, logRangeSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');
const params = z.strictObject({ execution: z.string() });
const valueSchema = z.union([z.boolean(), z.int(), z.string().max(60)]);
const scoreSchema = z.object({
  id: z.string(),
  config: z.string(),
  value: z.union([z.boolean(), z.number(), z.string()]),
  reason: z.enum(scoreReasons).nullable(),
  source: z.enum(['person', 'app']).describe('Follows from who asked.'),
  at: z.string(),
  entry: z.string(),
});
const configSchema = z.object({
  name: z.string(),
  type: z.enum(['boolean', 'rating', 'category']),
  categories: z.array(z.string()),
});
const qualitySchema = z.object({
  measure: z.string(),
  weeks: z.array(z.string()).describe('Their Mondays, oldest first.'),
  smallestGroup: z.number(),
  log: logRangeSchema,
  items: z.array(
    z.object({
      library: z.string(),
      prompt: z.string(),
      name: z.string(),
      versions: z.array(
        z.object({
          version: z.number(),
          acceptance: estimateSchema.describe('Null where too few people scored it in every week.'),
          weeks: z.number(),
          shownWeeks: z.number(),
        }),
      ),
      comparison: z
        .object({
          before: z.number(),
          after: z.number(),
          verdict: z.enum(['better', 'worse', 'cannot_tell']),
          difference: estimateSchema.nullable().describe('In points of a hundred.'),
          words: z.string(),
        })
        .nullable(),
    }),
  ),
});

/** Scores, what one scores by, and what follows from them. */
export function scoreOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'score.create',
      method: 'post',
      path: '/api/v1/executions/{execution}/scores',
      summary: 'Score an execution',
      description:
        'Whoever may read the execution. `acceptance` takes true or false, `rating` 1 to 5, others one of their categories. Who scored follows from the key. A second score supersedes your first, which stays in the log.',
      params,
      body: z.strictObject({
        config: z.string().min(1).max(60),
        value: valueSchema,
        reason: z.enum(scoreReasons).nullable().default(null),
      }),
      answer: { status: 201, schema: scoreSchema },
      handle: async ({ principal, params: { execution }, body }) => {
        const { createdAt, ...score } = await createScore(parts, principal, execution, body);
        return { ...score, at: createdAt.toISOString() };
      },
    }),
    operation({
      id: 'score.list',
      method: 'get',
      path: '/api/v1/executions/{execution}/scores',
      summary: 'List the scores of an execution',
      description: 'As execution.read. Superseded ones too.',
      params,
      answer: {
        schema: z.object({
          items: z.array(
            scoreSchema.extend({
              by: z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() }),
              stands: z.boolean().describe('False: superseded.'),
              mine: z.boolean(),
            }),
          ),
        }),
      },
      handle: async ({ principal, params: { execution } }) => ({
        items: (await listScores(parts, principal, execution)).map(({ createdAt, ...score }) => ({
          ...score,
          at: createdAt.toISOString(),
        })),
      }),
    }),
    ...configOperations(parts),
    operation({
      id: 'measure.quality',
      method: 'get',
      path: '/api/v1/measures/quality',
      summary: 'Read how good answers are, by prompt and version',
      description:
        'Everybody with a role on the organization, over the libraries that one may see. Complete weeks only, and of them those in which enough people scored a version. The comparison holds however often one looks.',
      answer: { schema: qualitySchema },
      handle: async ({ principal }) => readQuality(parts, principal),
    }),
  ];
}

function configOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'score_config.list',
      method: 'get',
      path: '/api/v1/score-configs',
      summary: 'List what executions are scored by',
      description: 'Everybody with a role on the organization.',
      answer: { schema: z.object({ items: z.array(configSchema) }) },
      handle: async ({ principal }) => {
        authorize(principal, 'score_config.list', theOrganization);
        const own = await selectConfigs(parts.reader, principal.organization);
        const items = [...builtInConfigs, ...own];
        return { items: items.map((config) => ({ ...config, categories: [...config.categories] })) };
      },
    }),
    operation({
      id: 'score_config.create',
      method: 'post',
      path: '/api/v1/score-configs',
      summary: 'Add categories to score by',
      description: 'Admins. It stays: scores refer to it.',
      body: z.strictObject({
        name: z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/),
        categories: z.array(z.string().trim().min(1).max(60)).min(2).max(20),
      }),
      answer: { status: 201, schema: configSchema },
      handle: async ({ principal, body }) => {
        const config = await createScoreConfig(parts, principal, body);
        return { ...config, categories: [...config.categories] };
      },
    }),
  ];
}
