import { z } from 'zod';
import { personRefSchema } from '../wire.ts';

const at = z.iso.datetime().meta({ description: 'RFC 3339, UTC, milliseconds' });
const oid = z.string().meta({ description: 'git commit id (SHA-1, 40 hex digits)' });

export const graphCommitSchema = z.object({
  commit: oid,
  message: z.string(),
  author: personRefSchema,
  at,
  parents: z.array(oid),
  files: z.number().int().meta({ description: 'How many files differ from every parent' }),
  paths: z.array(z.string()).meta({ description: 'The first hundred of them' }),
  refs: z
    .array(z.object({ kind: z.enum(['branch', 'tag']), name: z.string() }))
    .meta({ description: 'Branches and tags that stand here' }),
  publication: z
    .object({
      number: z.number().int().meta({ description: 'Which state of main this is, from 1' }),
      change: z.string().nullable().meta({ description: 'Null for the first state' }),
      versions: z.number().int().meta({ description: 'How many assets got a version' }),
      at,
    })
    .nullable()
    .meta({ description: 'When main stood here, by which change' }),
});

export type GraphCommitWire = z.input<typeof graphCommitSchema>;
