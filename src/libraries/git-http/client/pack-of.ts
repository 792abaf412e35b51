import { lineOf, type Packet } from '../pkt-line.ts';
import { remoteProblems } from './problems.ts';

/** Bytes that arrive in pieces of any size, in one buffer that grows to at most `maxBytes`: many small pieces cost no more than few. */
class Gathered {
  readonly #maxBytes: number;
  #buffer = Buffer.allocUnsafe(65_536);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#maxBytes) {
      const megabytes = Math.ceil(this.#maxBytes / 1_048_576);
      throw remoteProblems.tooLarge(`its files are over ${megabytes} MiB packed`);
    }
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(Math.max(length, this.#buffer.length * 2), this.#maxBytes));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  done(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}

/**
 * The pack in the answer to `fetch` (gitprotocol-v2, "fetch"). Progress is thrown away, and so is what the server says about its
 * errors: only that there was one is told.
 * @throws Problem `library.import.git_bad_answer` 502, `library.import.git_too_large` 413
 */
export async function packOf(packets: AsyncIterable<Packet>, maxBytes: number): Promise<Buffer> {
  const { badAnswer } = remoteProblems;
  const gathered = new Gathered(maxBytes);
  let section: string | undefined;
  for await (const one of packets) {
    if (one === 'flush') {
      if (section !== 'packfile') break;
      return gathered.done();
    }
    if (one === 'delimiter') {
      section = undefined;
      continue;
    }
    if (one === 'end') throw badAnswer('it ends early');
    if (section === 'packfile') {
      const band = one[0];
      if (band === 1) gathered.add(one.subarray(1));
      else if (band !== 2)
        throw badAnswer(band === 3 ? 'it broke off with an error' : 'a packet has no band');
    } else if (section === undefined) {
      section = lineOf(one);
      if (!['acknowledgments', 'shallow-info', 'wanted-refs', 'packfile'].includes(section))
        throw badAnswer(section.startsWith('ERR ') ? 'it is an error' : 'it has an unknown part');
    }
  }
  throw badAnswer('it holds no pack');
}
