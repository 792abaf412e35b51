import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Person } from '../../person.ts';
import type { PersonId } from '../../principal.ts';
import type { ConnectionId } from '../connection.ts';

const personColumns = [
  'person.id',
  'person.display_name as displayName',
  'person.email',
  'person.active',
  'person.created_at as createdAt',
] as const;

/** Whom a connection means by a subject. */
export function selectPersonOfIdentity(
  reader: Reader,
  organization: OrganizationId,
  connection: ConnectionId,
  subject: string,
): Promise<Person | undefined> {
  return reader
    .selectFrom('access_identity as identity')
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'identity.organization_id')
        .onRef('person.id', '=', 'identity.person_id'),
    )
    .select(personColumns)
    .where('identity.organization_id', '=', organization)
    .where('identity.connection_id', '=', connection)
    .where('identity.subject', '=', subject)
    .executeTakeFirst();
}

/** Somebody of the organization by address, active or not. */
export function selectPersonByEmail(
  reader: Reader,
  organization: OrganizationId,
  email: string,
): Promise<Person | undefined> {
  return reader
    .selectFrom('access_person as person')
    .select(personColumns)
    .where('person.organization_id', '=', organization)
    .where('person.email', '=', email)
    .executeTakeFirst();
}

/** The identity providers, switched on, that know a person. */
export function selectConnectionsOf(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<{ readonly id: ConnectionId; readonly displayName: string }[]> {
  return reader
    .selectFrom('access_identity as identity')
    .innerJoin('access_sso_connection as connection', (join) =>
      join
        .onRef('connection.organization_id', '=', 'identity.organization_id')
        .onRef('connection.id', '=', 'identity.connection_id'),
    )
    .select(['connection.id', 'connection.display_name as displayName'])
    .where('identity.organization_id', '=', organization)
    .where('identity.person_id', '=', person)
    .where('connection.active', '=', true)
    .orderBy('connection.id')
    .execute();
}

/** Whether a person is already somebody else of this connection: one person is one subject. */
export async function hasIdentity(
  reader: Reader,
  organization: OrganizationId,
  connection: ConnectionId,
  person: PersonId,
): Promise<boolean> {
  const row = await reader
    .selectFrom('access_identity')
    .select('subject')
    .where('organization_id', '=', organization)
    .where('connection_id', '=', connection)
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertIdentity(
  tx: Tx,
  organization: OrganizationId,
  identity: {
    readonly connection: ConnectionId;
    readonly subject: string;
    readonly person: PersonId;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('access_identity')
    .values({
      organization_id: organization,
      connection_id: identity.connection,
      subject: identity.subject,
      person_id: identity.person,
      linked_at: identity.at,
    })
    .execute();
}

/** Uses up an answer of SAML, and forgets those that have expired. @returns false when it was used before */
export async function insertAssertion(
  tx: Tx,
  organization: OrganizationId,
  used: {
    readonly connection: ConnectionId;
    readonly id: string;
    readonly expiresAt: Date;
    readonly now: Date;
  },
): Promise<boolean> {
  await tx
    .deleteFrom('access_saml_assertion')
    .where('organization_id', '=', organization)
    .where('connection_id', '=', used.connection)
    .where('expires_at', '<', used.now)
    .execute();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_saml_assertion')
    .values({
      organization_id: organization,
      connection_id: used.connection,
      assertion_id: used.id,
      expires_at: used.expiresAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'connection_id', 'assertion_id']).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
