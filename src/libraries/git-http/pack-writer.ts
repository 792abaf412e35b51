import { createHash } from 'node:crypto';
import type { Reader } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { type Oid, readTree } from '../git/index.ts';
import { packHeader, wholeEntry } from '../packs/pack-entry.ts';
import { type PackPart, packParts, readEntries } from '../packs/store.ts';
import type { RepositoryKey } from '../store/tables.ts';
import type { Selection } from './select-commits.ts';
import { readCommits, readObjects, readStored } from './store.ts';

const commitsAtOnce = 50;
const objectsAtOnce = 200;

/** Names everything that these commits need and the client lacks: commits, then trees, then files. Each once. */
export async function objectsOf(
  reader: Reader,
  key: RepositoryKey,
  { commits, edges }: Selection,
): Promise<Oid[]> {
  const seen = new Set<Oid>();
  const trees: Oid[] = [];
  const files: Oid[] = [];
  const walk = async (roots: readonly Oid[], keep: boolean) => {
    let level = roots.filter((oid) => !seen.has(oid));
    while (level.length > 0) {
      const next: Oid[] = [];
      const now = [...new Set(level)];
      for (const oid of now) {
        seen.add(oid);
        if (keep) trees.push(oid);
      }
      for (const { content } of (await readObjects(reader, key, now)).values())
        for (const { mode, oid } of readTree(content)) {
          if (seen.has(oid)) continue;
          if (mode === '040000') next.push(oid);
          else {
            seen.add(oid);
            if (keep) files.push(oid);
          }
        }
      level = next.filter((oid) => !seen.has(oid));
    }
  };
  for (const [some, keep] of [...inPieces(edges, false), ...inPieces(commits, true)]) {
    const rows = await readCommits(reader, key, some);
    await walk(
      some.map((oid) => {
        const row = rows.get(oid);
        invariant(row !== undefined, `commit ${oid} is stored`);
        return row.tree;
      }),
      keep,
    );
  }
  return [...commits, ...trees, ...files];
}

function* inPieces(oids: readonly Oid[], keep: boolean): Generator<[readonly Oid[], boolean]> {
  for (let at = 0; at < oids.length; at += commitsAtOnce) yield [oids.slice(at, at + commitsAtOnce), keep];
}

/** Entries that are stored as a pack has them: those of the publications after one and up to another. */
export interface StoredEntries {
  readonly after: number;
  readonly upTo: number;
}

/**
 * A pack (gitformat-pack, version 2) of what is packed already and of these further objects, read as it is sent: never more than some
 * megabytes of it in memory. Objects go out as they are stored; the client names each by its bytes, so damaged ones are noticed there.
 */
export async function* packOf(
  reader: Reader,
  key: RepositoryKey,
  stored: StoredEntries | undefined,
  oids: readonly Oid[],
): AsyncGenerator<Buffer> {
  const parts = stored === undefined ? [] : await packParts(reader, key, stored.after, stored.upTo);
  const sum = createHash('sha1');
  const packed = parts.reduce((count, { objects }) => count + objects, 0);
  const header = packHeader(packed + oids.length);
  sum.update(header);
  yield header;
  for (const [first, last] of inBatches(parts)) {
    const batch = Buffer.concat(await readEntries(reader, key, first, last));
    sum.update(batch);
    yield batch;
  }
  for (let at = 0; at < oids.length; at += objectsAtOnce) {
    const batch = await wholeEntries(reader, key, oids.slice(at, at + objectsAtOnce));
    sum.update(batch);
    yield batch;
  }
  yield sum.digest();
}

async function wholeEntries(reader: Reader, key: RepositoryKey, oids: readonly Oid[]): Promise<Buffer> {
  const stored = new Map((await readStored(reader, key, oids)).map((object) => [object.oid, object]));
  return Buffer.concat(
    oids.map((oid) => {
      const object = stored.get(oid);
      invariant(object !== undefined, `object ${oid} is stored`);
      return wholeEntry(object.type, object.size, object.deflated);
    }),
  );
}

const bytesAtOnce = 2_097_152;
const partsAtOnce = 2_000;

/** Rows that are read together: a publication is often a small one. */
function* inBatches(parts: readonly PackPart[]): Generator<[PackPart, PackPart]> {
  let batch: PackPart[] = [];
  let bytes = 0;
  for (const [index, part] of parts.entries()) {
    batch.push(part);
    bytes += part.bytes;
    const [first] = batch;
    const full = bytes >= bytesAtOnce || batch.length >= partsAtOnce || index === parts.length - 1;
    if (!full || first === undefined) continue;
    yield [first, part];
    batch = [];
    bytes = 0;
  }
}
