import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from 'node:crypto';

/**
 * Writes C2SP signed notes (c2sp.org/signed-note) with Ed25519 keys, and the checkpoint body that a log signs
 * (c2sp.org/tlog-checkpoint). Reading and verifying notes is the SDK's work, which shares no code with this file.
 */

/** Whoever can sign a note: a key name and an Ed25519 key. `sign` takes the note text's bytes, gives 64 bytes. */
export type NoteSigner = {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
};

/** A tree head. `rootHash` is 32 bytes; `extensions` are non-empty lines, and best left out (witnesses do not audit them). */
export type Checkpoint = {
  origin: string;
  treeSize: number;
  rootHash: Uint8Array;
  extensions?: readonly string[];
};

/** Signature type bytes (signed-note, "Signature types"): Ed25519 over the text, and Ed25519 cosignatures with their time. */
const ed25519Type = 0x01;
export const cosignatureType = 0x04;

/** Non-empty, without Unicode spaces or plus (signed-note, "Format"). */
const validName = (name: string): boolean =>
  name.isWellFormed() && /^[^\p{White_Space}\p{Cc}+]+$/u.test(name);

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
export function keyId(name: string, publicKey: Uint8Array, type = ed25519Type): Uint8Array {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(type), publicKey]);
  return new Uint8Array(hash('sha256', input, 'buffer')).slice(0, 4);
}

/**
 * A signer from an Ed25519 private key. For a log, `name` is the origin. Throws RangeError on a name that a note cannot
 * carry or on another kind of key.
 */
export function noteSigner(name: string, privateKey: KeyObject): NoteSigner {
  if (!validName(name)) throw new RangeError(`"${name}" cannot name a key: no spaces, no plus, not empty`);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new RangeError('a note signer needs an Ed25519 key');
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x, 'base64url'));
  return {
    name,
    publicKey,
    keyId: keyId(name, publicKey),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

/** PKCS #8 header of an Ed25519 private key (RFC 8410 §7); the 32-byte seed of RFC 8032 follows. */
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key of a 32-byte seed (RFC 8032 §5.1.5). */
export function privateKeyOfSeed(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed has 32 bytes');
  return createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' });
}

/** `name+hash8hex+base64(type ‖ public key)`: what a verifier pins ("vkey"). */
export function verifierKey(
  signer: Pick<NoteSigner, 'name' | 'keyId' | 'publicKey'>,
  type = ed25519Type,
): string {
  const material = Buffer.concat([Uint8Array.of(type), signer.publicKey]).toString('base64');
  return `${signer.name}+${Buffer.from(signer.keyId).toString('hex')}+${material}`;
}

/** One line of a signed note, newline included: `— name base64(keyId ‖ signature)`. */
export function signatureLine(text: string, signer: NoteSigner): string {
  const signature = Buffer.concat([signer.keyId, signer.sign(Buffer.from(text))]).toString('base64');
  return `— ${signer.name} ${signature}\n`;
}

/**
 * The signed note: text, blank line, one signature line for each signer. The text must end in a newline and hold no other
 * control characters; otherwise RangeError. Ed25519 is deterministic: signing the same text again gives the same bytes.
 */
export function signNote(text: string, ...signers: readonly NoteSigner[]): string {
  const clean = text.isWellFormed() && text.endsWith('\n') && !/[^\n -\u{10ffff}]/u.test(text);
  if (!clean)
    throw new RangeError('a note text is well-formed, ends in a newline and has no other control characters');
  if (signers.length === 0) throw new RangeError('a note needs a signature');
  return `${text}\n${signers.map((signer) => signatureLine(text, signer)).join('')}`;
}

/** The text that a log signs: origin, tree size, base64 root hash, extension lines (tlog-checkpoint, "Note text"). */
export function checkpointText(checkpoint: Checkpoint): string {
  const { origin, treeSize, rootHash, extensions = [] } = checkpoint;
  if (!Number.isSafeInteger(treeSize) || treeSize < 0) throw new RangeError(`${treeSize} is no tree size`);
  if (rootHash.length !== 32) throw new RangeError('a root hash has 32 bytes');
  const lines = [origin, String(treeSize), Buffer.from(rootHash).toString('base64'), ...extensions];
  if (lines.some((line) => line === '' || line.includes('\n')))
    throw new RangeError('a checkpoint has no empty lines');
  return `${lines.join('\n')}\n`;
}
