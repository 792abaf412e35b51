import type { Verdict } from './verdict.ts';
import { requestSchema, verdictSchema } from './wire.ts';

/** Of verdicts as they were stored at any time: what did not exist yet has none. */
const recorded = verdictSchema.extend({
  obligations: verdictSchema.shape.obligations.default([]),
  errors: verdictSchema.shape.errors.default([]),
  asked: requestSchema.nullable().default(null),
});

/** Reads a verdict that was stored as JSON. */
export function recordedVerdict(stored: unknown): Verdict {
  return recorded.parse(stored);
}
