import { z } from 'zod';
import { named, type PersonRef } from '../../access/index.ts';
import { namedSchema } from '../named-wire.ts';
import { type Recall, recallKinds } from './recall.ts';

export const recallSchema = z.object({
  id: z.string(),
  target: z.object({
    kind: z.enum(recallKinds),
    library: z.string().nullable(),
    path: z.string().nullable(),
    version: z.number().int().nullable(),
    digest: z.string().nullable(),
    model: z.string().nullable(),
  }),
  reason: z.string(),
  by: namedSchema,
  at: z.string(),
  entry: z.string(),
  lifted: z
    .object({ by: namedSchema, at: z.string(), reason: z.string(), entry: z.string() })
    .nullable()
    .meta({ description: 'Null while it is in force' }),
});
export type RecallWire = z.output<typeof recallSchema>;

/** Who is named in recalls, to look their names up. */
export const recallPrincipals = (recalls: readonly Recall[]): string[] =>
  recalls.flatMap(({ by, lifted }) => (lifted === null ? [by] : [by, lifted.by]));

/** @param library the URL name of the target's library; null for a model */
export function recallWire(
  recall: Recall,
  library: string | null,
  names: ReadonlyMap<string, PersonRef>,
): RecallWire {
  const { target, lifted } = recall;
  return {
    id: recall.id,
    target: {
      kind: target.kind,
      library,
      path: target.kind === 'model' ? null : target.path,
      version: target.kind === 'version' ? target.version : null,
      digest: target.kind === 'version' ? target.digest : null,
      model: target.kind === 'model' ? target.model : null,
    },
    reason: recall.reason,
    by: named(names, recall.by),
    at: recall.at.toISOString(),
    entry: recall.entry,
    lifted:
      lifted === null
        ? null
        : {
            by: named(names, lifted.by),
            at: lifted.at.toISOString(),
            reason: lifted.reason,
            entry: lifted.entry,
          },
  };
}
