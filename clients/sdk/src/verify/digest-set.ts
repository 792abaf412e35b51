/** Words kept of a digest: 128 bits, so that two different ids collide by chance never, in practice. */
const words = 4;

/**
 * A set of digests in one typed array, at most half full: 32 to 64 bytes a member and no work for the garbage collector, where a Set
 * of a million ids takes over a hundred megabytes. Open addressing; the digest's first word is its own hash.
 */
export class DigestSet {
  #slots = new Uint32Array(1024 * words);
  #size = 0;

  /** Adds a digest of at least 16 bytes. False when it was already there. */
  add(digest: Uint8Array): boolean {
    if ((this.#size + 1) * 2 * words > this.#slots.length) this.#grow();
    const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
    // An empty slot is all zeros, so the lowest bit of the last word is always set.
    const added = insert(
      this.#slots,
      view.getUint32(0),
      view.getUint32(4),
      view.getUint32(8),
      (view.getUint32(12) | 1) >>> 0,
    );
    if (added) this.#size += 1;
    return added;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += words) {
      const last = old[at + 3] ?? 0;
      if (last !== 0) insert(this.#slots, old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0, last);
    }
  }
}

function insert(slots: Uint32Array, a: number, b: number, c: number, d: number): boolean {
  let at = (a * words) % slots.length;
  while (slots[at + 3] !== 0) {
    if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d) return false;
    at = (at + words) % slots.length;
  }
  slots[at] = a;
  slots[at + 1] = b;
  slots[at + 2] = c;
  slots[at + 3] = d;
  return true;
}
