/** A packet of the git protocol (gitprotocol-common, "pkt-line format"): data, or one of the special ones. */
export type Packet = Buffer | 'flush' | 'delimiter' | 'end';

export const flushPacket = Buffer.from('0000');
export const delimiterPacket = Buffer.from('0001');

/** Longest data of one packet: 65520 with its four length digits. */
const maxData = 65_516;

/** One packet with this data. Text is UTF-8. */
export function packet(data: string | Uint8Array): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  if (bytes.length > maxData) throw new Error('invariant: a packet holds at most 65516 bytes');
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}

export type Band = 1 | 2 | 3;

/** Data on a side band (gitprotocol-pack, "Packfile Data"): 1 is the pack or report, 2 is shown to the person, 3 is a fatal error. */
export function* onBand(band: Band, data: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < data.length; at += maxData - 1) {
    const piece = data.subarray(at, at + maxData - 1);
    const head = `${(piece.length + 5).toString(16).padStart(4, '0')}${String.fromCharCode(band)}`;
    yield Buffer.concat([Buffer.from(head, 'latin1'), piece]);
  }
}

/** What a packet says as text, without the line feed that may end it. */
export function lineOf(data: Buffer): string {
  const text = data.toString('utf8');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/**
 * The length that four hex digits say, or what they mean specially; undefined when they are no length.
 */
export function packetLength(digits: string): number | 'flush' | 'delimiter' | 'end' | undefined {
  if (!/^[0-9a-f]{4}$/i.test(digits)) return undefined;
  const length = Number.parseInt(digits, 16);
  if (length === 0) return 'flush';
  if (length === 1) return 'delimiter';
  if (length === 2) return 'end';
  return length < 4 || length > maxData + 4 ? undefined : length - 4;
}
