import { type Expression, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import type { AppId, GrantId, KeyId, LibraryId, PersonId, Principal, Role, SessionId } from '../principal.ts';
import { scopeOf } from './grants.ts';

/** A key's holder as stored: the caller still compares the secret and looks at the times. */
export interface StoredKey {
  readonly secretSha256: Buffer;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** False when the human behind the key was deactivated, or the one behind whoever made it. */
  readonly active: boolean;
  readonly principal: Principal;
}

interface GrantCells {
  readonly id: GrantId;
  readonly role: Role;
  readonly library_id: LibraryId | null;
}

/** Grants in force of one principal, as a JSON column: so that a principal is one query. */
function grantsColumn(
  reader: Reader,
  organization: Expression<OrganizationId>,
  principal: Expression<PersonId | AppId | null>,
) {
  return jsonArrayFrom(
    reader
      .selectFrom('access_grant as held')
      .select(['held.id', 'held.role', 'held.library_id'])
      .where('held.organization_id', '=', organization)
      .where('held.principal_id', '=', principal),
  );
}

const grantsOf = (cells: readonly GrantCells[]) =>
  cells.map((cell) => ({ id: cell.id, role: cell.role, scope: scopeOf(cell.library_id) }));

/** By the key's public prefix, which names its organization: the one query on keys that cannot lead with `organization_id`. */
export async function selectStoredKey(reader: Reader, prefix: string): Promise<StoredKey | undefined> {
  const row = await storedKeys(reader).where('key.prefix', '=', prefix).executeTakeFirst();
  return row && storedKeyOf(row);
}

/** As it is now, for whoever was let in by it before. */
export async function selectStoredKeyById(
  reader: Reader,
  organization: OrganizationId,
  id: KeyId,
): Promise<StoredKey | undefined> {
  const row = await storedKeys(reader)
    .where('key.organization_id', '=', organization)
    .where('key.id', '=', id)
    .executeTakeFirst();
  return row && storedKeyOf(row);
}

/** Somebody else made it: its own maker, and `setup`, narrow nothing. */
const maker = sql<PersonId | AppId | null>`nullif(nullif(key.created_by, key.principal_id), 'setup')`;

function storedKeys(reader: Reader) {
  return reader
    .selectFrom('access_key as key')
    .innerJoin('access_organization as organization', 'organization.organization_id', 'key.organization_id')
    .leftJoin('access_app as app', (join) =>
      join.onRef('app.organization_id', '=', 'key.organization_id').onRef('app.id', '=', 'key.principal_id'),
    )
    .innerJoin('access_person as human', (join) =>
      join
        .onRef('human.organization_id', '=', 'key.organization_id')
        .on('human.id', '=', sql<PersonId>`coalesce(app.owner_id, key.principal_id)`),
    )
    .leftJoin('access_app as maker_app', (join) =>
      join
        .onRef('maker_app.organization_id', '=', 'key.organization_id')
        .on('maker_app.id', '=', sql<AppId>`${maker}`),
    )
    .leftJoin('access_person as maker_human', (join) =>
      join
        .onRef('maker_human.organization_id', '=', 'key.organization_id')
        .on('maker_human.id', '=', sql<PersonId>`coalesce(maker_app.owner_id, ${maker})`),
    )
    .select((column) => [
      'key.organization_id',
      'organization.name as organization_name',
      'key.id',
      maker.as('maker_id'),
      sql<boolean>`(human.active and (${maker} is null or coalesce(maker_human.active, false)))`.as('active'),
      grantsColumn(reader, column.ref('key.organization_id'), maker).as('maker_grants'),
      'key.secret_sha256',
      'key.expires_at',
      'key.revoked_at',
      'key.principal_id',
      'key.scope',
      'human.id as human_id',
      sql<string>`coalesce(app.display_name, human.display_name)`.as('display_name'),
      grantsColumn(reader, column.ref('key.organization_id'), column.ref('key.principal_id')).as('grants'),
    ]);
}

type KeyRow = NonNullable<Awaited<ReturnType<ReturnType<typeof storedKeys>['executeTakeFirst']>>>;

function storedKeyOf(row: KeyRow): StoredKey {
  return {
    secretSha256: row.secret_sha256,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    active: row.active,
    principal: {
      organization: row.organization_id,
      organizationName: row.organization_name,
      kind: isId('app', row.principal_id) ? 'app' : 'person',
      id: row.principal_id,
      displayName: row.display_name,
      human: row.human_id,
      credential: { kind: 'key', id: row.id },
      authenticatedAt: null,
      grants: grantsOf(row.grants),
      keyScope: row.scope ?? undefined,
      maker: row.maker_id === null ? undefined : { id: row.maker_id, grants: grantsOf(row.maker_grants) },
    },
  };
}

/** The active person of a session that has not expired at `now`. */
export async function selectPrincipalOfSession(
  reader: Reader,
  tokenSha256: Buffer,
  now: Date,
): Promise<Principal | undefined> {
  const row = await liveSessions(reader, now)
    .where('session.token_sha256', '=', tokenSha256)
    .executeTakeFirst();
  return row && principalOf(row);
}

/** As it is now, for whoever was let in by it before. */
export async function selectPrincipalOfSessionById(
  reader: Reader,
  organization: OrganizationId,
  id: SessionId,
  now: Date,
): Promise<Principal | undefined> {
  const row = await liveSessions(reader, now)
    .where('session.organization_id', '=', organization)
    .where('session.id', '=', id)
    .executeTakeFirst();
  return row && principalOf(row);
}

function liveSessions(reader: Reader, now: Date) {
  return reader
    .selectFrom('access_session as session')
    .innerJoin(
      'access_organization as organization',
      'organization.organization_id',
      'session.organization_id',
    )
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'session.organization_id')
        .onRef('person.id', '=', 'session.person_id'),
    )
    .select((column) => [
      'session.organization_id',
      'organization.name as organization_name',
      'session.id',
      'session.person_id',
      'session.authenticated_at',
      'person.display_name',
      grantsColumn(reader, column.ref('session.organization_id'), column.ref('session.person_id')).as(
        'grants',
      ),
    ])
    .where('session.expires_at', '>', now)
    .where('person.active', '=', true);
}

type SessionRow = NonNullable<Awaited<ReturnType<ReturnType<typeof liveSessions>['executeTakeFirst']>>>;

function principalOf(row: SessionRow): Principal {
  return {
    organization: row.organization_id,
    organizationName: row.organization_name,
    kind: 'person',
    id: row.person_id,
    displayName: row.display_name,
    human: row.person_id,
    credential: { kind: 'session', id: row.id },
    authenticatedAt: row.authenticated_at,
    grants: grantsOf(row.grants),
    keyScope: undefined,
  };
}
