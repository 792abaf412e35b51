import { createHash } from 'node:crypto';
import type { Reader } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { type ObjectType, type Oid, readTree } from '../git/index.ts';
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

const numbers: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };

/**
 * A pack (gitformat-pack, version 2) of these objects, read as it is sent: never more than some hundred of them in memory. Objects go
 * out as they are stored; the client names each by its bytes, so damaged ones are noticed there.
 */
export async function* packOf(
  reader: Reader,
  key: RepositoryKey,
  oids: readonly Oid[],
): AsyncGenerator<Buffer> {
  const sum = createHash('sha1');
  const header = Buffer.alloc(12);
  header.write('PACK', 0, 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(oids.length, 8);
  sum.update(header);
  yield header;
  for (let at = 0; at < oids.length; at += objectsAtOnce) {
    const some = oids.slice(at, at + objectsAtOnce);
    const stored = new Map((await readStored(reader, key, some)).map((object) => [object.oid, object]));
    const pieces = some.flatMap((oid) => {
      const object = stored.get(oid);
      invariant(object !== undefined, `object ${oid} is stored`);
      return [entryHeader(numbers[object.type], object.size), object.deflated];
    });
    const batch = Buffer.concat(pieces);
    sum.update(batch);
    yield batch;
  }
  yield sum.digest();
}

function entryHeader(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}
