import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';

const value: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(value), z.record(z.string(), value)]),
);

/** Any JSON object, as variables are. */
export const jsonMembers: z.ZodType<JsonObject> = z
  .record(z.string(), value)
  .meta({ description: 'Any JSON object' });
