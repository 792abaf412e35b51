import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { debtKinds } from '../debt/book.ts';
import { readDebt } from '../debt/read.ts';
import type { IntelligenceParts } from '../parts.ts';
import { figureSchema, figureWire, logRangeSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');

const hours = z.number().describe('Estimated hours of review.');
const promptSchema = z.object({
  library: z.string(),
  path: z.string(),
  name: z.string().describe('`LIBRARY/NAME`'),
  title: z.string().nullable(),
  version: z.number().nullable(),
  since: z.string().describe('When this version was published.'),
  executions: z.number().nullable().describe('Of four weeks; null where too few people ran it.'),
});
const clusterSchema = z.object({
  id: z.string(),
  how: z
    .enum(['exact', 'normalized', 'near'])
    .describe(
      'Same files; same words but for white space and names of variables; or much of the wording shared.',
    ),
  hours,
  members: z
    .array(
      promptSchema.extend({
        likeness: z.number().min(0).max(1).describe('With the first: share of 3-word sequences in common.'),
        hours,
      }),
    )
    .describe('The first is the one to keep, by use and age: a proposal.'),
});

export const debtOperations = (parts: IntelligenceParts): Operation<Principal>[] => [
  operation({
    id: 'measure.debt',
    method: 'get',
    path: '/api/v1/measures/debt',
    summary: 'Read the prompt debt: duplicates, and what nobody reviews, owns or approved',
    description:
      'Everybody with a role on the organization, over the libraries that one may see. Clusters are ranked by what merging them would save; no threshold decides what a duplicate is. At most 200 clusters and 500 others.',
    answer: {
      schema: z.object({
        figure: figureSchema,
        trend: z.object({ measure: z.string(), weeks: z.array(z.object({ at: z.string(), hours })) }),
        reviewDays: z.number(),
        parts: z.array(z.object({ kind: z.enum(['duplicate', ...debtKinds]), prompts: z.number(), hours })),
        clusters: z.array(clusterSchema),
        items: z.array(promptSchema.extend({ kind: z.enum(debtKinds), hours })),
        log: logRangeSchema,
      }),
    },
    handle: async ({ principal }) => {
      const debt = await readDebt(parts, principal);
      return { ...debt, figure: figureWire(debt.figure) };
    },
  }),
];
