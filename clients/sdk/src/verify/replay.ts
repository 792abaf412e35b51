import { encodeUtf8, equalBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { DigestSet } from './digest-set.ts';
import { type Entry, readEntry } from './entry.ts';
import type { EntryLine, TileLine } from './export-line.ts';
import { CompactRange, leafHash } from './merkle.ts';
import { type IndexRange, type Reason, Refused } from './refusal.ts';
import { sha256 } from './sha256.ts';

/** A stored tile hash that is not the root of its entries. Whether entries or tile are wrong, the next checkpoint tells. */
type Suspicion = { tile: TileLine; range: IndexRange };

/**
 * Rebuilds a log from its entries in order and compares it with what was stored and signed, so that the first bad index can be named.
 * Memory grows with the logarithm of the log, and 32 to 64 bytes an entry while ids are checked.
 */
export class Replay {
  readonly #head: Checkpoint;
  readonly #heldSize: number | undefined;
  readonly #organization: string;
  readonly #tree = new CompactRange();
  readonly #ids: DigestSet | undefined;
  /** Up to here a signed checkpoint agreed. */
  #agreed = 0;
  #suspicion: Suspicion | undefined;
  #heldRoot: Uint8Array | undefined;

  /** `heldSize`: the size of a checkpoint that the caller holds. */
  constructor(head: Checkpoint, heldSize: number | undefined, organization: string, checkIds: boolean) {
    this.#head = head;
    this.#heldSize = heldSize;
    this.#organization = organization;
    this.#ids = checkIds ? new DigestSet() : undefined;
  }

  /** How many entries were read. */
  get size(): number {
    return this.#tree.size;
  }

  entry(line: EntryLine): Entry {
    const due = this.size;
    const { index, leaf, hash } = line;
    if (due >= this.#head.treeSize)
      this.#refuse('entry.surplus', `There is an entry ${index}, but the signed tree has ${due}.`, due);
    if (index > due)
      this.#refuse('entry.missing', `Entry ${due} is missing; entry ${index} stands in its place.`, due);
    if (index < due)
      this.#refuse('entry.out_of_order', `Where entry ${due} is due, entry ${index} stands again.`, due);
    const computed = leafHash(leaf);
    if (!equalBytes(computed, hash))
      this.#refuse(
        'entry.altered',
        `The bytes of entry ${index} do not have the leaf hash that was stored.`,
        index,
      );
    const entry = this.#read(leaf, index);
    if (this.#ids?.add(sha256(encodeUtf8(entry.id))) === false)
      this.#refuse('entry.repeated_id', `Entry ${index} has the id ${entry.id} of an earlier entry.`, index);
    this.#tree.append(computed);
    if (this.#heldSize === this.size) this.#heldRoot = this.#tree.root();
    return entry;
  }

  #read(leaf: Uint8Array, index: number): Entry {
    try {
      return readEntry(leaf, index, this.#organization);
    } catch (error) {
      if (error instanceof Refused) this.#refuse(error.refusal.reason, error.refusal.sentence, index);
      throw error;
    }
  }

  tile(tile: TileLine): void {
    const span = 256 ** tile.level;
    const first = tile.index * span;
    if (first + span !== this.size)
      throw new Refused('file.malformed', `A tile hash of entry ${first} on stands at the wrong place.`, {
        index: this.size,
      });
    const computed = this.#tree.lastComplete(8 * tile.level);
    const agrees = computed !== undefined && equalBytes(computed, tile.hash);
    if (!agrees) this.#suspicion ??= { tile, range: { first, last: first + span - 1 } };
  }

  /** A checkpoint whose signature was verified, at the place where its tree ends. */
  checkpoint({ treeSize, rootHash }: Checkpoint): void {
    if (treeSize !== this.size)
      this.#refuse(
        'checkpoint.mismatch',
        `A checkpoint of ${treeSize} entries stands after ${this.size}.`,
        Math.min(treeSize, this.size),
      );
    if (equalBytes(this.#tree.root(), rootHash)) this.#agree();
    else this.#disagree(treeSize);
  }

  /** The end of the export: is the whole signed tree there? */
  finish(): void {
    const { treeSize } = this.#head;
    if (this.size < treeSize)
      this.#refuse(
        'log.cut',
        `The export ends after ${this.size} entries, its checkpoint covers ${treeSize}; first missing index ${this.size}.`,
        this.size,
      );
    this.checkpoint(this.#head);
  }

  /** Does the tree extend the checkpoint that the caller held, whose signature was verified meanwhile? */
  finishHeld(held: Checkpoint): void {
    const { treeSize } = this.#head;
    if (treeSize < held.treeSize)
      throw new Refused(
        'log.rolled_back',
        `The tree is smaller than the checkpoint you hold: ${treeSize} < ${held.treeSize}; first missing index ${treeSize}.`,
        { index: treeSize },
      );
    const differs = this.#heldRoot === undefined || !equalBytes(this.#heldRoot, held.rootHash);
    if (held.treeSize > 0 && differs)
      throw new Refused(
        'log.rewritten',
        `The first ${held.treeSize} entries are not those of the checkpoint you hold: the log was rewritten and signed again.`,
        { index: 0, range: { first: 0, last: held.treeSize - 1 } },
      );
  }

  #agree(): void {
    if (this.#suspicion !== undefined) {
      const { tile, range } = this.#suspicion;
      throw new Refused(
        'tile.mismatch',
        `The stored hash of tile level ${tile.level}, index ${tile.index} is wrong; the entries ${range.first} to ${range.last} under it are as signed.`,
        { index: range.first, range },
      );
    }
    this.#agreed = this.size;
  }

  #disagree(treeSize: number): never {
    const bounds = { first: this.#agreed, last: Math.max(this.#agreed, treeSize - 1) };
    const range = narrow(bounds, this.#suspicion);
    throw new Refused(
      'checkpoint.mismatch',
      `The entries are not those that the checkpoint of ${treeSize} signed; the first bad one is between ${range.first} and ${range.last}.`,
      { index: range.first, range },
    );
  }

  /** Refuses at `index`, unless something before it is already known to be wrong: then that is the first bad place. */
  #refuse(reason: Reason, sentence: string, index: number): never {
    if (this.#suspicion === undefined) throw new Refused(reason, sentence, { index });
    const range = narrow({ first: this.#agreed, last: index }, this.#suspicion);
    throw new Refused(
      'tile.mismatch',
      `The entries ${range.first} to ${range.last} do not have the tile hash that was stored; entry ${index} is bad as well.`,
      { index: range.first, range },
    );
  }
}

function narrow(bounds: IndexRange, suspicion: Suspicion | undefined): IndexRange {
  if (suspicion === undefined) return bounds;
  return {
    first: Math.max(bounds.first, suspicion.range.first),
    last: Math.min(bounds.last, suspicion.range.last),
  };
}
