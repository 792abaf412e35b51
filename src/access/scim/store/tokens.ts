import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Id } from '../../../platform/id.ts';
import { type ScimToken, shownTokenPrefix } from '../token.ts';

const columns = ['id', 'prefix', 'created_at', 'expires_at', 'revoked_at', 'created_by'] as const;

interface TokenRow {
  readonly id: Id<'sct'>;
  readonly prefix: string;
  readonly created_at: Date;
  readonly created_by: string;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

const tokenOf = (row: TokenRow): ScimToken => ({
  id: row.id,
  prefix: shownTokenPrefix(row.prefix),
  createdAt: row.created_at,
  createdBy: row.created_by,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});

/** Newest first. */
export async function selectTokens(reader: Reader, organization: OrganizationId): Promise<ScimToken[]> {
  const rows = await reader
    .selectFrom('access_scim_token')
    .select(columns)
    .where('organization_id', '=', organization)
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows.map(tokenOf);
}

/** By its public prefix, which names its organization: this query cannot lead with `organization_id`. */
export async function selectStoredToken(reader: Reader, prefix: string) {
  const row = await reader
    .selectFrom('access_scim_token')
    .select([...columns, 'organization_id', 'secret_sha256'])
    .where('prefix', '=', prefix)
    .executeTakeFirst();
  return row && { organization: row.organization_id, secretSha256: row.secret_sha256, token: tokenOf(row) };
}

export async function insertToken(
  tx: Tx,
  organization: OrganizationId,
  token: ScimToken,
  kept: { readonly prefix: string; readonly secretSha256: Buffer },
): Promise<void> {
  await tx
    .insertInto('access_scim_token')
    .values({
      organization_id: organization,
      id: token.id,
      prefix: kept.prefix,
      secret_sha256: kept.secretSha256,
      created_by: token.createdBy,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      revoked_at: null,
    })
    .execute();
}

/** @returns false when it was revoked before, or there is none */
export async function updateTokenRevoked(
  tx: Tx,
  organization: OrganizationId,
  id: Id<'sct'>,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_scim_token')
    .set({ revoked_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Lets a token that is good end at a time. @returns false when it is not good */
export async function updateTokenEnds(
  tx: Tx,
  organization: OrganizationId,
  id: Id<'sct'>,
  { now, end }: { readonly now: Date; readonly end: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_scim_token')
    .set({ expires_at: end })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
