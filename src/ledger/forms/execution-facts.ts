import { z } from 'zod';
import type { FormedEntry } from './form.ts';

const text = z.string().optional().catch(undefined);
const hex = (length: number) => z.string().regex(new RegExp(`^(?!0+$)[0-9a-f]{${length}}$`));
const count = z.number().int().min(0).optional().catch(undefined);
/** What entries of executions say in `data` (docs/formats.md). Older ones may lack something; what is not there is left out. */
const schema = z.object({
  provider: text,
  model: text,
  environment: text,
  dialect: text,
  trace: z
    .object({ id: hex(32), parent: hex(16), span: hex(16) })
    .optional()
    .catch(undefined),
  conversation: text,
  prompt: z
    .object({ library: text, path: text, version: count, digest: text, change: text })
    .optional()
    .catch(undefined),
  verdict: z.object({ decision: text }).optional().catch(undefined),
  modelAnswered: text,
  tokens: z.object({ input: count, output: count }).optional().catch(undefined),
  costMicroUsd: count,
  durationMs: count,
  cachedTokens: count,
  providerRequest: text,
  finishReason: text,
});

export type ExecutionFacts = z.output<typeof schema>;

const actions: readonly string[] = [
  'execution.intend',
  'execution.complete',
  'execution.refuse',
  'execution.abandon',
];

/** What is known of the model call that an entry is about: of an outcome with what its intent said. Undefined for other entries. Pure. */
export function executionFacts({ entry, intent }: FormedEntry): ExecutionFacts | undefined {
  if (!actions.includes(entry.action)) return undefined;
  return schema.parse({ ...intent?.data, ...entry.data });
}

/** The entry of the intent that an outcome answers. */
export function intentOf({ entry: { action, data } }: Pick<FormedEntry, 'entry'>): string | undefined {
  if (action !== 'execution.complete' && action !== 'execution.abandon') return undefined;
  return typeof data.intent === 'string' ? data.intent : undefined;
}
