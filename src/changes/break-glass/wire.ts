import { z } from 'zod';
import { named, type PersonRef } from '../../access/index.ts';
import { namedSchema } from '../named-wire.ts';
import { type BreakGlass, breakGlassStates, stateOf } from './break-glass.ts';

export const breakGlassSchema = z.object({
  id: z.string(),
  change: z.string(),
  library: z.string(),
  environment: z.string(),
  state: z.enum(breakGlassStates),
  reviewDue: z.boolean().meta({ description: 'The mandatory review is not done' }),
  reason: z.string(),
  by: namedSchema,
  at: z.string(),
  expiresAt: z.string(),
  entry: z.string(),
  review: z
    .object({
      verdict: z.enum(['uphold', 'undo']),
      by: namedSchema,
      at: z.string(),
      comment: z.string(),
      entry: z.string(),
    })
    .nullable(),
});
export type BreakGlassWire = z.output<typeof breakGlassSchema>;

/** Who is named, to look their names up. */
export const breakGlassPrincipals = ({ by, review }: BreakGlass): string[] =>
  review === null ? [by] : [by, review.by];

export function breakGlassWire(
  broken: BreakGlass,
  library: string,
  names: ReadonlyMap<string, PersonRef>,
  now: Date,
): BreakGlassWire {
  const { review } = broken;
  return {
    id: broken.id,
    change: broken.change,
    library,
    environment: broken.environment,
    state: stateOf(broken, now),
    reviewDue: review === null,
    reason: broken.reason,
    by: named(names, broken.by),
    at: broken.at.toISOString(),
    expiresAt: broken.expiresAt.toISOString(),
    entry: broken.entry,
    review:
      review === null
        ? null
        : {
            verdict: review.verdict,
            by: named(names, review.by),
            at: review.at.toISOString(),
            comment: review.comment,
            entry: review.entry,
          },
  };
}
