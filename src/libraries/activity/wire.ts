import { z } from 'zod';
import { personRefSchema } from '../wire.ts';

const oid = z.string().meta({ description: 'git commit id (SHA-1, 40 hex digits)' });
const at = z.iso.datetime().meta({ description: 'RFC 3339, UTC, milliseconds' });
const digest = z
  .string()
  .nullable()
  .meta({ description: 'sha256:… over the exact bytes; null where there is no such file' });

/** What goes on around one asset, for somebody who edits it. */
export const activitySchema = z.object({
  ref: z.string(),
  commit: oid.meta({ description: 'Where the ref stands now' }),
  digest,
  changedAt: at.nullable(),
  changedBy: personRefSchema.nullable(),
  branches: z
    .array(z.object({ branch: z.string(), head: oid, digest, changedAt: at, changedBy: personRefSchema }))
    .meta({ description: 'Other branches with work on it that main has not, the newest first; 50 at most' }),
});
export type ActivityWire = z.input<typeof activitySchema>;
