import { z } from 'zod';
import { executionSchema } from './wire.ts';

/** A trace or a conversation, as the API gives it: what the caller may see of it. */
export const threadSchema = z.object({
  id: z.string(),
  first: executionSchema.meta({ description: 'The first that the caller may see.' }),
  startedAt: z.string(),
  lastAt: z.string(),
  durationMs: z.int().meta({ description: 'From the first beginning to the last end.' }),
  executions: z.int(),
  more: z.boolean().meta({ description: 'There are more than are counted and listed here.' }),
  notSucceeded: z.int(),
  costMicroUsd: z.int().nullable().meta({ description: 'Of those whose cost is known.' }),
});
export type ThreadWire = z.infer<typeof threadSchema>;

export const threadDetailSchema = threadSchema.extend({
  items: z.array(executionSchema).meta({ description: 'Oldest first.' }),
});
export type ThreadDetailWire = z.infer<typeof threadDetailSchema>;
