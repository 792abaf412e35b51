import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AppId, KeyId, KeyScope, PersonId } from './principal.ts';

/** A key as it is listed: everything but its secret, which nobody can read again. */
export interface Key {
  readonly id: KeyId;
  /** The public part, by which people tell keys apart: `cs_live_…` without the secret. */
  readonly prefix: string;
  readonly displayName: string;
  readonly principal: PersonId | AppId;
  readonly scope: KeyScope | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

/** `cs_live_` + 12 characters that find the key + `_` + 256 bits that prove it, in base64url. */
const pattern = /^cs_live_([0-9a-hjkmnp-tv-z]{12})_([A-Za-z0-9_-]{43})$/;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export interface KeyParts {
  /** The 12 characters. */
  readonly prefix: string;
  readonly secretSha256: Buffer;
}

/** Takes a key apart, or undefined when it has not the form of one. */
export function parseKey(text: string): KeyParts | undefined {
  const [, prefix, secret] = pattern.exec(text) ?? [];
  if (prefix === undefined || secret === undefined) return undefined;
  return { prefix, secretSha256: sha256(secret) };
}

/** A new random key: the whole text, shown once, and what is kept of it. */
export function newKey(): KeyParts & { readonly text: string } {
  const prefix = [...randomBytes(12)].map((byte) => alphabet.charAt(byte % 32)).join('');
  const secret = randomBytes(32).toString('base64url');
  return { prefix, secretSha256: sha256(secret), text: `cs_live_${prefix}_${secret}` };
}

/** How a stored prefix is shown. */
export function shownPrefix(prefix: string): string {
  return `cs_live_${prefix}`;
}

const nobody = Buffer.alloc(32);

/** Constant time, also when there is no such key (attack AT-43): then it compares with 32 zero bytes, which no secret hashes to. */
export function isSecret(given: Buffer, stored: Buffer | undefined): boolean {
  return timingSafeEqual(given, stored ?? nobody) && stored !== undefined;
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
