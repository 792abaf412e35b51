import type { GitObject, Oid } from './object.ts';
import { type Mode, readTree, type TreeEntry, treeOf } from './tree.ts';

/** One file of a commit. */
export interface ListedFile {
  readonly mode: Mode;
  readonly oid: Oid;
}

/** All files of a commit, by path (`/` between folders). Folders are not listed: git has none without files. */
export type Listing = ReadonlyMap<string, ListedFile>;

interface Folder {
  readonly files: Map<string, ListedFile>;
  readonly folders: Map<string, Folder>;
}

/** Builds the trees of a listing: the root and every folder, children before parents. */
export function treesOf(listing: Listing): { root: GitObject; trees: readonly GitObject[] } {
  const top: Folder = { files: new Map(), folders: new Map() };
  for (const [path, file] of listing) {
    const segments = path.split('/');
    const name = segments.pop() ?? path;
    let folder = top;
    for (const segment of segments) folder = childOf(folder, segment);
    folder.files.set(name, file);
  }
  const trees: GitObject[] = [];
  const root = encode(top, trees);
  return { root, trees };
}

function childOf(folder: Folder, name: string): Folder {
  const existing = folder.folders.get(name);
  if (existing !== undefined) return existing;
  const made: Folder = { files: new Map(), folders: new Map() };
  folder.folders.set(name, made);
  return made;
}

function encode(folder: Folder, trees: GitObject[]): GitObject {
  const entries: TreeEntry[] = [...folder.files].map(([name, { mode, oid }]) => ({ mode, name, oid }));
  for (const [name, child] of folder.folders)
    entries.push({ mode: '040000', name, oid: encode(child, trees).oid });
  const tree = treeOf(entries);
  trees.push(tree);
  return tree;
}

/**
 * Lists the files under a tree, one batch of trees per level of folders.
 * @param load contents of these trees, by oid; every one of them must be there
 */
export async function listTree(
  root: Oid,
  load: (oids: readonly Oid[]) => Promise<ReadonlyMap<Oid, Uint8Array>>,
): Promise<Listing> {
  const listing = new Map<string, ListedFile>();
  let level: readonly { prefix: string; oid: Oid }[] = [{ prefix: '', oid: root }];
  while (level.length > 0) {
    const contents = await load([...new Set(level.map((tree) => tree.oid))]);
    const next: { prefix: string; oid: Oid }[] = [];
    for (const { prefix, oid } of level) {
      const content = contents.get(oid);
      if (content === undefined) throw new Error(`invariant: tree ${oid} is stored`);
      for (const { mode, name, oid: child } of readTree(content)) {
        if (mode === '040000') next.push({ prefix: `${prefix}${name}/`, oid: child });
        else listing.set(prefix + name, { mode, oid: child });
      }
    }
    level = next;
  }
  return listing;
}
