import { z } from 'zod';
import { forms } from '../forms/form.ts';
import type { EntryFilter } from '../ledger.ts';

const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !Number.isNaN(Date.parse(text)) && /^[12]/.test(text), 'is an instant of this calendar')
  .transform((text) => new Date(text));
/** What `entry.list` may be asked for. */
export const listQuery = z.strictObject({
  action: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'One, or all that begin so when it ends with a dot: `change.`.' }),
  subject: z.string().max(200).optional(),
  actor: z.string().max(200).optional(),
  kind: z.string().max(100).optional().meta({ description: 'What the subject is: `change`, `execution`.' }),
  text: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Words that all stand in the entry, each at least by its beginning.' }),
  since: instant.optional(),
  until: instant.optional(),
  cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function filterOf(query: z.output<typeof listQuery>): EntryFilter {
  return {
    limit: query.limit,
    ...(query.action === undefined ? {} : { action: query.action }),
    ...(query.subject === undefined ? {} : { subjectId: query.subject }),
    ...(query.actor === undefined ? {} : { actorId: query.actor }),
    ...(query.kind === undefined ? {} : { subjectKind: query.kind }),
    ...(query.text === undefined ? {} : { text: query.text }),
    ...(query.since === undefined ? {} : { since: query.since }),
    ...(query.until === undefined ? {} : { until: query.until }),
    ...(query.cursor === undefined ? {} : { beforeIndex: query.cursor }),
  };
}

const index = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What `ledger.export` may be asked for. The whole log is the only thing that verifies as one, so `jsonl` takes no range. */
export const exportQuery = z.union([
  z.strictObject({ format: z.literal('jsonl').default('jsonl') }),
  z.strictObject({
    format: z.enum(['csv', ...forms]),
    from: index.default(0),
    to: index.optional(),
    limit: z.coerce.number().int().min(1).max(1_000_000).optional(),
    since: instant.optional(),
    until: instant.optional(),
  }),
]);
