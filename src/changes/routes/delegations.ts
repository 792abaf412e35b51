import { z } from 'zod';
import { named, type Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { createDelegation, endDelegation, listDelegations } from '../delegations/delegate.ts';
import { type Delegation, isRunning } from '../delegations/delegation.ts';
import type { ChangesParts } from '../dossier.ts';
import { namedSchema } from '../named-wire.ts';
import { personId } from './wire.ts';

const operation = operationsOf<Principal>('changes');

const delegationSchema = z.object({
  id: z.string(),
  from: namedSchema.meta({ description: 'Who is away' }),
  to: namedSchema.meta({ description: 'Who decides instead' }),
  startsAt: z.string(),
  until: z.string(),
  reason: z.string(),
  endedAt: z.string().nullable(),
  running: z.boolean(),
});

/** Standing in for somebody who is away. */
export function delegationOperations(parts: ChangesParts): Operation<Principal>[] {
  const wire = async ({ organization }: Principal, delegations: readonly Delegation[]) => {
    const ids = delegations.flatMap(({ from, to }) => [from, to]);
    const names = await parts.people.names(organization, ids);
    const now = parts.clock.now();
    return delegations.map((one) => ({
      id: one.id,
      from: named(names, one.from),
      to: named(names, one.to),
      startsAt: one.startsAt.toISOString(),
      until: one.until.toISOString(),
      reason: one.reason,
      endedAt: one.endedAt?.toISOString() ?? null,
      running: isRunning(one, now),
    }));
  };
  const items = z.object({ items: z.array(delegationSchema) });
  return [
    operation({
      id: 'delegation.list',
      method: 'get',
      path: '/api/v1/delegations',
      summary: 'List delegations that have not run out',
      description: 'Yours, either way. Admins and auditors see everybody’s.',
      answer: { schema: items },
      handle: async ({ principal }) => ({
        items: await wire(principal, await listDelegations(parts, principal)),
      }),
    }),
    operation({
      id: 'delegation.create',
      method: 'post',
      path: '/api/v1/delegations',
      summary: 'Let somebody decide for you while you are away',
      description:
        'Reviewers and approvers, for themselves, for at most 90 days. One link at most: a right that one only stands in with is not handed on. Neither may have written what is decided. Leaves an entry.',
      body: z.strictObject({
        to: personId,
        until: z.iso.datetime().transform((text) => new Date(text)),
        reason: z.string().trim().min(1).max(500),
      }),
      answer: { status: 201, schema: items },
      problems: [
        'delegation.create.humans_only',
        'delegation.create.unknown_person',
        'delegation.create.bad_time',
        'delegation.create.chain',
      ],
      handle: async ({ principal, body }) => ({
        items: await wire(principal, [await createDelegation(parts, principal, body)]),
      }),
    }),
    operation({
      id: 'delegation.end',
      method: 'post',
      path: '/api/v1/delegations/{delegation}/end',
      summary: 'End a delegation before its time',
      description:
        'Either of the two, or an admin. What was decided under it counts no more. Leaves an entry.',
      params: z.strictObject({ delegation: z.string() }),
      body: z.strictObject({}),
      answer: { schema: items },
      problems: ['delegation.end.ended_already'],
      handle: async ({ principal, params: { delegation } }) => ({
        items: await wire(principal, [await endDelegation(parts, principal, delegation)]),
      }),
    }),
  ];
}
