import { deflateSync } from 'node:zlib';
import type { ObjectType, Oid } from '../git/index.ts';

const numbers: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };
const refDelta = 7;

/** An object whole, as an entry of a pack (gitformat-pack). @param deflated its content, as it is stored; `size` is that of the content */
export function wholeEntry(type: ObjectType, size: number, deflated: Uint8Array): Buffer {
  return Buffer.concat([entryHeader(numbers[type], size), deflated]);
}

/** An object as what differs from another one (`OBJ_REF_DELTA`), which has to be in the same pack or with the receiver. */
export function deltaEntry(base: Oid, delta: Uint8Array): Buffer {
  return Buffer.concat([entryHeader(refDelta, delta.length), Buffer.from(base, 'hex'), deflateSync(delta)]);
}

/** A pack's first bytes: version 2 and how many entries follow. */
export function packHeader(objects: number): Buffer {
  const header = Buffer.alloc(12);
  header.write('PACK', 0, 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects, 8);
  return header;
}

function entryHeader(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}
