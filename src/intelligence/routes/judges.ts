import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { createJudge } from '../judges/create.ts';
import { mostInRun } from '../judges/judge.ts';
import { startJudgeRun } from '../judges/start-run.ts';
import type { IntelligenceParts } from '../parts.ts';
import { readJudges } from '../quality/judged.ts';
import { estimateSchema, logRangeSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');
const word = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/);
const reference = z
  .string()
  .min(3)
  .max(500)
  .regex(/^[^\0]+$/, 'holds a NUL');
const reason = z
  .string()
  .trim()
  .min(3)
  .max(2_000)
  .regex(/^[^\0]+$/, 'holds a NUL')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
const among = z.enum(['all', 'scored']);
const by = z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() });
const cell = z.number().describe('Answers.');
const judgesSchema = z.object({
  measure: z.string(),
  smallestGroup: z.number(),
  log: logRangeSchema,
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      prompt: z.string().describe('LIBRARY/NAME of the judge’s prompt.'),
      version: z.number().describe('Pinned.'),
      target: z.string().describe('LIBRARY/NAME of the prompt whose answers it judges.'),
      standing: z.enum(['corrected', 'too_few_scored', 'too_few_people', 'too_poor']),
      words: z.string(),
      missing: z.object({ good: z.number(), bad: z.number() }).describe('Answers to rate still.'),
      confusion: z
        .object({ bothPass: cell, onlyPeople: cell, onlyJudge: cell, bothFail: cell })
        .nullable()
        .describe('Null: too few people rated.'),
      sensitivity: estimateSchema,
      specificity: estimateSchema,
      agreement: estimateSchema.describe('Cohen’s κ.'),
      flips: estimateSchema.describe('Verdicts that changed when question and answer changed places.'),
      versions: z.array(
        z.object({
          version: z.number(),
          judged: estimateSchema.describe('As the judge says it.'),
          corrected: estimateSchema.describe('As people would have found it; null without calibration.'),
        }),
      ),
      runs: z.array(
        z.object({
          id: z.string(),
          by,
          among,
          bothOrders: z.boolean(),
          size: z.number(),
          done: z.number(),
          broken: z.number().describe('Without a verdict.'),
          createdAt: z.string(),
        }),
      ),
    }),
  ),
});

/** Prompts that judge answers of other prompts, and what that is worth. */
export function judgeOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'judge.list',
      method: 'get',
      path: '/api/v1/judges',
      summary: 'List judges, how they meet people, and the rates that follow',
      description:
        'Everybody with a role on the organization, of the libraries that one may see. A judge’s rate never comes without what it is worth.',
      answer: { schema: judgesSchema },
      handle: async ({ principal }) => {
        const { items, ...rest } = await readJudges(parts, principal);
        return { ...rest, items: items.map((item) => ({ ...item, versions: [...item.versions] })) };
      },
    }),
    operation({
      id: 'judge.create',
      method: 'post',
      path: '/api/v1/judges',
      summary: 'Make a governed prompt a judge of another prompt’s answers',
      description:
        'Admins. The version that `prompt` means now is pinned. Its prompt takes {{output}}, and may take {{input}} and {{order}}; it answers {"verdict": "pass"} or "fail". Leaves judge.create.',
      body: z.strictObject({ name: word, prompt: reference, target: reference }),
      answer: { status: 201, schema: z.object({ id: z.string(), name: z.string(), version: z.number() }) },
      problems: ['judge.create.unpublished', 'judge.create.unfit', 'judge.create.name_taken'],
      handle: async ({ principal, body }) => {
        const { id, name, version } = await createJudge(parts, principal, body);
        return { id, name, version };
      },
    }),
    operation({
      id: 'judge_run.create',
      method: 'post',
      path: '/api/v1/judges/{judge}/runs',
      summary: 'Have a judge look at a sample of answers',
      description:
        'Admins who may read everybody’s executions: what others said goes to the judge’s model, for a reason that is recorded. It goes on by itself; each judgement is an execution of its own, under the rules and budgets of whoever asked. Leaves judge_run.create with the seed, and judgement.create for each.',
      params: z.strictObject({ judge: z.string().max(100) }),
      body: z.strictObject({
        size: z.int().min(1).max(mostInRun).default(50),
        days: z.int().min(1).max(90).default(30),
        among: among.default('all'),
        bothOrders: z.boolean().default(true),
        reason,
      }),
      answer: { status: 201, schema: z.object({ id: z.string(), size: z.number(), seed: z.string() }) },
      problems: ['judge_run.create.nothing_to_judge', 'judge_run.create.on_behalf'],
      handle: async ({ principal, params, body }) => {
        const { id, size, seed } = await startJudgeRun(parts, principal, params.judge, body);
        return { id, size, seed };
      },
    }),
  ];
}
