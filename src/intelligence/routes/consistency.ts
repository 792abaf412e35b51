import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { measureConsistency, readConsistencies } from '../consistency/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { estimateSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');
const text = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^[^\0]+$/, 'holds a NUL')
    .refine((given) => given.isWellFormed(), 'is not well-formed Unicode');
const figures = {
  id: z.string(),
  days: z.number().describe('Looked back.'),
  runs: z.number().describe('Answers to inputs that came more than once.'),
  inputs: z.number(),
  differ: estimateSchema.describe('Pairs of answers to the same input that differ.'),
  likeness: z.number().nullable().describe('Words that two of them share, of all that either has.'),
  entry: z.string(),
};

/** Whether the same input gets the same answer. */
export function consistencyOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'consistency.create',
      method: 'post',
      path: '/api/v1/consistency',
      summary: 'Measure how often the same input got another answer',
      description:
        'Admins who may read everybody’s executions, for a reason that is recorded: it reads a sample of what was said, and gives figures only. Calls no model. Leaves consistency.create.',
      body: z.strictObject({
        prompt: text(3, 500),
        days: z.int().min(1).max(180).default(90),
        reason: text(3, 2_000),
      }),
      answer: { status: 201, schema: z.object(figures) },
      problems: ['consistency.create.nothing_repeats', 'consistency.create.too_few_people'],
      handle: async ({ principal, body }) => {
        const { id, days, runs, inputs, differ, likeness, entry } = await measureConsistency(
          parts,
          principal,
          body,
        );
        return { id, days, runs, inputs, differ, likeness, entry };
      },
    }),
    operation({
      id: 'consistency.list',
      method: 'get',
      path: '/api/v1/consistency',
      summary: 'List how consistent prompts are, as it was measured last',
      description: 'Everybody with a role on the organization, of the libraries that one may see.',
      answer: {
        schema: z.object({
          measure: z.string(),
          items: z.array(
            z.object({
              ...figures,
              prompt: z.string().describe('LIBRARY/NAME'),
              by: z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() }),
              at: z.string(),
            }),
          ),
        }),
      },
      handle: async ({ principal }) => readConsistencies(parts, principal),
    }),
  ];
}
