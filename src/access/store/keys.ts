import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { type Key, type KeyParts, shownPrefix } from '../key.ts';
import type { AppId, KeyId, KeyScope, PersonId } from '../principal.ts';

interface KeyRow {
  readonly id: KeyId;
  readonly prefix: string;
  readonly principal_id: PersonId | AppId;
  readonly display_name: string;
  readonly scope: KeyScope | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

const columns = [
  'id',
  'prefix',
  'principal_id',
  'display_name',
  'scope',
  'created_at',
  'expires_at',
  'revoked_at',
] as const;

const keyOf = (row: KeyRow): Key => ({
  id: row.id,
  prefix: shownPrefix(row.prefix),
  displayName: row.display_name,
  principal: row.principal_id,
  scope: row.scope ?? undefined,
  createdAt: row.created_at,
  expiresAt: row.expires_at ?? undefined,
  revokedAt: row.revoked_at ?? undefined,
});

export async function selectKey(
  reader: Reader,
  organization: OrganizationId,
  id: KeyId,
): Promise<Key | undefined> {
  const row = await reader
    .selectFrom('access_key')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && keyOf(row);
}

/** A page of keys, oldest first: all of them, or those of one person and the apps that the person owns. */
export async function selectKeys(
  reader: Reader,
  organization: OrganizationId,
  human: PersonId | undefined,
  page: { readonly after: KeyId | undefined; readonly limit: number },
): Promise<Key[]> {
  let query = reader.selectFrom('access_key').select(columns).where('organization_id', '=', organization);
  if (human !== undefined) {
    const owned = reader
      .selectFrom('access_app')
      .select('id')
      .where('organization_id', '=', organization)
      .where('owner_id', '=', human);
    query = query.where((where) =>
      where.or([where('principal_id', '=', human), where('principal_id', 'in', owned)]),
    );
  }
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  return (await query.orderBy('id').limit(page.limit).execute()).map(keyOf);
}

export async function insertKey(
  tx: Tx,
  organization: OrganizationId,
  key: Omit<Key, 'prefix' | 'revokedAt'> & {
    readonly parts: KeyParts;
    readonly createdBy: string;
    readonly madeWith: KeyId | undefined;
  },
): Promise<void> {
  await tx
    .insertInto('access_key')
    .values({
      organization_id: organization,
      id: key.id,
      prefix: key.parts.prefix,
      secret_sha256: key.parts.secretSha256,
      principal_id: key.principal,
      display_name: key.displayName,
      scope: key.scope === undefined ? null : JSON.stringify(key.scope),
      created_by: key.createdBy,
      created_at: key.createdAt,
      expires_at: key.expiresAt ?? null,
      revoked_at: null,
      made_with: key.madeWith ?? null,
    })
    .execute();
}

/** Lets a key that is good at `now` end at `end`, never later than it would have. @returns false when it is not good */
export async function updateKeyEnds(
  tx: Tx,
  organization: OrganizationId,
  id: KeyId,
  { now, end }: { readonly now: Date; readonly end: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_key')
    .set({ expires_at: end })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Keeps a key from being revoked until this transaction is over. @returns false when it was revoked before */
export async function lockGoodKey(tx: Tx, organization: OrganizationId, id: KeyId): Promise<boolean> {
  const row = await tx
    .selectFrom('access_key')
    .select('id')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** Revokes keys that were made with these and are not revoked yet. @returns which */
export async function updateKeysMadeWithRevoked(
  tx: Tx,
  organization: OrganizationId,
  ids: readonly KeyId[],
  at: Date,
): Promise<{ readonly id: KeyId; readonly holder: PersonId | AppId; readonly madeWith: KeyId | null }[]> {
  return tx
    .updateTable('access_key')
    .set({ revoked_at: at })
    .where('organization_id', '=', organization)
    .where('made_with', 'in', ids)
    .where('revoked_at', 'is', null)
    .returning(['id', 'principal_id as holder', 'made_with as madeWith'])
    .execute();
}

/** @returns false when it was revoked before */
export async function updateKeyRevoked(
  tx: Tx,
  organization: OrganizationId,
  id: KeyId,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_key')
    .set({ revoked_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Revokes every key of one person or app that is not revoked yet. @returns which */
export async function updateKeysOfRevoked(
  tx: Tx,
  organization: OrganizationId,
  holder: PersonId | AppId,
  at: Date,
): Promise<KeyId[]> {
  const rows = await tx
    .updateTable('access_key')
    .set({ revoked_at: at })
    .where('organization_id', '=', organization)
    .where('principal_id', '=', holder)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
