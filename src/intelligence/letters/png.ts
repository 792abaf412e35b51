import { crc32, deflateSync } from 'node:zlib';

/** A picture of whole colors, drawn by rectangles and written as PNG (RFC 2083). No fonts: words stand beside it. */
export class Canvas {
  private readonly pixels: Buffer;

  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = Buffer.alloc(width * height * 3, 0xff);
  }

  /** @param color `#rrggbb` */
  fill(x: number, y: number, width: number, height: number, color: string): void {
    const rgb = Buffer.from(color.slice(1), 'hex');
    const [left, top] = [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))];
    const right = Math.min(this.width, Math.round(x + width));
    const bottom = Math.min(this.height, Math.round(y + height));
    for (let row = top; row < bottom; row += 1)
      for (let column = left; column < right; column += 1)
        rgb.copy(this.pixels, (row * this.width + column) * 3);
  }

  png(): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    // Eight bits a channel, red, green and blue.
    header.set([8, 2, 0, 0, 0], 8);
    const line = this.width * 3;
    const raw = Buffer.alloc((line + 1) * this.height);
    for (let row = 0; row < this.height; row += 1)
      this.pixels.copy(raw, row * (line + 1) + 1, row * line, (row + 1) * line);
    return Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(raw)),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}
