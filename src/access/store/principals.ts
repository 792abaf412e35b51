import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import { keepPlan, type Reader } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import type { AppId, KeyId, PersonId, Principal, SessionId } from '../principal.ts';
import { heldColumn, heldOf } from './held.ts';

/** A key's holder as stored: the caller still compares the secret and looks at the times. */
export interface StoredKey {
  readonly secretSha256: Buffer;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** False when the human behind the key was deactivated, or the one behind whoever made it. */
  readonly active: boolean;
  readonly principal: Principal;
}

/** By the keys' public prefixes, which name their organizations: the one query on keys that cannot lead with `organization_id`. */
export async function selectStoredKeys(
  reader: Reader,
  prefixes: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, StoredKey>> {
  const rows = await storedKeys(reader, now)
    .select('key.prefix')
    .where('key.prefix', '=', sql<string>`any(${prefixes}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.prefix, storedKeyOf(row)]));
}

/** As they are now, for those who were let in by them before. */
export async function selectStoredKeysById(
  reader: Reader,
  organization: OrganizationId,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, StoredKey>> {
  const rows = await storedKeys(reader, now)
    .where('key.organization_id', '=', organization)
    .where('key.id', '=', sql<KeyId>`any(${ids}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, storedKeyOf(row)]));
}

/** Somebody else made it: its own maker, and `setup`, narrow nothing. */
const maker = sql<PersonId | AppId | null>`nullif(nullif(key.created_by, key.principal_id), 'setup')`;

/** Keys belong to people and apps; the view of who holds what knows teams too. */
const holder = sql<PersonId | AppId>`key.principal_id`;

function storedKeys(reader: Reader, now: Date) {
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
      heldColumn(reader, column.ref('key.organization_id'), maker, now).as('maker_grants'),
      'key.secret_sha256',
      'key.expires_at',
      'key.revoked_at',
      'key.principal_id',
      'key.scope',
      'human.id as human_id',
      sql<string>`coalesce(app.display_name, human.display_name)`.as('display_name'),
      heldColumn(reader, column.ref('key.organization_id'), holder, now).as('grants'),
    ])
    .modifyEnd(keepPlan);
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
      grants: row.grants.map(heldOf),
      keyScope: row.scope ?? undefined,
      maker: row.maker_id === null ? undefined : { id: row.maker_id, grants: row.maker_grants.map(heldOf) },
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
      heldColumn(reader, column.ref('session.organization_id'), column.ref('session.person_id'), now).as(
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
    grants: row.grants.map(heldOf),
    keyScope: undefined,
  };
}
