import { type Packet, packetLength } from '../pkt-line.ts';
import { remoteProblems } from './problems.ts';

/**
 * Splits what a server sends into packets (gitprotocol-common), one at a time: no more than one packet is kept.
 * @throws Problem `library.import.git_too_large` 413 after `maxBytes`, `library.import.git_bad_answer` 502
 */
export async function* packetsOf(pieces: AsyncIterable<unknown>, maxBytes: number): AsyncGenerator<Packet> {
  const { badAnswer, tooLarge } = remoteProblems;
  let buffered: Buffer[] = [];
  let length = 0;
  let total = 0;
  let size: number | undefined;
  for await (const piece of pieces) {
    if (!Buffer.isBuffer(piece)) throw new Error('invariant: a body is bytes');
    total += piece.length;
    if (total > maxBytes) throw tooLarge(`the host sent over ${maxBytes} bytes in one answer`);
    buffered.push(piece);
    length += piece.length;
    // Joined only when there is something to take: a server that sends single bytes makes no work of it.
    while (length >= (size ?? 4)) {
      const all = buffered.length === 1 && buffered[0] !== undefined ? buffered[0] : Buffer.concat(buffered);
      const taken = all.subarray(0, size ?? 4);
      buffered = [all.subarray(taken.length)];
      length = all.length - taken.length;
      if (size !== undefined) {
        size = undefined;
        yield taken;
        continue;
      }
      const said = packetLength(taken.toString('latin1'));
      if (said === undefined) throw badAnswer('a packet has no length');
      if (typeof said === 'string') yield said;
      else size = said;
    }
  }
  if (length > 0 || size !== undefined) throw badAnswer('it ends in the middle of a packet');
}
