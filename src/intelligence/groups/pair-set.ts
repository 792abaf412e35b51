/** A set of small whole numbers, as bits. */
export class PairSet {
  private readonly words: Uint32Array;

  /** @param size one more than the largest number that it can hold */
  constructor(size: number) {
    this.words = new Uint32Array(Math.ceil(size / 32));
  }

  add(pair: number): void {
    const at = pair >>> 5;
    this.words[at] = (this.words[at] ?? 0) | (1 << (pair & 31));
  }

  addAll(other: PairSet): void {
    for (let at = 0; at < this.words.length; at += 1)
      this.words[at] = (this.words[at] ?? 0) | (other.words[at] ?? 0);
  }

  /** Whether everything in it is in the other one too. */
  isWithin(other: PairSet): boolean {
    for (let at = 0; at < this.words.length; at += 1)
      if (((this.words[at] ?? 0) & ~(other.words[at] ?? 0)) !== 0) return false;
    return true;
  }

  /** Calls for everything that is in it and not in the other one. */
  eachWithout(other: PairSet, visit: (pair: number) => void): void {
    for (let at = 0; at < this.words.length; at += 1) {
      let left = (this.words[at] ?? 0) & ~(other.words[at] ?? 0);
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        visit(at * 32 + bit);
        left &= left - 1;
      }
    }
  }
}
