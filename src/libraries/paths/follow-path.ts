import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { type CommitRow, type HistoryPage, listCommits, readCommit } from '../store/commits.ts';
import { movedFrom } from './moved-from.ts';

/** A commit to a file, and what the file was called then. */
export interface FollowedCommit {
  readonly commit: CommitRow;
  readonly path: string;
}

/** A file that moved more often than this has been played with. */
export const mostMoves = 20;

/**
 * The commits to a file under `head`, children before parents, through its moves: where the history of a path ends with the commit that
 * made it from another path, it goes on with that one. `after` is a place in the history of `path`.
 */
export async function followPath(
  parts: LibrariesParts,
  library: Library,
  head: Oid,
  { path, after, limit }: HistoryPage & { readonly path: string },
): Promise<FollowedCommit[]> {
  const found: FollowedCommit[] = [];
  let place = { path, after };
  for (let moves = 0; moves <= mostMoves; moves += 1) {
    const page = { ...place, limit: limit - found.length };
    const rows = await listCommits(parts.reader, library, head, page);
    found.push(...rows.map((commit) => ({ commit, path: page.path })));
    if (found.length >= limit) return found;
    const oldest = rows.at(-1) ?? (place.after && (await readCommit(parts.reader, library, place.after.oid)));
    const before = oldest && (await originOf(parts, library, oldest, place.path));
    if (oldest === undefined || before === undefined) return found;
    place = { path: before, after: { generation: oldest.generation, oid: oldest.oid } };
  }
  return found;
}

/** What a file was called before the commit that began it at this path; undefined when it began there. */
export async function originOf(
  parts: LibrariesParts,
  library: Library,
  commit: CommitRow,
  path: string,
): Promise<string | undefined> {
  // A move takes a file away from one path and puts it at another.
  if (commit.paths.length < 2) return undefined;
  for (const parent of commit.parents) {
    const before = await movedFrom(parts, library, { parent, commit }, path);
    if (before !== undefined) return before;
  }
  return undefined;
}
