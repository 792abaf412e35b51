import type { Actor, EntryDraft, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import type { Person } from '../person.ts';
import type { PersonId } from '../principal.ts';
import { lockOrganization } from '../store/organizations.ts';
import { insertPerson } from '../store/people.ts';
import { giveByGroups } from './by-groups.ts';
import { domainOf, type Identity } from './identity.ts';
import { entitlementOf } from './mapping.ts';
import { notLetIn, type Refusal } from './refusal.ts';
import type { OwnedConnection } from './store/connections.ts';
import { selectDomain } from './store/domains.ts';
import {
  hasIdentity,
  insertIdentity,
  selectPersonByEmail,
  selectPersonOfIdentity,
} from './store/identities.ts';
import { managedElsewhere } from './store/managed.ts';
import { selectMappings } from './store/mappings.ts';
import { selectSetting } from './store/settings.ts';

/** Who somebody whom an identity provider vouches for is to us. */
export type Meeting =
  | { readonly kind: 'known'; readonly person: Person }
  /** Here already, and from now on also by this provider. */
  | { readonly kind: 'linked'; readonly person: Person }
  | { readonly kind: 'made'; readonly email: string; readonly displayName: string }
  | { readonly kind: 'refused'; readonly why: Refusal };

/**
 * Finds out, and changes nothing. A subject that was seen before is that person, whatever their address is now. An address decides once,
 * and only when its domain is this organization's.
 */
export async function meet(
  reader: Reader,
  connection: OwnedConnection,
  identity: Identity,
): Promise<Meeting> {
  const { organization, id } = connection;
  const refused = (why: Refusal): Meeting => ({ kind: 'refused', why });
  const known = await selectPersonOfIdentity(reader, organization, id, identity.subject);
  if (known !== undefined) return known.active ? { kind: 'known', person: known } : refused('deactivated');
  const { email } = identity;
  if (email === undefined) return refused('no_email');
  if (!identity.emailVerified) return refused('email_not_verified');
  if ((await selectDomain(reader, organization, domainOf(email)))?.counts !== true)
    return refused('foreign_domain');
  const person = await selectPersonByEmail(reader, organization, email);
  if (person?.active === false) return refused('deactivated');
  if (person !== undefined)
    return (await hasIdentity(reader, organization, id, person.id))
      ? refused('another_subject')
      : { kind: 'linked', person };
  const setting = await selectSetting(reader, organization);
  if (!setting.provisioning) return refused('not_provisioned');
  const mappings = await selectMappings(reader, organization);
  const { roles } = entitlementOf(mappings, identity.groups ?? [], setting.defaultRole);
  return roles.size === 0
    ? refused('no_role')
    : { kind: 'made', email, displayName: identity.displayName ?? email };
}

/** Whom single sign-on acts as: the connection, which an admin set up. */
export function connectionActor(connection: Pick<OwnedConnection, 'id'>): Actor {
  return { kind: 'system', id: connection.id };
}

/**
 * Makes or links the person inside a transaction, and gives them what their groups mean. The organization's lock orders two first
 * sign-ins of one person. Entries `person.create`, `identity.link`, and those of grants and teams; none when nothing changes.
 * @throws Problem `session.sso_not_let_in` 403
 */
export async function welcome(
  tx: Tx,
  connection: OwnedConnection,
  identity: Identity,
  at: Date,
): Promise<{ readonly person: PersonId; readonly entries: readonly EntryDraft[] }> {
  const { organization } = connection;
  await lockOrganization(tx, organization);
  const meeting = await meet(tx, connection, identity);
  if (meeting.kind === 'refused') throw notLetIn(meeting.why);
  const by = connectionActor(connection);
  const entries: EntryDraft[] = [];
  const person = meeting.kind === 'made' ? newId('per', at.getTime()) : meeting.person.id;
  if (meeting.kind === 'made') entries.push(await makePerson(tx, organization, person, meeting, by, at));
  if (meeting.kind !== 'known') {
    await insertIdentity(tx, organization, {
      connection: connection.id,
      subject: identity.subject,
      person,
      at,
    });
    const subject = { kind: 'person', id: person };
    entries.push({
      organization,
      action: 'identity.link',
      actor: by,
      subject,
      data: { connection: connection.id },
    });
  }
  if (identity.groups !== undefined && !(await managedElsewhere(tx, organization, person))) {
    const { defaultRole } = await selectSetting(tx, organization);
    const given = { organization, person, groups: identity.groups, defaultRole, by, at };
    entries.push(...(await giveByGroups(tx, given)));
  } else if (meeting.kind === 'made') {
    const { defaultRole } = await selectSetting(tx, organization);
    entries.push(...(await giveByGroups(tx, { organization, person, groups: [], defaultRole, by, at })));
  }
  return { person, entries };
}

async function makePerson(
  tx: Tx,
  organization: OrganizationId,
  id: PersonId,
  made: { readonly email: string; readonly displayName: string },
  by: Actor,
  at: Date,
): Promise<EntryDraft> {
  const { email, displayName } = made;
  // The address may be taken in another organization: the answer must not say where.
  if (!(await insertPerson(tx, organization, { id, email, displayName, active: true, createdAt: at })))
    throw notLetIn('address_taken');
  const subject = { kind: 'person', id };
  return { organization, action: 'person.create', actor: by, subject, data: { signIn: 'single_sign_on' } };
}
