import type { ReadHashes } from './merkle.ts';

/**
 * A reader that asks for the same hashes once. Stored hashes never change, but this is for one batch or one bundle only: it forgets nothing.
 */
export function remembering(readHashes: ReadHashes): ReadHashes {
  const known = new Map<string, Promise<Uint8Array[]>>();
  return (level, start, count) => {
    const key = `${level}/${start}/${count}`;
    const found = known.get(key) ?? readHashes(level, start, count);
    known.set(key, found);
    return found;
  };
}
