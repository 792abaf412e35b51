import { randomBytes } from 'node:crypto';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';
import { sha256 } from '../key.ts';

/** A bearer token of provisioning, as it is listed. */
export interface ScimToken {
  readonly id: Id<'sct'>;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Whose directory is speaking. */
export interface Directory {
  readonly organization: OrganizationId;
  readonly token: Id<'sct'>;
}

/** `cs_scim_` + 12 characters that find the token + `_` + 256 bits that prove it. No key: it opens provisioning and nothing else. */
const pattern = /^cs_scim_([0-9a-hjkmnp-tv-z]{12})_([A-Za-z0-9_-]{43})$/;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export function parseToken(
  text: string,
): { readonly prefix: string; readonly secretSha256: Buffer } | undefined {
  const [, prefix, secret] = pattern.exec(text) ?? [];
  return prefix === undefined || secret === undefined ? undefined : { prefix, secretSha256: sha256(secret) };
}

/** A new random token: the whole text, shown once, and what is kept of it. */
export function newToken() {
  const prefix = [...randomBytes(12)].map((byte) => alphabet.charAt(byte % 32)).join('');
  const secret = randomBytes(32).toString('base64url');
  return { prefix, secretSha256: sha256(secret), text: `cs_scim_${prefix}_${secret}` };
}

export function shownTokenPrefix(prefix: string): string {
  return `cs_scim_${prefix}`;
}

export function isGood({ expiresAt, revokedAt }: ScimToken, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}
