import { byPath, type PathDifference } from '../tree-difference.ts';

/** One path that differs, or two when a file went from one to the other unchanged. */
export interface PathChange extends PathDifference {
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  /** Where a renamed file was. */
  readonly fromPath: string | null;
}

/**
 * Tells moves from deletions and additions: the same bytes gone from one path and new at another. Of several candidates the one
 * with the same file name is taken, then the first. A file that was edited while it moved counts as deleted and added. Pure, sorted by path.
 */
export function withRenames(found: readonly PathDifference[]): PathChange[] {
  const gone = new Map<string, string[]>();
  for (const { path, before, after } of found)
    if (before !== undefined && after === undefined)
      gone.set(before.oid, [...(gone.get(before.oid) ?? []), path]);
  const moved = new Map<string, string>();
  for (const { path, before, after } of found) {
    const candidates = before === undefined && after !== undefined ? gone.get(after.oid) : undefined;
    if (candidates === undefined || candidates.length === 0) continue;
    const same = candidates.findIndex((candidate) => fileName(candidate) === fileName(path));
    const [from] = candidates.splice(Math.max(0, same), 1);
    if (from !== undefined) moved.set(path, from);
  }
  const taken = new Set(moved.values());
  const before = new Map(found.map((difference) => [difference.path, difference.before]));
  return found
    .filter(({ path }) => !taken.has(path))
    .map((difference): PathChange => {
      const fromPath = moved.get(difference.path) ?? null;
      if (fromPath !== null)
        return { ...difference, before: before.get(fromPath), status: 'renamed', fromPath };
      const status =
        difference.before === undefined ? 'added' : difference.after === undefined ? 'deleted' : 'modified';
      return { ...difference, status, fromPath };
    })
    .sort((left, right) => byPath(left.path, right.path));
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
