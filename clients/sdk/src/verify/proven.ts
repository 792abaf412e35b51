import { decodeBase64, decodeUtf8 } from './bytes.ts';
import { isJson, isJsonObject, type Json, type JsonObject, parseJson } from './canonical.ts';
import { type LogClaim, type OpenedLog, openLog } from './checkpoint.ts';
import { type Entry, readEntry } from './entry.ts';
import { KeyChain, rotationAction } from './key-chain.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { Refused } from './refusal.ts';

/** What proof files have in common: they are one JSON object, claim a log, and prove entries under its head. */

export const malformed = (why: string, index?: number): Refused =>
  new Refused('file.malformed', `The proof is malformed: ${why}.`, index === undefined ? {} : { index });

/** An entry that a file proved, with the exact bytes that were hashed. */
export type ProvenEntry = { index: number; entry: Entry; leaf: Uint8Array };

/** Reads a file's object, which must have these members; `optional` ones may be there. */
export function readFile(
  file: unknown,
  format: string,
  members: readonly string[],
  optional: readonly string[],
): JsonObject {
  const value = jsonOf(file);
  if (value === undefined)
    throw new Refused('file.not_json', 'The proof is not strict JSON: broken, or a member is named twice.');
  if (!isJsonObject(value) || value.format !== format)
    throw new Refused('file.unknown_format', `The file is not of the format ${format}.`);
  requireMembers(
    value,
    members,
    optional.filter((name) => name in value),
  );
  return value;
}

function jsonOf(file: unknown): Json | undefined {
  if (file instanceof Uint8Array) {
    const text = decodeUtf8(file);
    return text === undefined ? undefined : parseJson(text);
  }
  if (typeof file === 'string') return parseJson(file);
  return isJson(file) ? file : undefined;
}

function requireMembers(value: JsonObject, names: readonly string[], optional: readonly string[] = []): void {
  const wanted = [...names, ...optional].sort().join();
  if (Object.keys(value).sort().join() !== wanted)
    throw malformed(`it must have the members ${names.join(', ')} and no others`);
}

/** An entry as a file has it: not proven yet. */
export type ProofItem = { index: number; leaf: Uint8Array; proof: Uint8Array[] };

/** A list of entries in ascending order. */
export function readItems(list: Json | undefined, what: string): ProofItem[] {
  if (!Array.isArray(list) || list.length === 0) throw malformed(`it has no ${what}`);
  const read = list.map(readItem);
  const unordered = read.find(({ index }, at) => at > 0 && index <= (read[at - 1]?.index ?? 0));
  if (unordered !== undefined) throw malformed(`its ${what} are not in ascending order`, unordered.index);
  return read;
}

function readItem(value: Json): ProofItem {
  if (!isJsonObject(value)) throw malformed('an entry is not an object');
  requireMembers(value, ['index', 'leaf', 'proof']);
  const { index, leaf, proof } = value;
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0)
    throw malformed('an index is not a whole number');
  const bytes = typeof leaf === 'string' ? decodeBase64(leaf) : undefined;
  if (bytes === undefined) throw malformed('a leaf is not base64', index);
  return { index, leaf: bytes, proof: readHashes(proof, index) };
}

export function readHashes(list: Json | undefined, index?: number): Uint8Array[] {
  if (!Array.isArray(list)) throw malformed('a proof is not a list', index);
  return list.map((item: Json) => {
    const hash = typeof item === 'string' ? decodeBase64(item) : undefined;
    if (hash?.length !== 32) throw malformed('a proof holds something else than hashes', index);
    return hash;
  });
}

export function proveEntry(
  { index, leaf, proof }: ProofItem,
  { head, organization }: OpenedLog,
): ProvenEntry {
  if (!verifyInclusion(index, head.treeSize, leafHash(leaf), proof, head.rootHash))
    throw new Refused(
      'entry.unproven',
      `Entry ${index} is not proven: its bytes, index or proof do not lead to the root of the tree of ${head.treeSize}.`,
      { index },
    );
  return { index, leaf, entry: readEntry(leaf, index, organization) };
}

/**
 * Opens the log that a file claims, and the keys that led to the one that signed: each handover is proven in the same tree. The caller's
 * key may be any of them.
 */
export async function openRotated(
  claim: LogClaim,
  rotations: Json | undefined,
  pinnedKey: string | undefined,
): Promise<OpenedLog & { chain: KeyChain }> {
  if (rotations === undefined)
    return { ...(await openLog(claim, pinnedKey)), chain: new KeyChain(claim.key) };
  const log = { ...(await openLog(claim, undefined)), pinned: pinnedKey !== undefined };
  const handovers = readItems(rotations, 'rotations').map((item) => proveEntry(item, log));
  const first = handovers[0]?.entry.data.from;
  const chain = new KeyChain(typeof first === 'string' ? first : claim.key);
  for (const { entry, index } of handovers) {
    if (entry.action !== rotationAction) throw malformed('one of its rotations is none', index);
    await chain.rotate(entry, index);
  }
  expectKeys(chain, log.head.treeSize, claim.key, pinnedKey);
  return { ...log, chain };
}

/** The head must be signed by the key that the handovers lead to, and the caller's key must be one of the log's. */
export function expectKeys(
  chain: KeyChain,
  treeSize: number,
  key: string,
  pinnedKey: string | undefined,
): void {
  const due = chain.at(treeSize).vkey;
  if (due !== key)
    throw new Refused(
      'key.unexpected',
      `A tree of ${treeSize} entries is signed by ${due}, as the log’s own entries say; the file’s checkpoint is signed with ${key}.`,
    );
  if (pinnedKey !== undefined && !chain.has(pinnedKey))
    throw new Refused('key.unexpected', `The key you gave never signed this log, whose key is now ${key}.`);
}
