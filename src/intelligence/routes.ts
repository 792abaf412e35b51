import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { changeSchema } from '../changes/index.ts';
import { executionSchema } from '../gateway/index.ts';
import { type Operation, operationsOf } from '../platform/http/index.ts';
import { type IntelligenceParts, readHome } from './home.ts';

const operation = operationsOf<Principal>('intelligence');

const figureSchema = z.object({
  id: z.string(),
  title: z.string(),
  value: z.number().nullable(),
  unit: z.enum(['executions', 'people', 'percent', 'hours']),
  definition: z.string(),
  series: z.array(z.object({ at: z.string(), value: z.number() })),
});

/** The HTTP of intelligence. */
export function intelligenceOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'measure.read',
      method: 'get',
      path: '/api/v1/measures/home',
      summary: 'Read what waits for me, what I ran last, and the organization’s figures',
      description:
        'Everybody. Each figure names its definition (`id@version: formula`); a null value means no data.',
      answer: {
        schema: z.object({
          waiting: z.array(changeSchema),
          recent: z.array(executionSchema),
          figures: z.array(figureSchema),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'measure.read', theOrganization);
        return readHome(parts, principal);
      },
    }),
  ];
}
