import type { HistoryNode } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';

/**
 * The first version that has each commit, for all commits that can be reached from these versions. Pure, linear.
 * @param versions oldest first
 */
export function publishedBy<Version extends { readonly commit: Oid }>(
  graph: readonly HistoryNode[],
  versions: readonly Version[],
): ReadonlyMap<Oid, Version> {
  const nodes = new Map(graph.map((node) => [node.oid, node]));
  const found = new Map<Oid, Version>();
  for (const version of versions) {
    const queue = [version.commit];
    for (let oid = queue.pop(); oid !== undefined; oid = queue.pop()) {
      const node = nodes.get(oid);
      if (node === undefined || found.has(oid)) continue;
      found.set(oid, version);
      queue.push(...node.parents);
    }
  }
  return found;
}
