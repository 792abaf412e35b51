import { createHash, randomBytes } from 'node:crypto';

/** A salted commitment to words: the entry holds it, the salt stays beside the words, and both can be erased together (AT-35). */
export interface Commitment {
  readonly salt: Uint8Array;
  readonly commitment: `sha256:${string}`;
}

export function commitTo(words: string): Commitment {
  const salt = randomBytes(16);
  const hash = createHash('sha256').update(salt).update(words).digest('hex');
  return { salt, commitment: `sha256:${hash}` };
}
