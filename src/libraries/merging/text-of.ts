import type { ListedFile, Oid } from '../git/index.ts';

/** Bytes of every blob that a merge looks into. */
export type Contents = ReadonlyMap<Oid, Uint8Array>;

/** A file's text; undefined when there is no file, and for what is no UTF-8 text (git's own rule for NUL, too). Pure. */
export function textOf(file: ListedFile | undefined, contents: Contents): string | undefined {
  const bytes = file === undefined ? undefined : contents.get(file.oid);
  if (bytes === undefined || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
