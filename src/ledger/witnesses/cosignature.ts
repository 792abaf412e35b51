import { cosignatureType, keyId, noteSigner, privateKeyOfSeed, verifierKey } from '../note.ts';

/** Whoever can cosign a checkpoint (c2sp.org/tlog-cosignature, Ed25519). */
export interface Cosigner {
  readonly name: string;
  readonly publicKey: Uint8Array;
  /** C2SP verifier key of type 4. */
  readonly key: string;
  /** The line, newline included, that says this witness saw the checkpoint with this text at this time. */
  cosign(text: string, at: Date): string;
}

/** A cosigner from the 32-byte seed of its key. */
export function cosignerOf(name: string, seed: Uint8Array): Cosigner {
  const { publicKey, sign } = noteSigner(name, privateKeyOfSeed(seed));
  const id = keyId(name, publicKey, cosignatureType);
  return {
    name,
    publicKey,
    key: cosignerKey(name, publicKey),
    cosign: (text, at) => {
      const seconds = Math.floor(at.getTime() / 1000);
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(seconds));
      const signature = sign(Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`));
      return `— ${name} ${Buffer.concat([id, time, signature]).toString('base64')}\n`;
    },
  };
}

/** The verifier key of a cosigner of which only the public half is at hand. */
export const cosignerKey = (name: string, publicKey: Uint8Array): string =>
  verifierKey({ name, publicKey, keyId: keyId(name, publicKey, cosignatureType) }, cosignatureType);
