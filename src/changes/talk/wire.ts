import { z } from 'zod';
import { namedSchema } from '../named-wire.ts';

const lines = { firstLine: z.number().int().nullable(), lastLine: z.number().int().nullable() };

const commentSchema = z.object({
  id: z.string(),
  by: namedSchema,
  at: z.string(),
  /** Empty when it was taken back. */
  text: z.string(),
  withdrawn: z.boolean(),
  suggestion: z
    .object({
      replacement: z.string(),
      accepted: z
        .object({ by: namedSchema, at: z.string(), commit: z.string(), entry: z.string() })
        .nullable(),
    })
    .nullable(),
  entry: z.string(),
});

const threadSchema = z.object({
  id: z.string(),
  path: z.string().nullable(),
  /** The lines that were commented on, as they stood there; null for a thread about a file or the whole change. */
  anchor: z
    .object({ side: z.enum(['base', 'head']), ...lines, digest: z.string(), quote: z.string() })
    .nullable(),
  /** Where those lines are in the difference of now. `outdated`: they are not there, or cannot be told from others. */
  placement: z.object({ state: z.enum(['current', 'moved', 'outdated']), ...lines }).nullable(),
  resolved: z.object({ by: namedSchema, at: z.string() }).nullable(),
  comments: z.array(commentSchema),
});

const reviewerSchema = z.object({
  id: z.string(),
  kind: z.enum(['person', 'app', 'team']),
  displayName: z.string(),
  askedBy: namedSchema,
  askedAt: z.string(),
  /** Whether they, or one of the team, decided on what the change holds now. */
  decided: z.boolean(),
});

const revisionSchema = z.object({
  number: z.number().int(),
  revision: z.string(),
  by: namedSchema,
  at: z.string(),
  messages: z.array(z.string()),
  entry: z.string(),
  /** Decisions about exactly this revision, and how many of them are stale now. */
  decisions: z.number().int(),
  stale: z.number().int(),
});

/** What a change's page tells of the conversation about it. */
export const conversationShape = {
  threads: z.array(threadSchema),
  openThreads: z.number().int(),
  reviewers: z.array(reviewerSchema),
  subscription: z.object({
    on: z.boolean(),
    why: z.enum(['author', 'asked', 'decided', 'commented', 'subscribed', 'muted']).nullable(),
  }),
  revisions: z.array(revisionSchema),
};
export type ConversationWire = z.output<z.ZodObject<typeof conversationShape>>;
