import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '../../platform/problem.ts';
import { type Packet, packetLength } from './pkt-line.ts';

/** Reads a request's body piece by piece, never more than `maxBytes` of it (after gunzip): more is refused, not cut. */
export interface RequestBody {
  /** The next packet, or undefined at the end of the body. @throws Problem `git.bad_request` 400 */
  packet(): Promise<Packet | undefined>;
  /** All that is left. */
  rest(): Promise<Buffer>;
  /** Lets go of the body. What was not read is read and thrown away, up to a bound: a client that still sends would not read a reply. */
  close(): Promise<void>;
}

export function badRequest(why: string): Problem {
  return new Problem({
    code: 'git.bad_request',
    status: 400,
    detail: `This is not how git speaks over HTTP: ${why}.`,
  });
}

export function tooLarge(detail: string): Problem {
  return new Problem({ code: 'git.too_large', status: 413, detail });
}

/** How much of a refused body is read to its end. */
const maxThrownBytes = 268_435_456;

export function readRequest(request: IncomingMessage, maxBytes: number): RequestBody {
  const declared = Number(request.headers['content-length'] ?? 0);
  const limit = () => tooLarge(`A request holds at most ${maxBytes / 1_048_576} MiB. Push in smaller parts.`);
  if (declared > maxBytes) throw limit();
  const source = decoded(request);
  const pieces: AsyncIterator<unknown> = source[Symbol.asyncIterator]();
  let buffered: Buffer[] = [];
  let length = 0;
  let total = 0;
  let ended = false;

  async function more(): Promise<boolean> {
    const next = await pieces.next().catch((cause: unknown) => {
      ended = true;
      throw new Problem({
        code: 'git.bad_request',
        status: 400,
        detail: 'The body ended early or is not what its encoding says.',
        cause,
      });
    });
    if (next.done === true) {
      ended = true;
      return false;
    }
    if (!Buffer.isBuffer(next.value)) throw new Error('invariant: a body is bytes');
    total += next.value.length;
    if (total > maxBytes) throw limit();
    buffered.push(next.value);
    length += next.value.length;
    return true;
  }

  /** Exactly `size` bytes, or undefined when the body ends right here. */
  async function take(size: number): Promise<Buffer | undefined> {
    while (length < size)
      if (!(await more())) {
        if (length === 0) return undefined;
        throw badRequest('the body ends in the middle of a packet');
      }
    const all = buffered.length === 1 && buffered[0] !== undefined ? buffered[0] : Buffer.concat(buffered);
    buffered = all.length > size ? [all.subarray(size)] : [];
    length = all.length - size;
    return all.subarray(0, size);
  }

  return {
    packet: async () => {
      const digits = await take(4);
      if (digits === undefined) return undefined;
      const size = packetLength(digits.toString('latin1'));
      if (size === undefined) throw badRequest('a packet has no length');
      if (typeof size === 'string') return size;
      if (size === 0) return Buffer.alloc(0);
      const data = await take(size);
      if (data === undefined) throw badRequest('the body ends in the middle of a packet');
      return data;
    },
    rest: async () => {
      while (await more()) {
        // `more` keeps what it reads, and its limit.
      }
      const all = Buffer.concat(buffered);
      buffered = [];
      length = 0;
      return all;
    },
    close: async () => {
      buffered = [];
      if (source !== request) return throwAway(request, source);
      for (let thrown = 0; !ended && thrown < maxThrownBytes; ) {
        const next = await pieces.next().catch(() => undefined);
        ended = next === undefined || next.done === true;
        if (next !== undefined && Buffer.isBuffer(next.value)) thrown += next.value.length;
      }
      if (!ended) request.destroy();
    },
  };
}

function decoded(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return request;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new Problem({
      code: 'git.unsupported_encoding',
      status: 415,
      detail: 'A body is sent as it is or as gzip, not in another encoding.',
    });
  const gunzip = createGunzip();
  // An aborted request must end the reading side too: `pipe` alone would leave it waiting.
  request.on('error', (error) => gunzip.destroy(error));
  request.on('aborted', () => gunzip.destroy(new Error('the client went away')));
  return request.pipe(gunzip);
}

/** Reads what is left of a compressed body without inflating it. */
function throwAway(request: IncomingMessage, inflating: Readable): Promise<void> {
  request.unpipe();
  inflating.on('error', () => undefined).destroy();
  return new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve();
    let thrown = 0;
    request.on('data', (piece: Buffer) => {
      thrown += piece.length;
      if (thrown > maxThrownBytes) request.destroy();
    });
    request.once('end', resolve).once('close', resolve).resume();
  });
}
