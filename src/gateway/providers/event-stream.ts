import { crc32 } from 'node:zlib';

/** One message of Amazon's event stream (`application/vnd.amazon.eventstream`). */
export interface StreamMessage {
  /** Headers whose value is a text; those of other types are passed over. */
  readonly headers: ReadonlyMap<string, string>;
  readonly payload: Uint8Array;
}

const preludeBytes = 12;
const checksumBytes = 4;

/** Sizes of header values by type, after the type byte; undefined where two bytes say it, as for texts. */
const sizes: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };
const textType = 7;

/**
 * Reads messages as they come, in any number of pieces: total length, length of headers, checksum of both, headers, payload, checksum of all
 * (big-endian, CRC-32).
 * @throws RangeError for a message longer than `limit` bytes, Error for one whose checksums do not fit, and for an end in the middle
 */
export async function* streamMessages(
  pieces: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<StreamMessage> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    for (let length = lengthOf(rest, limit); length !== undefined; length = lengthOf(rest, limit)) {
      if (rest.length < length) break;
      yield messageOf(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) throw new Error('the stream ended in the middle of a message');
}

/** The length of the message that begins here, once its beginning is here; checked, so that nobody waits for what never comes. */
function lengthOf(bytes: Buffer, limit: number): number | undefined {
  if (bytes.length < preludeBytes) return undefined;
  if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8))
    throw new Error('the checksum of a prelude is wrong');
  const length = bytes.readUInt32BE(0);
  if (length > limit) throw new RangeError('a message is too long');
  const least = preludeBytes + bytes.readUInt32BE(4) + checksumBytes;
  if (length < least) throw new Error('a message is shorter than its headers');
  return length;
}

function messageOf(bytes: Buffer): StreamMessage {
  const end = bytes.length - checksumBytes;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end))
    throw new Error('the checksum of a message is wrong');
  const headersEnd = preludeBytes + bytes.readUInt32BE(4);
  return {
    headers: headersOf(bytes.subarray(preludeBytes, headersEnd)),
    payload: bytes.subarray(headersEnd, end),
  };
}

function headersOf(bytes: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    const name = bytes.toString('utf8', at + 1, nameEnd);
    const type = bytes.readUInt8(nameEnd);
    const fixed = sizes[type];
    const start = nameEnd + (fixed === undefined ? 3 : 1);
    const end = start + (fixed ?? bytes.readUInt16BE(nameEnd + 1));
    if (type === textType) headers.set(name, bytes.toString('utf8', start, end));
    at = end;
  }
  return headers;
}
