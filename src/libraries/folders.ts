import { byPath } from './tree-difference.ts';

/** A folder inside the one that is looked at. */
export interface Folder {
  /** From the root, without a slash at the end. */
  readonly path: string;
  readonly name: string;
  /** Files in it and in all that is inside it. */
  readonly assets: number;
}

/** Cuts a listing at one folder (`''` is the root): the files directly inside, and the folders, by name. Pure. */
export function insideFolder<File extends { readonly path: string }>(
  files: readonly File[],
  folder: string,
): { readonly files: File[]; readonly folders: Folder[] } {
  const prefix = folder === '' ? '' : `${folder}/`;
  const counts = new Map<string, number>();
  const direct: File[] = [];
  for (const file of files) {
    if (!file.path.startsWith(prefix)) continue;
    const slash = file.path.indexOf('/', prefix.length);
    if (slash < 0) direct.push(file);
    else {
      const name = file.path.slice(prefix.length, slash);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const folders = [...counts].map(([name, assets]) => ({ path: prefix + name, name, assets }));
  return { files: direct, folders: folders.sort((left, right) => byPath(left.name, right.name)) };
}
