import { canonicalJson, type JsonObject } from '../platform/canonical-json.ts';
import { notFound } from '../platform/problem.ts';
import type { OrganizationId } from './entry.ts';
import { tileWidth } from './merkle.ts';
import { type ReadParts, readHead } from './prove.ts';

/** Tile levels above 0 that a log below 2^53 can have. */
const levels = [1, 2, 3, 4, 5, 6];

/**
 * The log up to the head at the start, as lines (with their newline) of `countersign.export/1`: a header, then the entries in order; after
 * the entry that completes them the stored tile hashes, after the entry they end with the older checkpoints.
 * What is stored is given as it is, gaps and damage included: naming them is the verifier's work.
 * Reads 256 entries at a time and waits for its reader, so memory stays flat; what is appended meanwhile is not in it.
 */
export async function* exportLog(parts: ReadParts, organization: OrganizationId): AsyncGenerator<string> {
  const head = await readHead(parts, organization);
  if (head === undefined) throw notFound();
  const { origin, key, checkpoint, treeSize } = head;
  yield line({ format: 'countersign.export/1', origin, key, checkpoint });
  if (treeSize > 0)
    yield* checkpointLines(await parts.store.readCheckpoints(parts.reader, organization, 0, 0));
  for (let from = 0; from < treeSize; from += tileWidth)
    yield* exportTile(parts, organization, from, Math.min(from + tileWidth, treeSize), treeSize);
}

async function* exportTile(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  from: number,
  to: number,
  treeSize: number,
): AsyncGenerator<string> {
  const [entries, checkpoints] = await Promise.all([
    store.readRange(reader, organization, from, to),
    store.readCheckpoints(reader, organization, from + 1, Math.min(to, treeSize - 1)),
  ]);
  let next = 0;
  for (const { index, leaf, leafHash } of entries) {
    // A checkpoint whose last entry is missing stands before the gap's other side, where its size no longer fits: the verifier says so.
    for (; (checkpoints[next]?.treeSize ?? to) <= index; next += 1)
      yield* checkpointLines(checkpoints.slice(next, next + 1));
    yield line({ index, leaf: base64(leaf), hash: base64(leafHash) });
  }
  const readHashes = store.hashReader(reader, organization);
  for (const level of levels) {
    const span = tileWidth ** level;
    if (to % span !== 0) break;
    const index = to / span - 1;
    for (const hash of await readHashes(level, index, 1))
      yield line({ tile: { level, index, hash: base64(hash) } });
  }
  yield* checkpointLines(checkpoints.slice(next));
}

function* checkpointLines(checkpoints: readonly { readonly note: string }[]): Generator<string> {
  for (const { note } of checkpoints) yield line({ checkpoint: note });
}

const line = (value: JsonObject): string => `${canonicalJson(value)}\n`;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
