import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { longestCorrection } from '../corrections/correction.ts';
import { createCorrection } from '../corrections/create.ts';
import { listCorrections } from '../corrections/list.ts';
import type { IntelligenceParts } from '../parts.ts';

const operation = operationsOf<Principal>('intelligence');
const params = z.strictObject({ execution: z.string() });

/** What should have come out. */
export function correctionOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'correction.create',
      method: 'post',
      path: '/api/v1/executions/{execution}/corrections',
      summary: 'Write what should have come out of an execution',
      description:
        'Whoever may read the execution. The text is sealed with its content and goes when that goes; the entry holds a commitment to it. A second one supersedes your first.',
      params,
      body: z.strictObject({
        text: z
          .string()
          .min(1)
          .max(longestCorrection)
          .regex(/^[^\0]+$/, 'holds a NUL')
          .refine((text) => text.isWellFormed(), 'is not well-formed Unicode'),
      }),
      answer: { status: 201, schema: z.object({ id: z.string(), at: z.string(), entry: z.string() }) },
      problems: ['correction.create.nothing_came_out', 'correction.create.content_gone'],
      handle: async ({ principal, params: { execution }, body }) => {
        const { id, createdAt, entry } = await createCorrection(parts, principal, execution, body.text);
        return { id, at: createdAt.toISOString(), entry };
      },
    }),
    operation({
      id: 'correction.list',
      method: 'get',
      path: '/api/v1/executions/{execution}/corrections',
      summary: 'List what people wrote that should have come out',
      description:
        'As execution.read. The text is for whoever ran it and whoever wrote it; to others it is null.',
      params,
      answer: {
        schema: z.object({
          items: z.array(
            z.object({
              id: z.string(),
              by: z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() }),
              mine: z.boolean(),
              stands: z.boolean().describe('False: superseded.'),
              text: z.string().nullable(),
              commitment: z.string(),
              entry: z.string(),
              at: z.string(),
            }),
          ),
        }),
      },
      handle: async ({ principal, params: { execution } }) => ({
        items: (await listCorrections(parts, principal, execution)).map(({ createdAt, ...correction }) => ({
          ...correction,
          at: createdAt.toISOString(),
        })),
      }),
    }),
  ];
}
