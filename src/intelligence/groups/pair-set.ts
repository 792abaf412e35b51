/** A set of small whole numbers: as bits to ask, and as a list to go through. */
export class PairSet {
  private readonly words: Uint32Array;
  private readonly list: number[] = [];

  /** @param size one more than the largest number that it can hold */
  constructor(size: number) {
    this.words = new Uint32Array(Math.ceil(size / 32));
  }

  has(pair: number): boolean {
    return ((this.words[pair >>> 5] ?? 0) & (1 << (pair & 31))) !== 0;
  }

  add(pair: number): void {
    if (this.has(pair)) return;
    const at = pair >>> 5;
    this.words[at] = (this.words[at] ?? 0) | (1 << (pair & 31));
    this.list.push(pair);
  }

  addAll(other: PairSet): void {
    for (const pair of other.list) this.add(pair);
  }

  /** Whether everything in it is in the other one too. */
  isWithin(other: PairSet): boolean {
    return this.list.every((pair) => other.has(pair));
  }

  /** Goes through everything that is in it and not in the other one, until told to stop. */
  someWithout(other: PairSet | undefined, visit: (pair: number) => boolean): void {
    for (const pair of this.list) if (other?.has(pair) !== true && visit(pair)) return;
  }
}
