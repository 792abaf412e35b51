import { z } from 'zod';
import { executionSchema } from './wire.ts';

/** A trace or a conversation, as the API gives it: what the caller may see of it. */
export const sequenceSchema = z.object({
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
export type SequenceWire = z.infer<typeof sequenceSchema>;

export const sequenceDetailSchema = sequenceSchema.extend({
  items: z.array(executionSchema).meta({ description: 'Oldest first.' }),
});
export type SequenceDetailWire = z.infer<typeof sequenceDetailSchema>;
