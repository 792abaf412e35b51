import { type Expression, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import type { AppId, GrantId, LibraryId, PersonId, Principal, Role } from '../principal.ts';
import { scopeOf } from './grants.ts';

/** A key's holder as stored: the caller still compares the secret and looks at the times. */
export interface StoredKey {
  readonly secretSha256: Buffer;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** False when the human behind the key was deactivated. */
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
  principal: Expression<PersonId | AppId>,
) {
  return jsonArrayFrom(
    reader
      .selectFrom('access_grant as held')
      .select(['held.id', 'held.role', 'held.library_id'])
      .where('held.organization_id', '=', organization)
      .where('held.principal_id', '=', principal),
  ).as('grants');
}

const grantsOf = (cells: readonly GrantCells[]) =>
  cells.map((cell) => ({ id: cell.id, role: cell.role, scope: scopeOf(cell.library_id) }));

/** By the key's public prefix, which names its organization: the one query on keys that cannot lead with `organization_id`. */
export async function selectStoredKey(reader: Reader, prefix: string): Promise<StoredKey | undefined> {
  const row = await reader
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
    .select((column) => [
      'key.organization_id',
      'organization.name as organization_name',
      'key.id',
      'key.secret_sha256',
      'key.expires_at',
      'key.revoked_at',
      'key.principal_id',
      'key.scope',
      'human.id as human_id',
      'human.active',
      sql<string>`coalesce(app.display_name, human.display_name)`.as('display_name'),
      grantsColumn(reader, column.ref('key.organization_id'), column.ref('key.principal_id')),
    ])
    .where('key.prefix', '=', prefix)
    .executeTakeFirst();
  if (row === undefined) return undefined;
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
    },
  };
}

/** The active person of a session that has not expired at `now`. */
export async function selectPrincipalOfSession(
  reader: Reader,
  tokenSha256: Buffer,
  now: Date,
): Promise<Principal | undefined> {
  const row = await reader
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
      grantsColumn(reader, column.ref('session.organization_id'), column.ref('session.person_id')),
    ])
    .where('session.token_sha256', '=', tokenSha256)
    .where('session.expires_at', '>', now)
    .where('person.active', '=', true)
    .executeTakeFirst();
  if (row === undefined) return undefined;
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
