import { concatBytes, decodeBase64, encodeUtf8, equalBytes, isWellFormed } from './bytes.ts';
import { verifyEd25519 } from './ed25519.ts';
import { Refused } from './refusal.ts';
import { sha256 } from './sha256.ts';

/** C2SP signed notes (c2sp.org/signed-note), read and verified with Ed25519 keys (signature type 0x01). */

/** A key that a verifier knows, from its written form `name+hash8hex+base64(0x01 ‖ public key)` ("vkey"). */
export type VerifierKey = { name: string; keyId: Uint8Array; publicKey: Uint8Array };

/** One signature line. `keyId` is the first four bytes of what it carries, `signature` the rest. */
export type NoteSignature = { name: string; keyId: Uint8Array; signature: Uint8Array };

/** A note taken apart. Nothing in it may be believed before `verifyNote`. */
export type Note = { text: string; signatures: NoteSignature[] };

/** The specification asks for at least 16. A note is small; a megabyte of one is an attack. */
const maxSignatures = 64;
const maxNoteCharacters = 1_000_000;

const ed25519Type = 1;
const namePattern = /^[^\p{White_Space}\p{Cc}+]+$/u;

const malformed = (why: string): Refused =>
  new Refused('note.malformed', `The signed note is malformed: ${why}.`);

/** Reads a vkey. Refuses one whose hash is not that of its name and key, or whose type is not Ed25519. */
export function parseVerifierKey(vkey: string): VerifierKey {
  const key = readKey(vkey, ed25519Type);
  if (key !== undefined) return key;
  throw new Refused(
    'key.malformed',
    'The verifier key is malformed; expected name+hash+base64 of an Ed25519 key.',
  );
}

/** A vkey of this signature type and 32 bytes, or undefined: another type, or a hash that is not that of name and key. */
export function readKey(vkey: string, type: number): VerifierKey | undefined {
  const [, name, hash, material] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey) ?? [];
  if (name === undefined || hash === undefined || material === undefined) return undefined;
  const typed = decodeBase64(material);
  if (!namePattern.test(name) || typed?.length !== 33 || typed[0] !== type) return undefined;
  const keyId = sha256(concatBytes(encodeUtf8(`${name}\n`), typed)).subarray(0, 4);
  const written = Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(hash.slice(at, at + 2), 16));
  return equalBytes(keyId, written) ? { name, keyId, publicKey: typed.subarray(1) } : undefined;
}

/** Splits a note at its last blank line and reads its signature lines. */
export function parseNote(note: string): Note {
  if (note.length > maxNoteCharacters) throw malformed('it is over a million characters long');
  if (!isWellFormed(note)) throw malformed('it holds a lone surrogate');
  if (/[^\n -\u{10ffff}]/u.test(note)) throw malformed('it holds a control character');
  const blank = note.lastIndexOf('\n\n');
  if (blank === -1) throw malformed('no blank line stands between text and signatures');
  const lines = note.slice(blank + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw malformed('it does not end in a signature line');
  if (lines.length > maxSignatures) throw malformed(`it has more than ${maxSignatures} signatures`);
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, material] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = material === undefined ? undefined : decodeBase64(material);
  if (name === undefined || !namePattern.test(name) || bytes === undefined || bytes.length < 5)
    throw malformed('a signature line is not "— name base64"');
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/**
 * The text of a note that one of `keys` signed. Signatures of other keys are ignored; one of a known key that does not verify
 * refuses the whole note, even when another verifies (signed-note, "Signatures").
 */
export async function verifyNote(note: string, keys: readonly VerifierKey[]): Promise<string> {
  const { text, signatures } = parseNote(note);
  const message = encodeUtf8(text);
  let verified = 0;
  for (const { name, keyId, signature } of signatures) {
    const key = keys.find((known) => known.name === name && equalBytes(known.keyId, keyId));
    if (key === undefined) continue;
    if (!(await verifyEd25519(key.publicKey, message, signature)))
      throw new Refused('note.bad_signature', `The signature of ${name} is not valid for this text.`);
    verified += 1;
  }
  if (verified === 0)
    throw new Refused(
      'note.unsigned',
      `The note is not signed by ${keys.map((key) => key.name).join(' or ')}.`,
    );
  return text;
}
