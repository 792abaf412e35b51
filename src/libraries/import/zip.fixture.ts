import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a zip, honest or not: what is given beside the text is written as it is. */
export interface ZipMember {
  readonly name: string;
  readonly text: string | Uint8Array;
  /** What the directory says of its size. */
  readonly claimedSize?: number;
  readonly flags?: number;
  readonly attributes?: number;
}

/** Writes a zip by its specification (APPNOTE 4.3), for tests. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, claimedSize, flags = 0x800, attributes = 0 } of members) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const bytes = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(flags, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(claimedSize ?? content.length, 18);
    shared.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, bytes, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(attributes, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), shared, rest, bytes]));
    pieces.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...pieces, listing, Buffer.from('PK\u0005\u0006'), end]);
}
