import type { HistoryNode, LoadHistory } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';

interface Visit {
  readonly node: HistoryNode;
  ours: boolean;
  theirs: boolean;
  /** An ancestor of a base that was found: no base itself. */
  stale: boolean;
}

/**
 * The best common ancestors of two commits (`git merge-base --all`), sorted: one as a rule, several where the histories were merged into
 * each other crosswise, none where they share nothing. Walks both histories down by generation, so that a commit is met after everything
 * that leads to it.
 */
export async function mergeBases(ours: Oid, theirs: Oid, load: LoadHistory): Promise<readonly Oid[]> {
  const known = new Map<Oid, HistoryNode>();
  const queue = new Map<Oid, Visit>();
  const reach = async (oids: readonly Oid[], from: Pick<Visit, 'ours' | 'theirs' | 'stale'>) => {
    const unknown = oids.filter((oid) => !known.has(oid));
    if (unknown.length > 0) for (const node of await load(unknown)) known.set(node.oid, node);
    for (const oid of oids) {
      const node = known.get(oid);
      if (node === undefined) throw new Error(`invariant: commit ${oid} is stored`);
      const visit = queue.get(oid) ?? { node, ours: false, theirs: false, stale: false };
      visit.ours ||= from.ours;
      visit.theirs ||= from.theirs;
      visit.stale ||= from.stale;
      queue.set(oid, visit);
    }
  };
  await reach([ours], { ours: true, theirs: false, stale: false });
  await reach([theirs], { ours: false, theirs: true, stale: false });
  const bases: Oid[] = [];
  for (let visit = youngest(queue); visit !== undefined; visit = youngest(queue)) {
    queue.delete(visit.node.oid);
    const common = visit.ours && visit.theirs;
    if (common && !visit.stale) bases.push(visit.node.oid);
    await reach(visit.node.parents, { ...visit, stale: visit.stale || common });
  }
  return bases.sort();
}

/** The commit to look at next; undefined once nothing that is left can be a base. */
function youngest(queue: ReadonlyMap<Oid, Visit>): Visit | undefined {
  let best: Visit | undefined;
  let open = false;
  for (const visit of queue.values()) {
    open ||= !visit.stale;
    if (best === undefined || visit.node.generation > best.node.generation) best = visit;
  }
  return open ? best : undefined;
}
