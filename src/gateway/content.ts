import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { invariant } from '../platform/invariant.ts';

export type PayloadKind = 'input' | 'output';
/** How the text was made smaller before it was sealed. */
export type PayloadForm = 'plain' | 'zstd';

/** Content at rest. The salt of its commitment lies inside, so that erasing the key leaves nothing to guess against. */
export interface SealedPayload {
  readonly form: PayloadForm;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** `sha256:` and the hex of SHA-256(salt ‖ UTF-8 text): what the entry holds. */
  readonly commitment: string;
}

/** Content that was opened: with the salt, whoever has the entry can check that this is what was committed to. */
export interface OpenedPayload {
  readonly text: string;
  readonly salt: Uint8Array;
  readonly commitment: string;
}

const saltLength = 32;
const tagLength = 16;
/** Below this, making it smaller costs more than it saves. */
const smallestPacked = 1_024;
/** No payload is larger: requests and replies are bounded before they get here. A bomb that was put in its place goes no further. */
const largestText = 1_073_741_824;
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A new key for one execution's content. It seals two payloads, each under a nonce of its own. */
export function newContentKey(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}

/**
 * Seals text with AES-256-GCM, bound to its place (organization, execution, kind) and its form.
 * Plain text: salt (32 bytes) ‖ UTF-8, as it is or as zstd. Sealed: ciphertext ‖ tag (16 bytes). The commitment is to the text itself.
 */
export function seal(key: Uint8Array, place: string, text: string): SealedPayload {
  const nonce = randomBytes(12);
  const salt = randomBytes(saltLength);
  const utf8 = Buffer.from(text, 'utf8');
  const form = utf8.length < smallestPacked ? 'plain' : 'zstd';
  const packed = form === 'plain' ? utf8 : zstdCompressSync(utf8, fastest);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(place, form));
  const sealed = [cipher.update(salt), cipher.update(packed), cipher.final(), cipher.getAuthTag()];
  return {
    form,
    nonce: new Uint8Array(nonce),
    ciphertext: new Uint8Array(Buffer.concat(sealed)),
    commitment: commitmentOf(salt, utf8),
  };
}

/** Opens what `seal` made. Throws when the key, the place, the form or a byte is another. */
export function open(
  key: Uint8Array,
  place: string,
  sealed: Pick<SealedPayload, 'form' | 'nonce' | 'ciphertext'>,
): OpenedPayload {
  const { form, nonce, ciphertext } = sealed;
  invariant(ciphertext.length >= saltLength + tagLength, 'a sealed payload holds a salt and a tag');
  const end = ciphertext.length - tagLength;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(boundTo(place, form))
    .setAuthTag(ciphertext.subarray(end));
  const salted = Buffer.concat([decipher.update(ciphertext.subarray(0, end)), decipher.final()]);
  const salt = salted.subarray(0, saltLength);
  const packed = salted.subarray(saltLength);
  const utf8 = form === 'plain' ? packed : zstdDecompressSync(packed, { maxOutputLength: largestText });
  return { text: utf8.toString('utf8'), salt: new Uint8Array(salt), commitment: commitmentOf(salt, utf8) };
}

export function payloadPlace(organization: string, execution: string, kind: PayloadKind): string {
  return `gateway_payload/${organization}/${execution}/${kind}`;
}

/** Where the wrapped key of an execution's content is stored. */
export function contentKeyPlace(organization: string, execution: string): string {
  return `gateway_payload/${organization}/${execution}`;
}

/** What was sealed before there were forms is bound to its place alone. */
function boundTo(place: string, form: PayloadForm): Buffer {
  return Buffer.from(form === 'plain' ? place : `${place}/${form}`);
}

function commitmentOf(salt: Uint8Array, utf8: Uint8Array): string {
  return `sha256:${createHash('sha256').update(salt).update(utf8).digest('hex')}`;
}
