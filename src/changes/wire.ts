import { z } from 'zod';
import { changeStates } from './change.ts';
import { checkSchema } from './checks/wire.ts';
import { goingLiveMembers } from './going-live.ts';
import { namedSchema } from './named-wire.ts';
import { requirementSchema } from './requirement/wire.ts';
import { conversationShape } from './talk/wire.ts';
import { waitingReasons } from './waiting.ts';

/** The API's forms of this slice's nouns (OpenAPI schemas and the clients' types come from here). */
export const changeSchema = z.object({
  id: z.string(),
  library: z.string(),
  number: z.number().int(),
  title: z.string(),
  description: z.string(),
  branch: z.string(),
  environment: z.string(),
  state: z.enum(changeStates),
  revision: z.string(),
  base: z.string(),
  createdBy: namedSchema,
  createdAt: z.string(),
  updatedAt: z.string(),
  publishedAt: z.string().nullable(),
  risk: z.enum(['low', 'medium', 'high']).nullable(),
  waitingFor: z.array(z.enum(['review', 'approval', 'publish', 'author'])),
  /** The one step that it waits for, and since when; null when it has ended. */
  waiting: z
    .object({ reason: z.enum(waitingReasons), stage: z.string().nullable(), since: z.string() })
    .nullable(),
});

const side = z.object({ text: z.string(), digest: z.string() }).nullable();
const fault = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number().int(),
  column: z.number().int(),
});

export const changePageSchema = changeSchema.extend({
  assets: z.array(
    z.object({
      path: z.string(),
      kind: z.string(),
      status: z.enum(['added', 'modified', 'deleted']),
      base: side,
      head: side,
      faults: z.array(fault),
    }),
  ),
  digest: z.string(),
  shown: z.string(),
  contributors: z.array(namedSchema),
  requirement: requirementSchema,
  checks: z.array(checkSchema),
  decisions: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['review', 'approval']),
      verdict: z.enum(['endorse', 'request_changes', 'approve']),
      by: namedSchema,
      at: z.string(),
      comment: z.string(),
      revision: z.string(),
      onBehalfOf: namedSchema.nullable(),
      stale: z.boolean(),
      retracted: z.boolean(),
      entry: z.string(),
    }),
  ),
  ...conversationShape,
  standsInFor: z
    .array(namedSchema)
    .meta({ description: 'For whom the caller may decide now, as a delegate' }),
  ...goingLiveMembers,
  may: z.record(z.string(), z.object({ allowed: z.boolean(), why: z.string().nullable() })),
  history: z.array(
    z.object({ at: z.string(), action: z.string(), by: namedSchema, entry: z.string(), detail: z.string() }),
  ),
});

/** One decision on its own, wherever it was made. */
export const decisionSchema = z.object({
  id: z.string(),
  change: z.object({
    id: z.string(),
    number: z.number().int(),
    title: z.string(),
    state: z.enum(changeStates),
  }),
  kind: z.enum(['review', 'approval']),
  verdict: z.enum(['endorse', 'request_changes', 'approve']),
  by: namedSchema,
  onBehalfOf: namedSchema.nullable(),
  at: z.string(),
  comment: z.string(),
  revision: z.string(),
  digest: z.string(),
  environment: z.string(),
  requirement: z.string().meta({ description: 'The version of the requirement that it was made under' }),
  notCounting: z.string().nullable().meta({ description: 'Why it does not count; null when it does or did' }),
  entry: z.string(),
});
export type DecisionWire = z.output<typeof decisionSchema>;

/** One step in how a published version came to be. */
export const versionStepSchema = z.object({
  step: z.enum(['written', 'asked', 'submitted', 'reviewed', 'approved', 'retracted', 'published', 'judged']),
  by: namedSchema,
  at: z.string(),
  detail: z.string(),
  entry: z.string(),
});

export type VersionStepWire = z.output<typeof versionStepSchema>;
export type ChangeWire = z.output<typeof changeSchema>;
export type ChangePageWire = z.output<typeof changePageSchema>;
