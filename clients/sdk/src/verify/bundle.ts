import { decodeBase64, decodeUtf8, encodeHex } from './bytes.ts';
import { isJson, isJsonObject, type Json, type JsonObject, parseJson } from './canonical.ts';
import { type LogClaim, type OpenedLog, openLog } from './checkpoint.ts';
import { type Entry, readEntry } from './entry.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { answering, type Refusal, Refused } from './refusal.ts';

/** The media type and the format name of a proof bundle (docs/formats.md, "Proof bundle"). */
export const bundleMediaType = 'application/vnd.countersign.proof+json';
export const bundleFormat = 'countersign.proof/1';

/** An entry that a bundle proved, with the exact bytes that were hashed. */
export type ProvenEntry = { index: number; entry: Entry; leaf: Uint8Array };

/**
 * `pinned` is false when the caller gave no key: then the file only agrees with itself, and whoever made it chose the key.
 * `rootHash` is hexadecimal.
 */
export type BundleAnswer =
  | {
      ok: true;
      origin: string;
      treeSize: number;
      rootHash: string;
      key: string;
      pinned: boolean;
      entries: ProvenEntry[];
    }
  | Refusal;

/** `key`: the log's vkey, got by another way than the bundle. */
export type BundleOptions = { key?: string };

const malformed = (why: string, index?: number): Refused =>
  new Refused(
    'file.malformed',
    `The proof bundle is malformed: ${why}.`,
    index === undefined ? {} : { index },
  );

/**
 * Verifies a proof bundle: the checkpoint's signature, every entry's inclusion proof and form. Takes the file's bytes, its text or the
 * parsed value; give bytes or text where you have them, since only there a member named twice is seen.
 * Never throws for what a bundle may hold; refuses members that the format does not have.
 */
export function verifyBundle(bundle: unknown, options: BundleOptions = {}): Promise<BundleAnswer> {
  return answering(async () => {
    const { claim, entries } = readBundle(bundle);
    const log = await openLog(claim, options.key);
    const proven = entries.map((item) => proveEntry(item, log));
    const { origin, treeSize, rootHash } = log.head;
    const { pinned } = log;
    return {
      ok: true,
      origin,
      treeSize,
      rootHash: encodeHex(rootHash),
      key: claim.key,
      pinned,
      entries: proven,
    };
  });
}

type BundleEntry = { index: number; leaf: Uint8Array; proof: Uint8Array[] };

function readBundle(bundle: unknown): { claim: LogClaim; entries: BundleEntry[] } {
  const value = jsonOf(bundle);
  if (value === undefined)
    throw new Refused(
      'file.not_json',
      'The proof bundle is not strict JSON: broken, or a member is named twice.',
    );
  if (!isJsonObject(value) || value.format !== bundleFormat)
    throw new Refused('file.unknown_format', `The file is not of the format ${bundleFormat}.`);
  requireMembers(value, ['checkpoint', 'entries', 'format', 'key', 'origin']);
  const { checkpoint, entries, key, origin } = value;
  if (typeof checkpoint !== 'string' || typeof key !== 'string' || typeof origin !== 'string')
    throw malformed('checkpoint, key and origin must be text');
  if (!Array.isArray(entries) || entries.length === 0) throw malformed('it has no entries');
  const read = entries.map(readBundleEntry);
  const unordered = read.find(({ index }, at) => at > 0 && index <= (read[at - 1]?.index ?? 0));
  if (unordered !== undefined) throw malformed('its entries are not in ascending order', unordered.index);
  return { claim: { checkpoint, key, origin }, entries: read };
}

function jsonOf(bundle: unknown): Json | undefined {
  if (bundle instanceof Uint8Array) {
    const text = decodeUtf8(bundle);
    return text === undefined ? undefined : parseJson(text);
  }
  if (typeof bundle === 'string') return parseJson(bundle);
  return isJson(bundle) ? bundle : undefined;
}

function requireMembers(value: JsonObject, names: readonly string[]): void {
  const found = Object.keys(value).sort().join();
  if (found !== names.join()) throw malformed(`it must have the members ${names.join(', ')} and no others`);
}

function readBundleEntry(value: Json): BundleEntry {
  if (!isJsonObject(value)) throw malformed('an entry is not an object');
  requireMembers(value, ['index', 'leaf', 'proof']);
  const { index, leaf, proof } = value;
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0)
    throw malformed('an index is not a whole number');
  const bytes = typeof leaf === 'string' ? decodeBase64(leaf) : undefined;
  if (bytes === undefined) throw malformed('a leaf is not base64', index);
  if (!Array.isArray(proof)) throw malformed('a proof is not a list', index);
  const hashes = proof.map((item: Json) => {
    const hash = typeof item === 'string' ? decodeBase64(item) : undefined;
    if (hash?.length !== 32) throw malformed('a proof holds something else than hashes', index);
    return hash;
  });
  return { index, leaf: bytes, proof: hashes };
}

function proveEntry({ index, leaf, proof }: BundleEntry, { head, organization }: OpenedLog): ProvenEntry {
  if (!verifyInclusion(index, head.treeSize, leafHash(leaf), proof, head.rootHash))
    throw new Refused(
      'entry.unproven',
      `Entry ${index} is not proven: its bytes, index or proof do not lead to the root of the tree of ${head.treeSize}.`,
      { index },
    );
  return { index, leaf, entry: readEntry(leaf, index, organization) };
}
