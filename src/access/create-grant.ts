import type { Actor, EntryDraft, OrganizationId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { isId, newId } from '../platform/id.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { authorize } from './authorize.ts';
import { asHeld, refuseWiderThanOwn } from './hand-out.ts';
import type { AccessParts, LibraryDirectory } from './parts.ts';
import { actorOf, type Grantee, type Principal, type Scope } from './principal.ts';
import { theOrganization } from './resource.ts';
import { noSuchRole } from './roles/find.ts';
import { isBuiltIn } from './roles/role.ts';
import { selectApp } from './store/apps.ts';
import { deleteEndedGrant, type HeldGrant, insertGrant } from './store/grants.ts';
import { selectPerson } from './store/people.ts';
import { lockRole } from './store/roles.ts';
import { selectTeam } from './store/teams.ts';

export interface GrantInput {
  readonly principal: Grantee;
  /** A built-in role, or the name of a custom one. */
  readonly role: string;
  readonly scope: Scope;
  /** From this moment on it gives nothing. */
  readonly endsAt?: Date | undefined;
  /** For people to read; stays beside the ledger, because people write names into reasons. */
  readonly reason?: string | undefined;
}

/**
 * Gives a person, an app or a team a role. Entry `grant.create`. In force from the next request on.
 * @param libraries to tell whether a principal who is no admin hands out more than it holds
 * @throws Problem `grant.create.forbidden`, `grant.create.held_already`, `grant.create.ends_in_past`,
 *   `grant.create.wider_than_own`; 404 when there is no such person, app or team
 */
export async function createGrant(
  parts: AccessParts,
  principal: Principal,
  input: GrantInput,
  libraries?: Pick<LibraryDirectory, 'byId'>,
): Promise<HeldGrant> {
  authorize(principal, 'grant.create', theOrganization);
  const { organization } = principal;
  if (!(await exists(parts, organization, input.principal))) throw notFound();
  const at = parts.clock.now();
  if (input.endsAt !== undefined && input.endsAt <= at)
    throw new Problem({
      code: 'grant.create.ends_in_past',
      status: 400,
      detail: 'The grant would have ended already. Give a later endsAt, or none.',
    });
  const held = await asHeld(parts, principal, input);
  await refuseWiderThanOwn(principal, 'grant.create', [held], libraries);
  return parts.ledger.record(async (tx) => {
    const given = await grantWithin(tx, { organization, by: actorOf(principal), at, ...input });
    return { entry: given.entry, value: given.grant };
  });
}

/**
 * Gives a role inside a transaction that is under way, for verbs that make something together with the right to it
 * (a new library and its first contributor). The caller authorizes, and returns `entry` among its own entries.
 * @throws Problem `grant.create.held_already`; `request.invalid` when there is no such role
 */
export async function grantWithin(
  tx: Tx,
  given: GrantInput & { readonly organization: OrganizationId; readonly by: Actor; readonly at: Date },
): Promise<{ readonly grant: HeldGrant; readonly entry: EntryDraft }> {
  const { organization, by, at, principal, role, scope, endsAt } = given;
  const custom = isBuiltIn(role) ? undefined : await lockRole(tx, organization, role);
  if (custom === undefined && !isBuiltIn(role)) throw noSuchRole(role);
  const grant: HeldGrant = {
    id: newId('gra'),
    principal,
    role,
    scope,
    permissions: custom?.permissions,
    reason: given.reason,
    createdBy: by.id,
    createdAt: at,
    ...(endsAt === undefined ? {} : { endsAt }),
  };
  const ended = await deleteEndedGrant(tx, organization, grant, at);
  if (!(await insertGrant(tx, organization, grant)))
    throw new Problem({
      code: 'grant.create.held_already',
      status: 409,
      detail: `They hold the role ${role} there already. To give it for another time, revoke that grant first.`,
    });
  const entry: EntryDraft = {
    organization,
    action: 'grant.create',
    actor: by,
    subject: { kind: 'grant', id: grant.id },
    data: {
      principal,
      role,
      scope: { ...scope },
      ...(endsAt === undefined ? {} : { endsAt: endsAt.toISOString() }),
      ...(ended === undefined ? {} : { insteadOf: ended }),
    },
  };
  return { grant, entry };
}

async function exists(parts: AccessParts, organization: OrganizationId, id: Grantee): Promise<boolean> {
  const { reader } = parts;
  if (isId('app', id)) return (await selectApp(reader, organization, id)) !== undefined;
  if (isId('tea', id)) return (await selectTeam(reader, organization, { id })) !== undefined;
  return isId('per', id) && (await selectPerson(reader, organization, id)) !== undefined;
}
