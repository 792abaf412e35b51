import { invariant } from '../../platform/invariant.ts';
import { type GitObject, gitObject, type Oid } from './object.ts';

/** What a tree's entry is. `link` and `submodule` can only come from a push; nothing here makes them. */
export type Mode = '100644' | '100755' | '040000' | '120000' | '160000';

export interface TreeEntry {
  readonly mode: Mode;
  readonly name: string;
  readonly oid: Oid;
}

const folderMode = '040000' satisfies Mode;

/**
 * Encodes a tree. Git wants the entries sorted by the bytes of their names, folders as if they ended with `/`
 * (git's `base_name_compare`); anything else fails `git fsck` (`treeNotSorted`). That is why just-git's `writeTree` is not used:
 * it sorts by locale.
 */
export function treeOf(entries: readonly TreeEntry[]): GitObject {
  const sorted = entries
    .map((entry) => ({ entry, key: sortKey(entry) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  const parts: Buffer[] = [];
  for (const { entry } of sorted) {
    // Git writes a folder's mode without the leading zero (`zeroPaddedFilemode` otherwise).
    parts.push(Buffer.from(`${entry.mode.replace(/^0/, '')} ${entry.name}\0`), Buffer.from(entry.oid, 'hex'));
  }
  return gitObject('tree', Buffer.concat(parts));
}

function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.mode === folderMode ? `${entry.name}/` : entry.name);
}

/** Reads a tree's entries. The bytes were checked when they were stored: damage here is a bug or a broken database. */
export function readTree(content: Uint8Array): TreeEntry[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, space);
    invariant(space > at && zero > space && zero + 21 <= bytes.length, 'a stored tree is whole');
    const mode = modeOf(bytes.toString('latin1', at, space));
    const name = bytes.toString('utf8', space + 1, zero);
    entries.push({ mode, name, oid: bytes.toString('hex', zero + 1, zero + 21) });
    at = zero + 21;
  }
  return entries;
}

function modeOf(text: string): Mode {
  switch (text) {
    case '100644':
    case '100755':
    case '120000':
    case '160000':
      return text;
    case '40000':
      return folderMode;
    default:
      throw new Error(`invariant: a stored tree has known modes, not ${text}`);
  }
}
