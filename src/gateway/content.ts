import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { invariant } from '../platform/invariant.ts';

export type PayloadKind = 'input' | 'output';

/** Content at rest. The salt of its commitment lies inside, so that erasing the key leaves nothing to guess against. */
export interface SealedPayload {
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** `sha256:` and the hex of SHA-256(salt ‖ UTF-8 text): what the entry holds. */
  readonly commitment: string;
}

const saltLength = 32;
const tagLength = 16;

/** A new key for one execution's content. It seals two payloads, each under a nonce of its own. */
export function newContentKey(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}

/**
 * Seals text with AES-256-GCM, bound to its place (organization, execution, kind).
 * Plain text: salt (32 bytes) ‖ UTF-8. Sealed: ciphertext ‖ tag (16 bytes).
 */
export function seal(key: Uint8Array, place: string, text: string): SealedPayload {
  const nonce = randomBytes(12);
  const salted = Buffer.concat([randomBytes(saltLength), Buffer.from(text, 'utf8')]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  return {
    nonce: new Uint8Array(nonce),
    ciphertext: new Uint8Array(Buffer.concat([cipher.update(salted), cipher.final(), cipher.getAuthTag()])),
    commitment: commitmentOf(salted),
  };
}

/** Opens what `seal` made. Throws when the key, the place or a byte is another. */
export function open(
  key: Uint8Array,
  place: string,
  sealed: { readonly nonce: Uint8Array; readonly ciphertext: Uint8Array },
): { text: string; commitment: string } {
  const { nonce, ciphertext } = sealed;
  invariant(ciphertext.length >= saltLength + tagLength, 'a sealed payload holds a salt and a tag');
  const end = ciphertext.length - tagLength;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(Buffer.from(place))
    .setAuthTag(ciphertext.subarray(end));
  const salted = Buffer.concat([decipher.update(ciphertext.subarray(0, end)), decipher.final()]);
  return { text: salted.subarray(saltLength).toString('utf8'), commitment: commitmentOf(salted) };
}

export function payloadPlace(organization: string, execution: string, kind: PayloadKind): string {
  return `gateway_payload/${organization}/${execution}/${kind}`;
}

/** Where the wrapped key of an execution's content is stored. */
export function contentKeyPlace(organization: string, execution: string): string {
  return `gateway_payload/${organization}/${execution}`;
}

function commitmentOf(salted: Uint8Array): string {
  return `sha256:${createHash('sha256').update(salted).digest('hex')}`;
}
