import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PersonId, SessionId } from '../principal.ts';
import type { Session } from '../session.ts';
import type { SignInMethod } from '../sign-in/method.ts';

interface SessionRow {
  readonly organization_id: OrganizationId;
  readonly id: SessionId;
  readonly person_id: PersonId;
  readonly expires_at: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly authenticated_at: Date;
  readonly method: SignInMethod;
  readonly user_agent: string | null;
}

const columns = [
  'organization_id',
  'id',
  'person_id',
  'expires_at',
  'created_at',
  'updated_at',
  'authenticated_at',
  'method',
  'user_agent',
] as const;

const sessionOf = (row: SessionRow): Session => ({
  organization: row.organization_id,
  id: row.id,
  person: row.person_id,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  authenticatedAt: row.authenticated_at,
  method: row.method,
  userAgent: row.user_agent,
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
      method: session.method,
      user_agent: session.userAgent,
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

/** Ends sessions of a person: all of them, but the one that is kept. @returns those that ended */
export async function deleteSessionsOf(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  kept?: string,
): Promise<SessionId[]> {
  let query = tx
    .deleteFrom('access_session')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person);
  if (kept !== undefined) query = query.where((where) => where(where.cast<string>('id', 'text'), '!=', kept));
  return (await query.returning('id').execute()).map(({ id }) => id);
}

/** Ends the sessions of an organization that began with a password alone. @returns how many */
export async function deletePasswordSessions(tx: Tx, organization: OrganizationId): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_session')
    .where('organization_id', '=', organization)
    .where('method', '=', 'password')
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Newest first, of one person or of everybody. */
export async function selectSessions(
  reader: Reader,
  organization: OrganizationId,
  now: Date,
  page: {
    readonly person?: PersonId | undefined;
    readonly before?: SessionId | undefined;
    readonly limit: number;
  },
): Promise<Session[]> {
  let query = reader
    .selectFrom('access_session')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('expires_at', '>', now);
  if (page.person !== undefined) query = query.where('person_id', '=', page.person);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(sessionOf);
}

export async function selectSessionById(
  reader: Reader,
  organization: OrganizationId,
  id: SessionId,
): Promise<Session | undefined> {
  const row = await reader
    .selectFrom('access_session')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && sessionOf(row);
}

/** A person as the session library needs them: by id, which is unique in the deployment, so that this cannot lead with `organization_id`. */
export async function selectActivePerson(reader: Reader, id: string) {
  return reader
    .selectFrom('access_person')
    .select(['id', 'display_name', 'email', 'created_at', 'updated_at'])
    .where((where) => where(where.cast<string>('id', 'text'), '=', id))
    .where('active', '=', true)
    .executeTakeFirst();
}
