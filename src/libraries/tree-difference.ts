import type { ListedFile, Listing } from './git/index.ts';

/** One path that differs between two listings. */
export interface PathDifference {
  readonly path: string;
  readonly before: ListedFile | undefined;
  readonly after: ListedFile | undefined;
}

/** What differs, sorted by path (UTF-16 code units, the order of every list of paths here). */
export function differences(before: Listing, after: Listing): PathDifference[] {
  const found: PathDifference[] = [];
  for (const [path, file] of before) {
    const other = after.get(path);
    if (!sameFile(file, other)) found.push({ path, before: file, after: other });
  }
  for (const [path, file] of after)
    if (!before.has(path)) found.push({ path, before: undefined, after: file });
  return found.sort((left, right) => byPath(left.path, right.path));
}

export interface Merge {
  readonly merged: Listing;
  /** Paths that both sides changed to different ends, or that are a file on one side and a folder on the other. Sorted. */
  readonly conflicts: string[];
}

/** Three-way merge of whole files: what only one side changed is taken from that side, what both changed alike is taken once. */
export function mergeListings(base: Listing, ours: Listing, theirs: Listing): Merge {
  const merged = new Map(ours);
  const conflicts: string[] = [];
  for (const { path, before, after } of differences(base, theirs)) {
    const mine = ours.get(path);
    if (sameFile(mine, after)) continue;
    if (!sameFile(mine, before)) conflicts.push(path);
    else if (after === undefined) merged.delete(path);
    else merged.set(path, after);
  }
  conflicts.push(...filesThatAreFolders(merged.keys()));
  return { merged, conflicts: [...new Set(conflicts)].sort(byPath) };
}

/** Paths that another path uses as a folder: git cannot hold both. */
export function filesThatAreFolders(paths: Iterable<string>): string[] {
  const all = new Set(paths);
  const found = new Set<string>();
  for (const path of all)
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash);
      if (all.has(folder)) found.add(folder);
    }
  return [...found].sort(byPath);
}

export function byPath(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sameFile(left: ListedFile | undefined, right: ListedFile | undefined): boolean {
  return left?.oid === right?.oid && left?.mode === right?.mode;
}
