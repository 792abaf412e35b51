import { encodeUtf8, equalBytes } from './bytes.ts';
import { verifyEd25519 } from './ed25519.ts';
import { parseNote, readKey, type VerifierKey } from './note.ts';
import { Refused } from './refusal.ts';

/**
 * Cosignatures of witnesses (c2sp.org/tlog-cosignature, Ed25519, `cosignature/v1`): somebody who is not the log says that this is the
 * largest consistent tree of that origin that they have seen.
 */

/** Signature type byte of timestamped Ed25519 cosignatures. */
const cosignatureType = 4;
/** The end of the year 9999, which is as far as a time can be written. */
const lastSecond = 253_402_300_799;

/** Which witnesses a caller believes, as vkeys of type 0x04 got by another way than the file, and how many of them must have cosigned. */
export type TrustedWitnesses = { readonly keys: readonly string[]; readonly need: number };

/** That a witness cosigned a checkpoint, and when it says it did. */
export type Cosignature = { name: string; key: string; at: string };

/** How many of the trusted witnesses cosigned which tree. */
export type Witnessed = { need: number; of: number; treeSize: number; cosignatures: Cosignature[] };

/** Reads a witness's vkey. */
export function parseWitnessKey(vkey: string): VerifierKey {
  const key = readKey(vkey, cosignatureType);
  if (key !== undefined) return key;
  throw new Refused(
    'key.malformed',
    'The key of a witness is malformed; expected name+hash+base64 of an Ed25519 cosignature key (type 4).',
  );
}

/**
 * Who of these witnesses cosigned a note, each once. Lines of others are ignored; one of theirs that does not hold refuses the note
 * (signed-note, "Signatures"). A key counts once, whatever names it is given: an Ed25519 cosignature does not bind its name.
 */
export async function cosignaturesOf(note: string, witnesses: readonly string[]): Promise<Cosignature[]> {
  const { text, signatures } = parseNote(note);
  const known = witnesses.map((vkey) => ({ vkey, key: parseWitnessKey(vkey) }));
  const found: (Cosignature & { publicKey: Uint8Array })[] = [];
  for (const { name, keyId, signature } of signatures) {
    const witness = known.find(({ key }) => key.name === name && equalBytes(key.keyId, keyId));
    if (witness === undefined) continue;
    const { publicKey } = witness.key;
    const at = await cosignedAt(text, signature, publicKey);
    if (at === undefined)
      throw new Refused(
        'note.bad_cosignature',
        `The cosignature of ${name} is not valid for this checkpoint.`,
      );
    if (!found.some((other) => equalBytes(other.publicKey, publicKey)))
      found.push({ name, key: witness.vkey, at, publicKey });
  }
  return found.map(({ name, key, at }) => ({ name, key, at }));
}

async function cosignedAt(
  text: string,
  signature: Uint8Array,
  publicKey: Uint8Array,
): Promise<string | undefined> {
  if (signature.length !== 72) return undefined;
  const seconds = signature.subarray(0, 8).reduce((value, byte) => value * 256 + byte, 0);
  if (seconds > lastSecond) return undefined;
  const message = encodeUtf8(`cosignature/v1\ntime ${seconds}\n${text}`);
  if (!(await verifyEd25519(publicKey, message, signature.subarray(8)))) return undefined;
  return new Date(seconds * 1000).toISOString();
}

/**
 * Counts the cosignatures of a log's checkpoints, as many as a file has, and keeps those of the largest tree that enough witnesses
 * cosigned. Checkpoints without any other signature cost nothing.
 */
export class WitnessCount {
  readonly #trusted: TrustedWitnesses;
  readonly #of: number;
  #best: Witnessed | undefined;
  #most: Witnessed | undefined;

  constructor(trusted: TrustedWitnesses) {
    this.#trusted = trusted;
    this.#of = distinct(trusted.keys.map((vkey) => parseWitnessKey(vkey).publicKey));
    if (!Number.isSafeInteger(trusted.need) || trusted.need < 1 || trusted.need > this.#of)
      throw new Refused(
        'key.malformed',
        `${trusted.need} of ${this.#of} witnesses cannot be: ask for at least 1 and at most as many as there are.`,
      );
  }

  async see(note: string, treeSize: number): Promise<void> {
    const cosignatures = await cosignaturesOf(note, this.#trusted.keys);
    const seen = { need: this.#trusted.need, of: this.#of, treeSize, cosignatures };
    if (cosignatures.length > (this.#most?.cosignatures.length ?? -1)) this.#most = seen;
    if (cosignatures.length >= this.#trusted.need && treeSize >= (this.#best?.treeSize ?? 0))
      this.#best = seen;
  }

  /** @throws Refused `checkpoint.not_witnessed` when no checkpoint has enough */
  finish(): Witnessed {
    if (this.#best !== undefined) return this.#best;
    const most = this.#most?.cosignatures.length ?? 0;
    throw new Refused(
      'checkpoint.not_witnessed',
      `Of the ${this.#of} witnesses that you trust ${most} cosigned, and ${this.#trusted.need} are needed: nobody else vouches that everybody is shown this log.`,
    );
  }
}

function distinct(keys: readonly Uint8Array[]): number {
  return keys.filter((key, at) => keys.findIndex((other) => equalBytes(other, key)) === at).length;
}

/** As `WitnessCount`, of one checkpoint; undefined when the caller trusts no witnesses. */
export async function witnessedBy(
  trusted: TrustedWitnesses | undefined,
  note: string,
  treeSize: number,
): Promise<Witnessed | undefined> {
  if (trusted === undefined) return undefined;
  const count = new WitnessCount(trusted);
  await count.see(note, treeSize);
  return count.finish();
}
