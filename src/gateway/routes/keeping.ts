import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { decideErasure, requestErasure } from '../keeping/erasures.ts';
import { liftHold, placeHold } from '../keeping/legal-holds.ts';
import type { KeepingParts } from '../keeping/parts.ts';
import { updateRetention } from '../keeping/retention.ts';
import {
  erasureSchema,
  erasuresWire,
  holdSchema,
  holdsWire,
  retentionSchema,
  retentionWire,
} from '../keeping/wire.ts';
import { only } from './only.ts';

const operation = operationsOf<Principal>('gateway');
const line = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^[^\0]+$/, 'holds a NUL')
    .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
export const reason = line(3, 2_000);
const library = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and hyphens');
const id = z.string().max(100);
const executionId = z.string().transform((text, context) => {
  if (isId('exe', text)) return text;
  context.addIssue({ code: 'custom', message: 'is the id of an execution' });
  return z.NEVER;
});
const principalId = z.string().transform((text, context) => {
  if (isId('per', text) || isId('app', text)) return text;
  context.addIssue({ code: 'custom', message: 'is the id of a person or an app' });
  return z.NEVER;
});

/** Legal holds: what must be kept. `wake` has what a lifted one kept looked at again. */
export function holdOperations(parts: KeepingParts, wake: () => void): Operation<Principal>[] {
  return [
    operation({
      id: 'legal_hold.list',
      method: 'get',
      path: '/api/v1/legal-holds',
      summary: 'List legal holds',
      description: 'Admins and auditors. Those in force first, then those that were lifted, newest first.',
      answer: { schema: z.object({ items: z.array(holdSchema), next: z.null() }) },
      handle: async ({ principal }) => ({ items: await holdsWire(parts, principal), next: null }),
    }),
    operation({
      id: 'legal_hold.place',
      method: 'post',
      path: '/api/v1/legal-holds',
      summary: 'Keep content, whatever retention and erasures say',
      description:
        'Admins. Of an execution, a library, a person or app, or the whole organization. Leaves an entry.',
      body: z.strictObject({
        target: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('execution'), execution: id }),
          z.strictObject({ kind: z.literal('library'), library }),
          z.strictObject({ kind: z.literal('principal'), principal: id }),
          z.strictObject({ kind: z.literal('organization') }),
        ]),
        reason,
      }),
      answer: { status: 201, schema: holdSchema },
      problems: ['legal_hold.place.unknown_target'],
      handle: async ({ principal, body }) =>
        only(await holdsWire(parts, principal, await placeHold(parts, principal, body))),
    }),
    operation({
      id: 'legal_hold.lift',
      method: 'post',
      path: '/api/v1/legal-holds/{hold}/lift',
      summary: 'Let held content be erased again',
      description: 'Admins. Leaves an entry.',
      params: z.strictObject({ hold: id }),
      body: z.strictObject({ reason }),
      answer: { schema: holdSchema },
      problems: ['legal_hold.lift.lifted_already'],
      handle: async ({ principal, params: { hold }, body }) => {
        const lifted = await liftHold(parts, principal, hold, body.reason);
        wake();
        return only(await holdsWire(parts, principal, lifted));
      },
    }),
  ];
}

/** Erasures and retention: what goes away. `wake` has what was decided carried out at once. */
export function erasureOperations(parts: KeepingParts, wake: () => void): Operation<Principal>[] {
  const decide = (action: 'erasure.approve' | 'erasure.reject', what: string, description: string) =>
    operation({
      id: action,
      method: 'post',
      path: `/api/v1/erasures/{erasure}/${action.slice('erasure.'.length)}`,
      summary: what,
      description,
      params: z.strictObject({ erasure: id }),
      body: z.strictObject({}),
      answer: { schema: erasureSchema },
      problems: [
        `${action}.decided_already`,
        'erasure.approve.same_person',
        'erasure.approve.own_executions',
      ],
      handle: async ({ principal, params: { erasure } }) => {
        const decided = await decideErasure(parts, principal, erasure, action);
        wake();
        return only(await erasuresWire(parts, principal, decided));
      },
    });
  return [
    operation({
      id: 'erasure.list',
      method: 'get',
      path: '/api/v1/erasures',
      summary: 'List erasures',
      description: 'Admins and auditors. Those that wait for a decision first.',
      answer: { schema: z.object({ items: z.array(erasureSchema), next: z.null() }) },
      handle: async ({ principal }) => ({ items: await erasuresWire(parts, principal), next: null }),
    }),
    operation({
      id: 'erasure.request',
      method: 'post',
      path: '/api/v1/erasures',
      summary: 'Ask that content be erased',
      description:
        'Admins. Of executions, of everything that a person or app ran, or of everything that holds some words (a name, an address). Entries and proofs stay, and say nothing of it. Nothing is erased before another person approves. Leaves an entry, without the words.',
      body: z.strictObject({
        target: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('executions'), ids: z.array(executionId).min(1).max(500) }),
          z.strictObject({ kind: z.literal('principal'), id: principalId }),
          z.strictObject({ kind: z.literal('words'), words: line(4, 200) }),
        ]),
        reason,
      }),
      answer: { status: 201, schema: erasureSchema },
      handle: async ({ principal, body }) =>
        only(await erasuresWire(parts, principal, await requestErasure(parts, principal, body))),
    }),
    decide(
      'erasure.approve',
      'Have content erased that somebody else asked to erase',
      'Admins, but neither who asked nor whose executions they are. What a legal hold keeps stays. It cannot be taken back. Leaves entries: the approval, each batch, and the end.',
    ),
    decide('erasure.reject', 'Refuse an erasure', 'Admins, also who asked. Leaves an entry.'),
    operation({
      id: 'retention.list',
      method: 'get',
      path: '/api/v1/retention',
      summary: 'For how long content is kept',
      description:
        'Admins and auditors. The most specific rule for an execution counts: class and library, class, library, everything. Without a rule content stays.',
      answer: { schema: retentionSchema },
      handle: async ({ principal }) => retentionWire(parts, principal),
    }),
    operation({
      id: 'retention.update',
      method: 'put',
      path: '/api/v1/retention',
      summary: 'Set or take away one rule of retention',
      description:
        'Admins. `days` null takes the rule away. Never below the floor that the operator set. Leaves an entry.',
      body: z.strictObject({
        library: library.nullable().default(null),
        dataClass: z
          .string()
          .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'is the name of a data class')
          .nullable()
          .default(null),
        days: z.number().int().min(1).max(36_500).nullable(),
      }),
      answer: { schema: retentionSchema },
      problems: ['retention.update.below_floor'],
      handle: async ({ principal, body }) => {
        const rules = await updateRetention(parts, principal, body);
        wake();
        return retentionWire(parts, principal, rules);
      },
    }),
  ];
}
