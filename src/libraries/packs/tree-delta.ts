import { invariant } from '../../platform/invariant.ts';

/**
 * What turns one tree's content into another's (gitformat-pack, "Deltified representation"): runs of entries that both have are
 * copied, the others are written out. Trees that follow each other differ in an entry or two, so this is short. Pure.
 */
export function treeDelta(base: Uint8Array, target: Uint8Array): Uint8Array {
  const from = bufferOf(base);
  const to = bufferOf(target);
  const places = new Map<string, number>();
  for (const [start, end] of entries(from)) places.set(from.toString('latin1', start, end), start);
  const pieces: Buffer[] = [varint(from.length), varint(to.length)];
  let copied: { at: number; length: number } | undefined;
  let written = 0;
  const flush = (until: number) => {
    if (copied !== undefined) pieces.push(...copies(copied.at, copied.length));
    copied = undefined;
    for (let at = written; at < until; at += 127) {
      const piece = to.subarray(at, Math.min(until, at + 127));
      pieces.push(Buffer.from([piece.length]), piece);
    }
    written = until;
  };
  for (const [start, end] of entries(to)) {
    const place = places.get(to.toString('latin1', start, end));
    if (place === undefined) {
      if (copied !== undefined) flush(start);
      continue;
    }
    if (copied !== undefined && copied.at + copied.length === place) copied.length += end - start;
    else {
      flush(start);
      copied = { at: place, length: end - start };
    }
    written = end;
  }
  flush(to.length);
  return Buffer.concat(pieces);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Where each entry begins and ends: a mode and a name, NUL, 20 bytes. */
function* entries(tree: Buffer): Generator<[number, number]> {
  for (let at = 0; at < tree.length; ) {
    const zero = tree.indexOf(0, at);
    const end = zero + 21;
    invariant(zero > at && end <= tree.length, 'a stored tree is whole');
    yield [at, end];
    at = end;
  }
}

const longestCopy = 0xff_ff_ff;

/** Copy instructions: bytes of offset and size, of which those that are zero are left out. */
function copies(at: number, length: number): Buffer[] {
  const made: Buffer[] = [];
  for (let done = 0; done < length; done += longestCopy) {
    const offset = at + done;
    const size = Math.min(longestCopy, length - done);
    let flags = 0x80;
    const bytes: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      const byte = index < 4 ? (offset >>> (8 * index)) & 0xff : (size >>> (8 * (index - 4))) & 0xff;
      if (byte === 0) continue;
      flags |= 1 << index;
      bytes.push(byte);
    }
    made.push(Buffer.from([flags, ...bytes]));
  }
  return made;
}

function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}
