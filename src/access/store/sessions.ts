import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PersonId, SessionId } from '../principal.ts';
import type { Session } from '../session.ts';

interface SessionRow {
  readonly organization_id: OrganizationId;
  readonly id: SessionId;
  readonly person_id: PersonId;
  readonly expires_at: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly authenticated_at: Date;
}

const columns = [
  'organization_id',
  'id',
  'person_id',
  'expires_at',
  'created_at',
  'updated_at',
  'authenticated_at',
] as const;

const sessionOf = (row: SessionRow): Session => ({
  organization: row.organization_id,
  id: row.id,
  person: row.person_id,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  authenticatedAt: row.authenticated_at,
});

/** By the hash of its token, which names its organization: this query cannot lead with `organization_id`. */
export async function selectSession(reader: Reader, tokenSha256: Buffer): Promise<Session | undefined> {
  const row = await reader
    .selectFrom('access_session')
    .select(columns)
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirst();
  return row && sessionOf(row);
}

export async function insertSession(tx: Tx, session: Session, tokenSha256: Buffer): Promise<void> {
  await tx
    .insertInto('access_session')
    .values({
      organization_id: session.organization,
      id: session.id,
      person_id: session.person,
      token_sha256: tokenSha256,
      expires_at: session.expiresAt,
      created_at: session.createdAt,
      updated_at: session.updatedAt,
      authenticated_at: session.authenticatedAt,
    })
    .execute();
}

/** @returns the session as it is now, or undefined when it is gone */
export async function updateSessionExpiry(
  tx: Tx,
  session: Session,
  expiresAt: Date,
  at: Date,
): Promise<Session | undefined> {
  const row = await tx
    .updateTable('access_session')
    .set({ expires_at: expiresAt, updated_at: at })
    .where('organization_id', '=', session.organization)
    .where('id', '=', session.id)
    .returning(columns)
    .executeTakeFirst();
  return row && sessionOf(row);
}

/** The person of a session has proved who they are, at this time. @returns false when the session is gone */
export async function updateSessionAuthenticated(tx: Tx, session: Session, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_session')
    .set({ authenticated_at: at })
    .where('organization_id', '=', session.organization)
    .where('id', '=', session.id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** As `updateSessionAuthenticated`, by id. */
export async function updateSessionAuthenticatedById(
  tx: Tx,
  organization: OrganizationId,
  id: string,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_session')
    .set({ authenticated_at: at })
    .where('organization_id', '=', organization)
    .where((where) => where(where.cast<string>('id', 'text'), '=', id))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns false when it was gone already */
export async function deleteSession(tx: Tx, session: Session): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_session')
    .where('organization_id', '=', session.organization)
    .where('id', '=', session.id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** @returns how many sessions ended */
export async function deleteSessionsOf(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_session')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** A person as authentication needs them: the one query by e-mail address, which cannot lead with `organization_id`. */
export interface SignInPerson {
  readonly organization_id: OrganizationId;
  readonly id: PersonId;
  readonly display_name: string;
  readonly email: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export async function selectActivePerson(
  reader: Reader,
  by: 'email' | 'id',
  value: string,
): Promise<SignInPerson | undefined> {
  return reader
    .selectFrom('access_person')
    .select(['organization_id', 'id', 'display_name', 'email', 'created_at', 'updated_at'])
    .where((where) => where(where.cast<string>(by, 'text'), '=', value))
    .where('active', '=', true)
    .executeTakeFirst();
}

/** The password account of a person. Ids of people are unique in the deployment. */
export async function selectAccount(reader: Reader, person: string) {
  return reader
    .selectFrom('access_account')
    .select(['id', 'person_id', 'password_hash', 'created_at', 'updated_at'])
    .where((where) => where(where.cast<string>('person_id', 'text'), '=', person))
    .executeTakeFirst();
}
