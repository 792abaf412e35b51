import type { ListedFile, Listing } from '../git/index.ts';
import { byPath, filesThatAreFolders } from '../tree-difference.ts';
import { followRenames, type RenameClash } from './renames.ts';

/** A path to which both sides did something, and not the same: its content decides, or a person. */
export interface OpenFile {
  readonly path: string;
  /** What it was called before one side renamed it. */
  readonly from: string | undefined;
  readonly why: 'edited' | 'added' | 'deleted';
  readonly base: ListedFile | undefined;
  readonly ours: ListedFile | undefined;
  readonly theirs: ListedFile | undefined;
}

/** A path that is a file on one side and a folder on the other: git cannot hold both. */
export interface FolderClash {
  readonly path: string;
  /** The side that has the file. */
  readonly file: 'ours' | 'theirs';
  /** What stands at this path, and below it, on either side. */
  readonly ours: Listing;
  readonly theirs: Listing;
}

/** A merge of trees as far as it goes without looking into files. */
export interface TreePlan {
  /** What is settled: changed on one side only, or alike on both. */
  readonly settled: ReadonlyMap<string, ListedFile>;
  readonly open: readonly OpenFile[];
  readonly folders: readonly FolderClash[];
  readonly renames: readonly RenameClash[];
  /** Renames that were followed: new path → old path. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Three-way merge of whole trees. What one side changed is taken from that side, what both changed alike is taken once, all else is open.
 * A file that one side renamed (same bytes) and the other edited is edited under its new name. Pure.
 */
export function planMerge(given: { base: Listing; ours: Listing; theirs: Listing }): TreePlan {
  const { base, ours, theirs, renamed, orphaned, clashes } = followRenames(given);
  const settled = new Map<string, ListedFile>();
  const open: OpenFile[] = [];
  for (const path of [...new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])].sort(byPath)) {
    const sides = { base: base.get(path), ours: ours.get(path), theirs: theirs.get(path) };
    const outcome = orphaned.has(path) ? undefined : settle(sides.base, sides.ours, sides.theirs);
    if (outcome === undefined) open.push({ path, from: renamed.get(path), why: whyOpen(sides), ...sides });
    else if (outcome !== 'gone') settled.set(path, outcome);
  }
  const folders = folderClashes([...settled.keys(), ...open.map(({ path }) => path)], ours, theirs);
  const clashing = (path: string) => folders.some((clash) => isAtOrBelow(path, clash.path));
  for (const path of [...settled.keys()]) if (clashing(path)) settled.delete(path);
  return { settled, open: open.filter(({ path }) => !clashing(path)), folders, renames: clashes, renamed };
}

type Side = ListedFile | undefined;

/** Bytes and mode are merged each for itself. Undefined when both sides changed the bytes to different ends. */
function settle(base: Side, ours: Side, theirs: Side): ListedFile | 'gone' | undefined {
  if (ours === undefined || theirs === undefined) {
    const kept = ours ?? theirs;
    if (kept === undefined) return 'gone';
    if (base === undefined) return kept;
    return kept.oid === base.oid && kept.mode === base.mode ? 'gone' : undefined;
  }
  const oid = threeWayOid(base?.oid, ours.oid, theirs.oid);
  return oid === undefined ? undefined : { oid, mode: mergedMode(base, ours, theirs) };
}

function threeWayOid(base: string | undefined, ours: string, theirs: string): string | undefined {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : undefined;
}

/** Whether a file may be run is a detail: where both sides say different things without a base, ours is taken. */
export function mergedMode(base: Side, ours: Side, theirs: Side): ListedFile['mode'] {
  if (ours === undefined || theirs === undefined) return (ours ?? theirs ?? base)?.mode ?? '100644';
  return ours.mode === base?.mode ? theirs.mode : ours.mode;
}

function whyOpen({ base, ours, theirs }: { base: Side; ours: Side; theirs: Side }): OpenFile['why'] {
  if (ours === undefined || theirs === undefined) return 'deleted';
  return base === undefined ? 'added' : 'edited';
}

function folderClashes(paths: readonly string[], ours: Listing, theirs: Listing): FolderClash[] {
  const found = filesThatAreFolders(paths);
  const outermost = found.filter((path) => !found.some((other) => path.startsWith(`${other}/`)));
  return outermost.map((path) => ({
    path,
    file: ours.has(path) ? ('ours' as const) : ('theirs' as const),
    ours: below(ours, path),
    theirs: below(theirs, path),
  }));
}

const isAtOrBelow = (path: string, top: string) => path === top || path.startsWith(`${top}/`);

const below = (listing: Listing, top: string): Listing =>
  new Map([...listing].filter(([path]) => isAtOrBelow(path, top)));
