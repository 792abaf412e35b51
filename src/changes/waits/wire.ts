import { z } from 'zod';
import { waitingReasons } from '../waiting.ts';

const spread = {
  count: z.number().int(),
  medianHours: z.number(),
  p90Hours: z.number(),
};
const stepSchema = z.object({
  step: z.string(),
  kind: z.enum(['draft', 'review', 'approval', 'publish']),
  ...spread,
});
export type StepWire = z.output<typeof stepSchema>;

export const waitsSchema = z.object({
  since: z.string(),
  changes: z.number().int().meta({ description: 'How many published changes were measured' }),
  steps: z.array(stepSchema),
  libraries: z.array(z.object({ library: z.string(), steps: z.array(stepSchema) })),
  asked: z.array(z.object({ asked: z.string(), ...spread })),
  waiting: z.array(
    z.object({
      reason: z.enum(waitingReasons),
      stage: z.string().nullable(),
      ...spread,
      longestHours: z.number(),
      longest: z.object({ id: z.string(), title: z.string(), library: z.string() }).nullable(),
    }),
  ),
});
export type WaitsWire = z.output<typeof waitsSchema>;
