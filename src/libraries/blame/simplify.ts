import type { HistoryNode } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';

/**
 * Where a commit has its state of a path from.
 * - `commit`: that commit made it.
 * - `choice`: a merge that made nothing of its own; it has what one of these parents has.
 * - `older`: it was there already at that commit, which is not looked into.
 */
export type Source =
  | { readonly type: 'commit'; readonly oid: Oid }
  | { readonly type: 'choice'; readonly merge: Oid; readonly parents: readonly Oid[] }
  | { readonly type: 'older'; readonly oid: Oid };

/**
 * History simplified to one path, as `git log PATH` does it: for every commit of the graph, where its state of the path is from.
 * Absent for commits that have no such path and never had. Pure, linear.
 * @param graph parents before children; whole but for what is older than it
 * @param changed the commits that changed the path (differ from every parent)
 * @param isCut whether what is not in the graph may have the path too
 */
export function simplify(
  graph: readonly HistoryNode[],
  changed: ReadonlySet<Oid>,
  isCut: boolean,
): ReadonlyMap<Oid, Source> {
  const inGraph = new Set(graph.map(({ oid }) => oid));
  const sources = new Map<Oid, Source>();
  for (const { oid, parents } of graph) {
    const source = changed.has(oid) ? { type: 'commit' as const, oid } : inherited(oid, parents);
    if (source !== undefined) sources.set(oid, source);
  }
  return sources;

  function inherited(oid: Oid, parents: readonly Oid[]): Source | undefined {
    const found = parents.map((parent): Source | undefined => {
      if (inGraph.has(parent)) return sources.get(parent);
      return isCut ? { type: 'older', oid: parent } : undefined;
    });
    const [first] = found;
    if (found.every((source) => keyOf(source) === keyOf(first))) return first;
    return { type: 'choice', merge: oid, parents };
  }
}

const keyOf = (source: Source | undefined): string =>
  source === undefined
    ? ''
    : source.type === 'choice'
      ? `choice ${source.merge}`
      : `${source.type} ${source.oid}`;
