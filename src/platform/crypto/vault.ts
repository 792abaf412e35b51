import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { invariant } from '../invariant.ts';
import { Problem } from '../problem.ts';

/** Wraps small secrets (keys, credentials) with the master key, each bound to the place where it is stored. */
export interface Vault {
  /** `context` names the place, e.g. `ledger_key/org_…/1a2b3c4d`; the same text must be given to unwrap. */
  wrap(plain: Uint8Array, context: string): Uint8Array;
  /** @throws Problem `vault.cannot_unwrap`: another master key, another context, or an altered byte. */
  unwrap(wrapped: Uint8Array, context: string): Uint8Array;
  /** The same secret under the current master key, or undefined when it is already. @throws Problem as `unwrap` */
  rewrap(wrapped: Uint8Array, context: string): Uint8Array | undefined;
  /** Tells master keys apart, and nothing else about them. */
  readonly fingerprint: string;
  /** A secret of its own for one purpose (signing session cookies, say): the same master key and purpose give the same 43 characters. */
  secret(purpose: string): string;
}

/*
 * version (1) ‖ salt (16) ‖ nonce (12) ‖ ciphertext ‖ tag (16). AES-256-GCM under a key of its own for each wrap,
 * HKDF-SHA-256(master key, salt). Random 96-bit nonces under one key are good for 2^32 messages (NIST SP 800-38D §8.3),
 * which a busy gateway reaches within months; a new salt long before takes that limit away.
 */
const version = 1;
const saltEnd = 17;
const nonceEnd = 29;
const tagLength = 16;
/** Wraps under one salt, of the 2^32 that would be safe. Deriving a key costs as much as the rest of a wrap. */
const wrapsPerSalt = 65_536;

/** @param previous master keys that still open what was wrapped with them; nothing is wrapped with them any more */
export function createVault(masterKey: Uint8Array, previous: readonly Uint8Array[] = []): Vault {
  for (const key of [masterKey, ...previous]) invariant(key.length === 32, 'a master key has 32 bytes');
  const nextKey = keysInTurn(masterKey);
  const wrap = (plain: Uint8Array, context: string): Uint8Array => {
    const { salt, key } = nextKey();
    const nonce = randomBytes(nonceEnd - saltEnd);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    const sealed = [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
    return new Uint8Array(Buffer.concat([Uint8Array.of(version), salt, nonce, ...sealed]));
  };
  return {
    wrap,
    secret: (purpose) =>
      Buffer.from(hkdfSync('sha256', masterKey, '', `countersign/secret/1/${purpose}`, 32)).toString(
        'base64url',
      ),
    unwrap: (wrapped, context) => openWithAny([masterKey, ...previous], wrapped, context).plain,
    rewrap: (wrapped, context) => {
      const { key, plain } = openWithAny([masterKey, ...previous], wrapped, context);
      return key === masterKey ? undefined : wrap(plain, context);
    },
    fingerprint: createHash('sha256')
      .update('countersign/master-key/1')
      .update(masterKey)
      .digest('hex')
      .slice(0, 16),
  };
}

/** A salt and its key, again and again until they have been used often enough. */
function keysInTurn(masterKey: Uint8Array): () => { readonly salt: Uint8Array; readonly key: KeyObject } {
  let left = 0;
  let current: ReturnType<typeof make>;
  const make = () => {
    const salt = randomBytes(saltEnd - 1);
    return { salt, key: createSecretKey(keyOf(masterKey, salt)) };
  };
  return () => {
    if (left === 0) {
      current = make();
      left = wrapsPerSalt;
    }
    left -= 1;
    return current;
  };
}

const keyOf = (masterKey: Uint8Array, salt: Uint8Array) =>
  new Uint8Array(hkdfSync('sha256', masterKey, salt, 'countersign/wrap/1', 32));

function openWithAny(
  keys: readonly Uint8Array[],
  wrapped: Uint8Array,
  context: string,
): { key: Uint8Array; plain: Uint8Array } {
  let cause: unknown;
  for (const key of keys)
    try {
      return { key, plain: openWith(key, wrapped, context) };
    } catch (error) {
      cause ??= error;
    }
  throw new Problem({
    code: 'vault.cannot_unwrap',
    status: 503,
    detail: `A stored secret cannot be opened with this master key. Start with the master key that the data was made with.`,
    cause,
  });
}

function openWith(masterKey: Uint8Array, wrapped: Uint8Array, context: string): Uint8Array {
  if (wrapped[0] !== version || wrapped.length < nonceEnd + tagLength)
    throw new RangeError('not a wrapped secret');
  const bodyEnd = wrapped.length - tagLength;
  const key = keyOf(masterKey, wrapped.slice(1, saltEnd));
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.slice(saltEnd, nonceEnd))
    .setAAD(Buffer.from(context))
    .setAuthTag(wrapped.slice(bodyEnd));
  return new Uint8Array(Buffer.concat([decipher.update(wrapped.slice(nonceEnd, bodyEnd)), decipher.final()]));
}
