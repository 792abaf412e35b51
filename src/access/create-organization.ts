import type { Actor, OrganizationId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import { type PersonInput, personWithin, preparePerson } from './create-person.ts';
import { assertOrganizationName, type Organization } from './organization.ts';
import type { AccessParts } from './parts.ts';
import type { Person } from './person.ts';
import { insertOrganization } from './store/organizations.ts';

export interface OrganizationInput {
  readonly name: string;
  readonly displayName: string;
  /** The first person, who can do the rest. */
  readonly admin: Omit<PersonInput, 'role'>;
}

/** Setup acts before anybody exists who could: its entries say so. */
export const setupActor: Actor = { kind: 'system', id: 'setup', credential: { kind: 'setup', id: 'setup' } };

/**
 * Makes an organization, its log and its first admin, all in one transaction. For setup and the demo: no route leads here.
 * Entries `organization.create`, `person.create`, `grant.create`: the first leaves of the new log.
 * @param within what must happen in the same transaction
 * @throws Problem `organization.create.invalid_name`, `organization.create.name_taken`, and those of a person
 */
export async function createOrganization(
  parts: AccessParts,
  input: OrganizationInput,
  within?: (tx: Tx, organization: OrganizationId) => Promise<void>,
): Promise<{ readonly organization: Organization; readonly admin: Person }> {
  assertOrganizationName(input.name);
  const prepared = await preparePerson({ ...input.admin, role: 'admin' });
  const at = parts.clock.now();
  const organization: Organization = { id: newId('org'), name: input.name, displayName: input.displayName };
  return parts.ledger.record(async (tx) => {
    if (!(await insertOrganization(tx, organization, at)))
      throw new Problem({
        code: 'organization.create.name_taken',
        status: 409,
        detail: `There is an organization named ${input.name} already. Choose another name.`,
      });
    await parts.ledger.createLog(tx, organization.id);
    await within?.(tx, organization.id);
    const { person, entries } = await personWithin(tx, {
      organization: organization.id,
      by: setupActor,
      at,
      prepared,
    });
    const made = {
      organization: organization.id,
      action: 'organization.create',
      actor: setupActor,
      subject: { kind: 'organization', id: organization.id },
      data: { name: organization.name },
    };
    return { entry: [made, ...entries], value: { organization, admin: person } };
  });
}
