import { z } from 'zod';
import type { NamedScope } from '../library-names.ts';
import type { GranteeRef } from '../names.ts';
import type { HeldGrant } from '../store/grants.ts';
import { granteeRef, personRef, role, scope } from './wire.ts';

export const grantShape = z.object({
  id: z.string(),
  principal: granteeRef,
  role,
  scope,
  endsAt: z.string().nullable().meta({ description: 'From then on it gives nothing.' }),
  ended: z.boolean(),
  reason: z.string().nullable(),
  createdBy: personRef.nullable().meta({ description: 'Null when setup gave it.' }),
  createdAt: z.string(),
});

export function shapeOf(
  people: ReadonlyMap<string, GranteeRef>,
  grant: HeldGrant,
  named: NamedScope,
  now: Date,
): z.input<typeof grantShape> {
  const by = people.get(grant.createdBy);
  return {
    id: grant.id,
    principal: people.get(grant.principal) ?? {
      id: grant.principal,
      kind: 'person',
      displayName: grant.principal,
    },
    role: grant.role,
    scope: named,
    endsAt: grant.endsAt?.toISOString() ?? null,
    ended: grant.endsAt !== undefined && grant.endsAt <= now,
    reason: grant.reason ?? null,
    createdBy: by === undefined || by.kind === 'team' ? null : { ...by, kind: by.kind },
    createdAt: grant.createdAt.toISOString(),
  };
}

export const whoIsNamed = (grants: readonly HeldGrant[]) =>
  grants.flatMap((grant) => [grant.principal, grant.createdBy]);
