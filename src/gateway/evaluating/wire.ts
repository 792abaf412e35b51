import { z } from 'zod';
import { named, type PersonRef } from '../../access/index.ts';
import { namedSchema } from '../wire.ts';
import { type CaseResult, caseStates, type Evaluation, evaluationStates, type Side } from './evaluation.ts';

export const evaluationSchema = z.object({
  id: z.string(),
  library: z.string(),
  change: z.string().nullable(),
  path: z.string().nullable().meta({ description: 'The file; null for all that a change is about.' }),
  version: z.string().meta({ description: 'What stands after the @ of what runs.' }),
  baseline: z.string().nullable().meta({ description: 'What it is compared with.' }),
  digest: z.string().nullable().meta({ description: 'What a change held when it began.' }),
  state: z.enum(evaluationStates),
  total: z.int(),
  done: z.int(),
  passed: z.int(),
  baselinePassed: z.int().nullable().meta({ description: 'Null where nothing is live to compare with.' }),
  detail: z.string(),
  startedBy: namedSchema,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type EvaluationWire = z.infer<typeof evaluationSchema>;

const sideSchema = z.object({
  state: z.enum(caseStates),
  execution: z.string().nullable(),
  findings: z.array(
    z.object({ type: z.string(), state: z.enum(caseStates), message: z.string(), line: z.int() }),
  ),
});

export const evaluationPageSchema = evaluationSchema.extend({
  cases: z.array(
    z.object({
      place: z.int(),
      path: z.string(),
      prompt: z.string(),
      description: z.string().nullable(),
      line: z.int(),
      candidate: sideSchema,
      baseline: sideSchema.nullable(),
    }),
  ),
});
export type EvaluationPageWire = z.infer<typeof evaluationPageSchema>;

export function evaluationWire(
  evaluation: Evaluation,
  library: string,
  cases: readonly CaseResult[],
  names: ReadonlyMap<string, PersonRef>,
): EvaluationWire {
  const { id, change, path, version, baseline, digest, state, total, detail } = evaluation;
  const compared = cases.filter((one) => one.baseline !== null);
  return {
    ...{ id, library, change, path, version, baseline, digest, state, total, detail },
    done: cases.length,
    passed: cases.filter(({ candidate }) => candidate.state === 'passed').length,
    baselinePassed:
      compared.length === 0 ? null : compared.filter((one) => one.baseline?.state === 'passed').length,
    startedBy: named(names, evaluation.startedBy),
    startedAt: evaluation.startedAt.toISOString(),
    endedAt: evaluation.endedAt?.toISOString() ?? null,
  };
}

export function evaluationPageWire(
  evaluation: Evaluation,
  library: string,
  cases: readonly CaseResult[],
  names: ReadonlyMap<string, PersonRef>,
): EvaluationPageWire {
  return {
    ...evaluationWire(evaluation, library, cases, names),
    cases: cases.map((one) => ({
      ...one,
      candidate: sideWire(one.candidate),
      baseline: one.baseline === null ? null : sideWire(one.baseline),
    })),
  };
}

const sideWire = ({ state, execution, findings }: Side) => ({
  ...{ state, execution },
  findings: findings.map((finding) => ({ ...finding })),
});
