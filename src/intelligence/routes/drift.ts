import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { driftMetrics } from '../drift/find.ts';
import type { IntelligenceParts } from '../parts.ts';
import { readDrifts } from '../quality/drifts.ts';
import { estimateSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');
const driftSchema = z.object({
  id: z.string(),
  library: z.string(),
  path: z.string(),
  prompt: z.string().describe('LIBRARY/NAME'),
  metric: z.enum(driftMetrics),
  words: z.string(),
  changed: z.object({
    kind: z.enum(['version', 'model', 'provider', 'nothing']),
    from: z.string(),
    to: z.string(),
  }),
  on: z.string().describe('The first day of what it changed to.'),
  since: z.string().describe('The first day on which it showed.'),
  before: estimateSchema,
  after: estimateSchema,
  stability: z.number().nullable().describe('Of times to answer: the population stability index.'),
  owner: z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() }).nullable(),
  raisedAt: z.string(),
  entry: z.string(),
  behind: z.object({ from: z.string(), to: z.string() }).describe('Filters of `execution.list`.'),
});

/** What of prompts is not as it was. */
export function driftOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'drift.list',
      method: 'get',
      path: '/api/v1/drifts',
      summary: 'List what of prompts is not as it was, newest first',
      description:
        'Everybody with a role on the organization, of the libraries that one may see; of the last 90 days. Each was told of once, by the entry drift.raise, and to the prompt’s owner.',
      answer: { schema: z.object({ measure: z.string(), items: z.array(driftSchema) }) },
      handle: async ({ principal }) => readDrifts(parts, principal),
    }),
  ];
}
