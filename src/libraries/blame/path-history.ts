import type { HistoryNode } from '../ancestry.ts';
import { textOf } from '../comparison.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { blobsAt } from '../path-blobs.ts';
import { type CommitRow, listCommits } from '../store/commits.ts';
import { type Source, simplify } from './simplify.ts';
import { readGraph } from './store.ts';

/** The states of one path under a commit. */
export interface PathHistory {
  readonly path: string;
  readonly graph: readonly HistoryNode[];
  /** The commits that changed it, children before parents. */
  readonly commits: ReadonlyMap<Oid, CommitRow>;
  /** When the oldest commit that was looked at was made; undefined when the whole history was. */
  readonly cutAt: Date | undefined;
  /** Where a commit has the path's state from; a choice is settled by looking. */
  sourceOf(oid: Oid): Promise<Exclude<Source, { type: 'choice' }> | undefined>;
  /** The blob at the path, or undefined when it is not there. */
  blobAt(oid: Oid): Promise<Oid | undefined>;
  textAt(oid: Oid): Promise<string>;
}

/** How many commits are looked at together: the next ones are asked for soon. */
const commitsPerBatch = 24;

/**
 * Opens the history of a path.
 * @param others commits whose ancestors belong into the graph too, such as `main`
 * @param most how many commits of the path are looked at, the newest first
 */
export async function openPathHistory(
  parts: LibrariesParts,
  library: Library,
  { head, path, others, most }: { head: Oid; path: string; others: readonly Oid[]; most: number },
): Promise<PathHistory> {
  const { reader } = parts;
  const listed = await listCommits(reader, library, head, { path, after: undefined, limit: most + 1 });
  const isCut = listed.length > most;
  // A generation is in or out as a whole: all that is newer than the last listed one is known.
  const floor = (listed.at(-1)?.generation ?? 1) - (isCut ? 0 : 1);
  const changed = listed.filter(({ generation }) => generation > floor);
  const commits = new Map(changed.map((commit) => [commit.oid, commit]));
  const graph = await readGraph(reader, library, [head, ...others], floor);
  const inGraph = new Set(graph.map(({ oid }) => oid));
  const sources = simplify(graph, new Set(commits.keys()), isCut);
  const order = changed.map(({ oid }) => oid);
  const blobs = new Map<Oid, Oid | undefined>();

  async function blobAt(oid: Oid): Promise<Oid | undefined> {
    if (!blobs.has(oid)) {
      const place = order.indexOf(oid);
      const next = place === -1 ? [] : order.slice(place, place + commitsPerBatch);
      const wanted = [oid, ...next].filter((one) => !blobs.has(one));
      for (const [one, blob] of await blobsAt(parts, library, wanted, path)) blobs.set(one, blob);
    }
    return blobs.get(oid);
  }

  async function sourceOf(oid: Oid): Promise<Exclude<Source, { type: 'choice' }> | undefined> {
    const source = sources.get(oid) ?? (isCut && !inGraph.has(oid) ? older(oid) : undefined);
    if (source?.type !== 'choice') return source;
    const own = await blobAt(source.merge);
    if (own === undefined) return undefined;
    for (const parent of source.parents) {
      if ((await blobAt(parent)) !== own) continue;
      return sourceOf(parent);
    }
    throw new Error(`invariant: merge ${source.merge} has the state of one of its parents at ${path}`);
  }

  return {
    path,
    graph,
    commits,
    cutAt: isCut ? changed.at(-1)?.at : undefined,
    sourceOf,
    blobAt,
    textAt: async (oid) => {
      const blob = await blobAt(oid);
      const bytes =
        blob === undefined ? undefined : (await parts.objects.contents(reader, library, [blob])).get(blob);
      return bytes === undefined ? '' : textOf(bytes);
    },
  };
}

const older = (oid: Oid) => ({ type: 'older' as const, oid });
