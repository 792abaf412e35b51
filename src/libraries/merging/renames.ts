import type { ListedFile, Listing, Oid } from '../git/index.ts';

/** Both sides gave one file a new name, each another. */
export interface RenameClash {
  /** What it was called before. */
  readonly path: string;
  readonly ours: { readonly path: string; readonly file: ListedFile };
  readonly theirs: { readonly path: string; readonly file: ListedFile };
}

export interface Followed {
  readonly base: Listing;
  readonly ours: Listing;
  readonly theirs: Listing;
  /** New path → old path. */
  readonly renamed: ReadonlyMap<string, string>;
  /** New paths of files that the other side deleted under their old name. */
  readonly orphaned: ReadonlySet<string>;
  readonly clashes: readonly RenameClash[];
}

/** git's name of nothing: an empty file was never "moved" (git's own rule). */
const emptyBlob: Oid = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

/**
 * The three trees as if a file that one side moved (same bytes, no other file with them) had its new name in all of them, so that what the
 * other side did to it goes along. Names that the other side uses for something else are not followed: that ends as a conflict. Pure.
 */
export function followRenames({
  base,
  ours,
  theirs,
}: {
  base: Listing;
  ours: Listing;
  theirs: Listing;
}): Followed {
  const sides = { base: new Map(base), ours: new Map(ours), theirs: new Map(theirs) };
  const [mine, other] = [moves(base, ours), moves(base, theirs)];
  const [freeOfOurs, freeOfTheirs] = [vacancy(ours), vacancy(theirs)];
  const renamed = new Map<string, string>();
  const orphaned = new Set<string>();
  const clashes: RenameClash[] = [];
  const follow = (from: string, to: string, side: Map<string, ListedFile>) => {
    const file = side.get(from);
    if (file === undefined) orphaned.add(to);
    else side.set(to, file);
    for (const listing of [side, sides.base]) listing.delete(from);
    const was = base.get(from);
    if (was !== undefined) sides.base.set(to, was);
    renamed.set(to, from);
  };
  for (const [from, to] of mine) {
    const elsewhere = other.get(from);
    if (elsewhere === undefined) {
      if (freeOfTheirs(to)) follow(from, to, sides.theirs);
    } else if (elsewhere !== to && !theirs.has(to) && !ours.has(elsewhere)) {
      const [one, two] = [ours.get(to), theirs.get(elsewhere)];
      if (one === undefined || two === undefined) continue;
      clashes.push({ path: from, ours: { path: to, file: one }, theirs: { path: elsewhere, file: two } });
      sides.base.delete(from);
      sides.ours.delete(to);
      sides.theirs.delete(elsewhere);
    }
  }
  for (const [from, to] of other) if (!mine.has(from) && freeOfOurs(to)) follow(from, to, sides.ours);
  return { ...sides, renamed, orphaned, clashes };
}

/** Old path → new path of the files that a side moved and did not change. Bytes that stand at several places say nothing. */
function moves(base: Listing, side: Listing): ReadonlyMap<string, string> {
  const gone = byBytes([...base].filter(([path]) => !side.has(path)));
  const come = byBytes([...side].filter(([path]) => !base.has(path)));
  const found = new Map<string, string>();
  for (const [oid, [from, ...moreFrom]] of gone) {
    const [to, ...moreTo] = come.get(oid) ?? [];
    if (from === undefined || to === undefined || oid === emptyBlob) continue;
    if (moreFrom.length === 0 && moreTo.length === 0) found.set(from, to);
  }
  return found;
}

function byBytes(files: readonly (readonly [string, ListedFile])[]): Map<Oid, string[]> {
  const found = new Map<Oid, string[]>();
  for (const [path, { oid }] of files) {
    const paths = found.get(oid);
    if (paths === undefined) found.set(oid, [path]);
    else paths.push(path);
  }
  return found;
}

/** Says whether a file may be put at a path: nothing stands there, above it or below it. */
function vacancy(listing: Listing): (path: string) => boolean {
  const folders = new Set([...listing.keys()].flatMap(foldersOf));
  return (path) =>
    !listing.has(path) && !folders.has(path) && foldersOf(path).every((folder) => !listing.has(folder));
}

function foldersOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}
