import { z } from 'zod';
import { named, type PersonRef } from '../../access/index.ts';
import { executionStatuses } from '../execution.ts';
import { namedSchema } from '../wire.ts';
import { holdStates, stateAt } from './hold.ts';
import type { HoldStanding } from './store.ts';

export const holdSchema = z.object({
  id: z.string(),
  at: z.string(),
  expiresAt: z.string(),
  state: z.enum(holdStates),
  principal: namedSchema,
  onBehalfOf: namedSchema.nullable(),
  prompt: z.string().nullable(),
  model: z.string(),
  environment: z.string().nullable(),
  dataClasses: z.record(z.string(), z.int()),
  rules: z.array(z.object({ id: z.string(), reason: z.string() })),
  decided: z.object({ by: namedSchema, at: z.string(), reason: z.string() }).nullable(),
  execution: z.object({ id: z.string(), status: z.enum(executionStatuses).nullable() }).nullable(),
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  decide: z
    .object({ may: z.boolean(), why: z.string().nullable() })
    .meta({ description: 'Whether the caller may decide about it now, and if not, why' }),
});
export type HoldWire = z.infer<typeof holdSchema>;

export const holdPageSchema = holdSchema.extend({
  asked: z
    .object({ variables: z.unknown(), body: z.unknown() })
    .nullable()
    .meta({ description: 'What would be sent, for who asked and who may decide; null once it is decided' }),
});

/** What a caller gets whose call waits. */
export const heldSchema = z.object({
  object: z.literal('countersign.hold'),
  id: z.string(),
  status: z.literal('waiting'),
  expiresAt: z.string(),
  href: z.string(),
  detail: z.string(),
});

export function holdWire(
  hold: HoldStanding,
  names: ReadonlyMap<string, PersonRef>,
  now: Date,
  { may, own }: { readonly may: boolean; readonly own: boolean },
): HoldWire {
  const state = stateAt(hold, now);
  const why = whyNot(state === 'waiting', may, own);
  return {
    id: hold.id,
    at: hold.at.toISOString(),
    expiresAt: hold.expiresAt.toISOString(),
    state,
    principal: named(names, hold.principal),
    onBehalfOf: hold.principalKind === 'app' ? named(names, hold.human) : null,
    prompt: hold.reference,
    model: hold.model,
    environment: hold.environment,
    dataClasses: { ...hold.dataClasses },
    rules: hold.rules.map((rule) => ({ ...rule })),
    decided:
      hold.decided === null
        ? null
        : {
            by: named(names, hold.decided.by),
            at: hold.decided.at.toISOString(),
            reason: hold.decided.reason,
          },
    execution: hold.execution === null ? null : { id: hold.execution, status: hold.executionStatus },
    problem: hold.problem,
    decide: { may: why === null, why },
  };
}

function whyNot(waiting: boolean, may: boolean, own: boolean): string | null {
  if (!waiting) return 'It is decided.';
  if (own) return 'You asked for it yourself, so somebody else decides.';
  return may ? null : 'Approvers decide.';
}
