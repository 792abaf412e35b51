import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { listRuns, readRun, wires } from '../evaluating/list.ts';
import { runEvaluations } from '../evaluating/run.ts';
import type { EvaluationJobs } from '../evaluating/start.ts';
import { evaluationPageSchema, evaluationSchema } from '../evaluating/wire.ts';
import type { GatewayParts } from '../parts.ts';
import { only } from './only.ts';

const operation = operationsOf<Principal>('gateway');
const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\0]+$/, 'holds a NUL');
const library = z.string().max(100);
const path = text(500).regex(/\.eval\.yaml$/, 'is a file ending in .eval.yaml');

/** Running evaluations, and how they came out. */
export function evaluationOperations(parts: GatewayParts, jobs: EvaluationJobs): Operation<Principal>[] {
  return [
    operation({
      id: 'evaluation.run',
      method: 'post',
      path: '/api/v1/evaluation-runs',
      summary: 'Run the cases of evaluations',
      description:
        'Whoever works on the library and may run its prompts. `change`: the evaluations that it brings or alters, and those in force about the prompts that it alters, against its branch; the result is the check `evaluations` of exactly what it holds. Or `library` and `path` of one file, against a `version` (production, 7, branch:NAME). Each case is an execution by the caller, under policy and budgets, compared with what is live. Answers at once; evaluation.read follows it. At most 200 cases. Leaves evaluation.run, evaluation.judge for each case, evaluation.complete, and what every execution leaves.',
      body: z.union([
        z.strictObject({ change: z.string().max(100) }),
        z.strictObject({ library, path, version: text(200).default('production') }),
      ]),
      answer: { status: 202, schema: evaluationSchema },
      problems: [
        'evaluation.run.forbidden',
        'evaluation.run.no_cases',
        'evaluation.run.too_many',
        'evaluation.run.under_way',
        'evaluation.run.ended',
      ],
      handle: async ({ principal, body }) =>
        only(await wires(parts, principal, [await runEvaluations(parts, jobs, principal, body)])),
    }),
    operation({
      id: 'evaluation.list',
      method: 'get',
      path: '/api/v1/evaluation-runs',
      summary: 'List runs of evaluations, newest first',
      description: 'Those who work on the library, and auditors. Of one change, or of one file.',
      query: z.strictObject({
        library,
        change: z.string().max(100).optional(),
        path: path.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      answer: { schema: z.object({ items: z.array(evaluationSchema), next: z.null() }) },
      handle: async ({ principal, query }) => ({
        items: await listRuns(parts, principal, query),
        next: null,
      }),
    }),
    operation({
      id: 'evaluation.read',
      method: 'get',
      path: '/api/v1/evaluation-runs/{evaluation}',
      summary: 'How a run of evaluations stands: each case, what failed and why',
      description:
        'As evaluation.list. Without what was answered: that is in the executions, for those who may read them.',
      params: z.strictObject({ evaluation: z.string().max(100) }),
      answer: { schema: evaluationPageSchema },
      handle: ({ principal, params: { evaluation } }) => readRun(parts, principal, evaluation),
    }),
  ];
}
