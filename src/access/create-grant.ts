import type { Actor, EntryDraft, OrganizationId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { isId, newId } from '../platform/id.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { authorize } from './authorize.ts';
import type { AccessParts } from './parts.ts';
import { type AppId, actorOf, type PersonId, type Principal, type Role, type Scope } from './principal.ts';
import { theOrganization } from './resource.ts';
import { selectApp } from './store/apps.ts';
import { type HeldGrant, insertGrant } from './store/grants.ts';
import { selectPerson } from './store/people.ts';

export interface GrantInput {
  readonly principal: PersonId | AppId;
  readonly role: Role;
  readonly scope: Scope;
  /** For people to read; stays beside the ledger, because people write names into reasons. */
  readonly reason?: string | undefined;
}

/**
 * Gives a person or an app a role. Entry `grant.create`. In force from the next request on.
 * @throws Problem `grant.create.forbidden`, `grant.create.held_already`; 404 when there is no such person or app
 */
export async function createGrant(
  parts: AccessParts,
  principal: Principal,
  input: GrantInput,
): Promise<HeldGrant> {
  authorize(principal, 'grant.create', theOrganization);
  const { organization } = principal;
  if (!(await exists(parts, organization, input.principal))) throw notFound();
  const at = parts.clock.now();
  return parts.ledger.record(async (tx) => {
    const given = await grantWithin(tx, { organization, by: actorOf(principal), at, ...input });
    return { entry: given.entry, value: given.grant };
  });
}

/**
 * Gives a role inside a transaction that is under way, for verbs that make something together with the right to it
 * (a new library and its first contributor). The caller authorizes, and returns `entry` among its own entries.
 * @throws Problem `grant.create.held_already`
 */
export async function grantWithin(
  tx: Tx,
  given: GrantInput & { readonly organization: OrganizationId; readonly by: Actor; readonly at: Date },
): Promise<{ readonly grant: HeldGrant; readonly entry: EntryDraft }> {
  const { organization, by, at, principal, role, scope } = given;
  const grant: HeldGrant = {
    id: newId('gra'),
    principal,
    role,
    scope,
    reason: given.reason,
    createdBy: by.id,
    createdAt: at,
  };
  if (!(await insertGrant(tx, organization, grant)))
    throw new Problem({
      code: 'grant.create.held_already',
      status: 409,
      detail: `They hold the role ${role} there already. Nothing needs to be done.`,
    });
  const entry: EntryDraft = {
    organization,
    action: 'grant.create',
    actor: by,
    subject: { kind: 'grant', id: grant.id },
    data: { principal, role, scope: { ...scope } },
  };
  return { grant, entry };
}

async function exists(
  parts: AccessParts,
  organization: OrganizationId,
  id: PersonId | AppId,
): Promise<boolean> {
  if (isId('app', id)) return (await selectApp(parts.reader, organization, id)) !== undefined;
  return isId('per', id) && (await selectPerson(parts.reader, organization, id)) !== undefined;
}
