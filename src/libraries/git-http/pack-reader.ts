import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { Problem } from '../../platform/problem.ts';
import { type GitObject, gitObject, type ObjectType, type Oid } from '../git/index.ts';
import { applyDelta, deltaResultSize } from './delta.ts';
import { gitLimits } from './limits.ts';
import { tooLarge } from './request-body.ts';

/** A pack that is none, or lies about itself. The push is refused whole. */
export function badPack(why: string): Problem {
  return new Problem({
    code: 'git.bad_pack',
    status: 422,
    detail: `The pack is damaged: ${why}. Run \`git fsck\` in your copy, then push again.`,
  });
}

interface Packed {
  readonly at: number;
  readonly data: Buffer;
  readonly type: ObjectType | undefined;
  readonly base: number | Oid | undefined;
}

const types: Readonly<Record<number, ObjectType>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };

/** Finds objects that the library has: bases of a thin pack. */
export type LoadObjects = (oids: readonly Oid[]) => Promise<ReadonlyMap<Oid, GitObject>>;

/**
 * Reads a pack (gitformat-pack, version 2 and 3), thin or not, within the limits: sizes that objects declare are checked before
 * anything is inflated, and inflating stops at the declared size, so no pack makes more of itself than it was allowed to.
 * @throws Problem `git.bad_pack` 422, `git.too_large` 413
 */
export async function readPack(pack: Buffer, load: LoadObjects): Promise<ReadonlyMap<Oid, GitObject>> {
  const count = objectCount(pack);
  const packed: Packed[] = [];
  let at = 12;
  let inflated = 0;
  for (let index = 0; index < count; index += 1) {
    if (index % 100 === 99) await breathe();
    const header = readHeader(pack, at);
    inflated += header.size;
    refuseOversized(header.size, inflated);
    const { data, used } = inflateExactly(pack.subarray(header.dataAt, pack.length - 20), header.size);
    packed.push({ at, data, type: header.type, base: header.base });
    at = header.dataAt + used;
  }
  if (at !== pack.length - 20) throw badPack('something follows its last object');
  const sum = createHash('sha1').update(pack.subarray(0, at)).digest();
  if (!sum.equals(pack.subarray(at))) throw badPack('its checksum is another');
  return resolve(packed, inflated, load);
}

function objectCount(pack: Buffer): number {
  if (pack.length < 32 || pack.toString('latin1', 0, 4) !== 'PACK') throw badPack('it does not begin as one');
  const version = pack.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw badPack(`it is of version ${version}`);
  const count = pack.readUInt32BE(8);
  if (count > gitLimits.objectsPerPush)
    throw tooLarge(`A push brings at most ${gitLimits.objectsPerPush} objects. Push in smaller parts.`);
  return count;
}

function refuseOversized(size: number, inflated: number): void {
  if (size > gitLimits.objectBytes)
    throw tooLarge(
      `An object of this push is over ${gitLimits.objectBytes / 1024} KiB. Libraries hold text: take the large file out.`,
    );
  if (inflated > gitLimits.inflatedBytes)
    throw tooLarge(
      `The objects of this push are over ${gitLimits.inflatedBytes / 1_048_576} MiB together. Push in smaller parts.`,
    );
}

function readHeader(pack: Buffer, start: number) {
  const end = pack.length - 20;
  let at = start;
  const byte = (): number => {
    const value = at < end ? pack[at] : undefined;
    if (value === undefined) throw badPack('it ends early');
    at += 1;
    return value;
  };
  let current = byte();
  const kind = (current >> 4) & 7;
  let size = current & 15;
  for (let factor = 16; current & 0x80; factor *= 128) {
    current = byte();
    size += (current & 0x7f) * factor;
    if (factor > 2 ** 40) throw badPack('an object has no size');
  }
  let base: number | Oid | undefined;
  if (kind === 6) base = start - ofsDistance(byte);
  else if (kind === 7) {
    if (at + 20 > end) throw badPack('it ends early');
    base = pack.toString('hex', at, at + 20);
    at += 20;
  } else if (types[kind] === undefined) throw badPack('an object is of no type');
  return { type: types[kind], size, base, dataAt: at };
}

/** The offset encoding of gitformat-pack. */
function ofsDistance(byte: () => number): number {
  let current = byte();
  let distance = current & 0x7f;
  while (current & 0x80) {
    current = byte();
    distance = (distance + 1) * 128 + (current & 0x7f);
    if (distance > 2 ** 32) throw badPack('a delta has no base');
  }
  return distance;
}

function inflateExactly(bytes: Buffer, size: number): { data: Buffer; used: number } {
  const options = { info: true, maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size + 1, 64) };
  let result: unknown;
  try {
    // Longer than declared throws (ERR_BUFFER_TOO_LARGE): a bomb ends at the size that it was let in with.
    result = inflateSync(bytes, options);
  } catch {
    throw badPack('an object cannot be inflated to the size it says');
  }
  const { buffer, engine } = infoOf(result);
  if (buffer.length !== size) throw badPack('an object has another size than it says');
  return { data: buffer, used: engine.bytesWritten };
}

/** With `info`, Node answers `{ buffer, engine }`, which its types do not say. */
function infoOf(result: unknown): { buffer: Buffer; engine: { bytesWritten: number } } {
  if (typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result) {
    const { buffer, engine } = result;
    if (
      Buffer.isBuffer(buffer) &&
      typeof engine === 'object' &&
      engine !== null &&
      'bytesWritten' in engine
    ) {
      const { bytesWritten } = engine;
      if (typeof bytesWritten === 'number') return { buffer, engine: { bytesWritten } };
    }
  }
  throw new Error('invariant: inflate tells how much it read');
}

async function resolve(
  packed: readonly Packed[],
  inflatedBefore: number,
  load: LoadObjects,
): Promise<ReadonlyMap<Oid, GitObject>> {
  const byOid = new Map<Oid, GitObject>();
  const done = new Map<number, { readonly object: GitObject; readonly depth: number }>();
  const depths = new Map<Oid, number>();
  const keep = (at: number, type: ObjectType, content: Uint8Array, depth: number) => {
    const object = gitObject(type, content);
    byOid.set(object.oid, object);
    depths.set(object.oid, depth);
    done.set(at, { object, depth });
  };
  for (const { at, type, data } of packed) if (type !== undefined) keep(at, type, data, 0);
  let left = packed.filter(({ type }) => type === undefined);
  let inflated = inflatedBefore;
  let outside: ReadonlyMap<Oid, GitObject> | undefined;
  while (left.length > 0) {
    const waiting: Packed[] = [];
    for (const [index, delta] of left.entries()) {
      if (index % 200 === 199) await breathe();
      const { base } = delta;
      const found =
        typeof base === 'number'
          ? done.get(base)?.object
          : (byOid.get(base ?? '') ?? outside?.get(base ?? ''));
      if (found === undefined) {
        waiting.push(delta);
        continue;
      }
      const depth = (depths.get(found.oid) ?? 0) + 1;
      if (depth > gitLimits.deltaDepth) throw badPack(`a delta is more than ${gitLimits.deltaDepth} deep`);
      const size = deltaResultSize(delta.data);
      inflated += size;
      refuseOversized(size, inflated);
      keep(delta.at, found.type, applyDelta(found.content, delta.data), depth);
    }
    if (waiting.length === left.length) {
      if (outside !== undefined) throw badPack('a delta has no base');
      const named = waiting.flatMap(({ base }) => (typeof base === 'string' ? [base] : []));
      outside = await load([...new Set(named)]);
    }
    left = waiting;
  }
  return byOid;
}
