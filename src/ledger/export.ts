import { canonicalJson, type JsonObject } from '../platform/canonical-json.ts';
import { notFound } from '../platform/problem.ts';
import type { OrganizationId } from './entry.ts';
import { tileWidth } from './merkle.ts';
import { type ReadParts, readHead } from './prove.ts';

/** Tile levels above 0 that a log below 2^53 can have. */
const levels = [1, 2, 3, 4, 5, 6];
const missingHash = new Uint8Array(32);

/**
 * The log up to the head at the start, as lines (with their newline) of `countersign.export/1`: a header, then the entries in order; after
 * an entry the stored tile hashes that it completes, then the older checkpoint that ends with it (all
 * of them: each was shown to somebody, and one log must contain them all).
 * What is stored is given as it is, gaps and damage included: naming them is the verifier's work. Only what has no place in a gap, the
 * hashes and checkpoints that end at a missing entry, is left out.
 * Reads 256 entries at a time and waits for its reader, so memory stays flat; what is appended meanwhile is not in it.
 */
export async function* exportLog(parts: ReadParts, organization: OrganizationId): AsyncGenerator<string> {
  const head = await readHead(parts, organization);
  if (head === undefined) throw notFound();
  const { origin, key, firstKey, checkpoint, treeSize } = head;
  const first = firstKey === undefined ? {} : { firstKey };
  yield line({ format: 'countersign.export/1', origin, key, ...first, checkpoint });
  if (treeSize > 0)
    for (const { note } of await readNotes(parts, organization, 0, 0)) yield line({ checkpoint: note });
  for (let from = 0; from < treeSize; from += tileWidth)
    yield* exportTile(parts, organization, from, Math.min(from + tileWidth, treeSize), treeSize);
}

async function* exportTile(
  parts: ReadParts,
  organization: OrganizationId,
  from: number,
  to: number,
  treeSize: number,
): AsyncGenerator<string> {
  const { reader, store } = parts;
  const [entries, checkpoints] = await Promise.all([
    store.readRange(reader, organization, from, to),
    readNotes(parts, organization, from + 1, Math.min(to, treeSize - 1)),
  ]);
  const notes = new Map(checkpoints.map(({ treeSize: size, note }) => [size, note]));
  for (const { index, leaf, leafHash } of entries) {
    yield line({ index, leaf: base64(leaf), hash: base64(leafHash) });
    if ((index + 1) % tileWidth === 0) yield* tileLines(parts, organization, index + 1);
    const note = notes.get(index + 1);
    if (note !== undefined) yield line({ checkpoint: note });
  }
}

/** The checkpoints of these sizes, each with the lines of the witnesses that cosigned it. */
async function readNotes(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  from: number,
  to: number,
) {
  const [checkpoints, lines] = await Promise.all([
    store.readCheckpoints(reader, organization, from, to),
    store.readLines(reader, organization, from, to),
  ]);
  return checkpoints.map(({ treeSize, note }) => ({ treeSize, note: `${note}${lines.get(treeSize) ?? ''}` }));
}

/**
 * The stored hashes of the complete subtrees that end where the tree has `size` leaves, lowest level first. One that is missing is
 * written as zeros, which no SHA-256 is: the format cannot say "none", and so the verifier names the entries under it.
 */
async function* tileLines(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  size: number,
): AsyncGenerator<string> {
  const readHashes = store.hashReader(reader, organization);
  for (const level of levels) {
    const span = tileWidth ** level;
    if (size % span !== 0) return;
    const index = size / span - 1;
    const [hash = missingHash] = await readHashes(level, index, 1);
    yield line({ tile: { level, index, hash: base64(hash) } });
  }
}

const line = (value: JsonObject): string => `${canonicalJson(value)}\n`;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
