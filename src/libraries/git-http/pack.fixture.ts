import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { flushPacket, packet } from './pkt-line.ts';

/** One entry of a pack for tests that lie: type, what the header says the size is, the base of a delta, and what is deflated. */
export interface RawEntry {
  readonly type: number;
  readonly size: number;
  readonly base?: Buffer;
  readonly deflated: Buffer;
}

export const entryOf = (type: number, content: Uint8Array, base?: Buffer): RawEntry => ({
  type,
  size: content.length,
  deflated: deflateSync(content),
  ...(base === undefined ? {} : { base }),
});

/** A pack with a right checksum, however wrong its entries are. */
export function rawPack(entries: readonly RawEntry[], count = entries.length): Buffer {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(count, 8);
  return summed(
    Buffer.concat([
      header,
      ...entries.flatMap(({ type, size, base, deflated }) => [
        sizeHeader(type, size),
        base ?? Buffer.alloc(0),
        deflated,
      ]),
    ]),
  );
}

export const summed = (pack: Buffer): Buffer =>
  Buffer.concat([pack, createHash('sha1').update(pack).digest()]);

function sizeHeader(type: number, size: number): Buffer {
  const bytes: number[] = [];
  let rest = Math.floor(size / 16);
  let byte = (type << 4) | (size % 16);
  for (; rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 0x80);
    byte = rest % 128;
  }
  return Buffer.from([...bytes, byte]);
}

/** A number as deltas write sizes. */
export function deltaSize(size: number): Buffer {
  const bytes: number[] = [];
  for (let rest = size; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}

/** The body of a push of one ref. */
export function pushBody(ref: string, after: string, pack: Buffer, before = '0'.repeat(40)): Buffer {
  const command = packet(`${before} ${after} ${ref}\0 report-status side-band-64k agent=test`);
  return Buffer.concat([command, flushPacket, pack]);
}
