import type { Oid } from './git/index.ts';

/** A commit's place in history. `generation` is 1 for a root, else 1 + the greatest of its parents'. */
export interface HistoryNode {
  readonly oid: Oid;
  readonly parents: readonly Oid[];
  readonly generation: number;
}

export interface Relation {
  /** The newest commit that both have; undefined when the histories share nothing. Of several (a criss-cross) always the same one. */
  readonly mergeBase: Oid | undefined;
  /** Commits that `head` has and `main` has not, children before parents (`git rev-list main..head`). */
  readonly ahead: readonly Oid[];
}

/** Loads these commits, and may load ancestors of theirs with them. */
export type LoadHistory = (oids: readonly Oid[]) => Promise<Iterable<HistoryNode>>;

interface Visit {
  readonly node: HistoryNode;
  fromHead: boolean;
  fromMain: boolean;
}

/**
 * Walks both histories down by generation. A parent's generation is below its children's, so a commit is met after everything
 * that leads to it, and by then it is known from which sides it can be reached. Stops as soon as the answer is settled,
 * or once `mostAhead` commits were found ahead.
 */
export async function relate(
  head: Oid,
  main: Oid,
  load: LoadHistory,
  mostAhead = Number.POSITIVE_INFINITY,
): Promise<Relation> {
  const known = new Map<Oid, HistoryNode>();
  const queue = new Map<Oid, Visit>();
  const reach = async (oids: readonly Oid[], fromHead: boolean, fromMain: boolean) => {
    const unknown = oids.filter((oid) => !known.has(oid));
    if (unknown.length > 0) for (const node of await load(unknown)) known.set(node.oid, node);
    for (const oid of oids) {
      const node = known.get(oid);
      if (node === undefined) throw new Error(`invariant: commit ${oid} is stored`);
      const visit = queue.get(oid);
      if (visit === undefined) queue.set(oid, { node, fromHead, fromMain });
      else {
        visit.fromHead ||= fromHead;
        visit.fromMain ||= fromMain;
      }
    }
  };
  await reach([main], false, true);
  await reach([head], true, false);
  const ahead: Oid[] = [];
  let mergeBase: Oid | undefined;
  while (
    queue.size > 0 &&
    ahead.length < mostAhead &&
    !(mergeBase !== undefined && !hasHeadOnly(queue.values()))
  ) {
    const visit = youngest(queue.values());
    queue.delete(visit.node.oid);
    if (visit.fromHead && visit.fromMain) mergeBase ??= visit.node.oid;
    else if (visit.fromHead) ahead.push(visit.node.oid);
    await reach(visit.node.parents, visit.fromHead, visit.fromMain);
  }
  return { mergeBase, ahead };
}

function hasHeadOnly(visits: Iterable<Visit>): boolean {
  for (const visit of visits) if (visit.fromHead && !visit.fromMain) return true;
  return false;
}

/** The queue holds one commit per open line of history, a handful: a scan is as fast as a heap. */
function youngest(visits: Iterable<Visit>): Visit {
  let best: Visit | undefined;
  for (const visit of visits)
    if (
      best === undefined ||
      visit.node.generation > best.node.generation ||
      (visit.node.generation === best.node.generation && visit.node.oid < best.node.oid)
    )
      best = visit;
  if (best === undefined) throw new Error('invariant: the queue is not empty');
  return best;
}
