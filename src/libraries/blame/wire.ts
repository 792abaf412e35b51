import { z } from 'zod';
import { personRefSchema } from '../wire.ts';

/** The answer of `asset.blame`. Lines count from 1. */
export const blameSchema = z.object({
  path: z.string(),
  ref: z.string(),
  commit: z.string(),
  version: z.number().int().nullable(),
  digest: z.string(),
  text: z.string(),
  ranges: z
    .array(
      z.object({
        line: z.number().int(),
        count: z.number().int(),
        commit: z.string().nullable().meta({
          description: 'Who wrote these lines: a key of commits. Null where it is older than was looked',
        }),
      }),
    )
    .meta({ description: 'Every line once, in order' }),
  commits: z.array(
    z.object({
      commit: z.string(),
      author: personRefSchema,
      others: z
        .array(personRefSchema)
        .meta({ description: 'Who contributed its bytes too: suggested it, or wrote what was picked' }),
      at: z.iso.datetime(),
      message: z.string(),
      path: z.string().meta({ description: 'What the file was called there' }),
      version: z.number().int().nullable().meta({ description: 'The first version that has it' }),
      change: z.string().nullable().meta({ description: 'The change that published that version' }),
    }),
  ),
  olderThan: z.iso.datetime().nullable().meta({
    description: 'Set when lines without a commit are older than this; history was not followed further',
  }),
});

export type BlameWire = z.input<typeof blameSchema>;
