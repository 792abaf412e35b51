import type { HistoryNode, LoadHistory } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';
import type { Deepen } from './fetch-request.ts';

/** History that is looked up once and kept for the length of a fetch. */
export interface History {
  node(oid: Oid): Promise<HistoryNode>;
}

export function historyOf(load: LoadHistory): History {
  const known = new Map<Oid, HistoryNode>();
  return {
    node: async (oid) => {
      if (!known.has(oid)) for (const node of await load([oid])) known.set(node.oid, node);
      const node = known.get(oid);
      if (node === undefined) throw new Error(`invariant: commit ${oid} is stored`);
      return node;
    },
  };
}

/** Where a shallow history is cut (gitprotocol-pack, "shallow-update"). */
export interface Cut {
  /** New ends of history, to be told to the client. */
  readonly shallow: readonly Oid[];
  /** Old ends that get their parents now. */
  readonly unshallow: readonly Oid[];
  /** Every end of history as it will be: these have no parents for this client. */
  readonly ends: ReadonlySet<Oid>;
}

/** The depth that `git fetch --unshallow` asks for. */
const wholeHistory = 2_147_483_647;

/** Decides where the client's history will be cut. @param known those of the client's old ends that are commits here */
export async function cutHistory(
  history: History,
  wants: readonly Oid[],
  known: readonly Oid[],
  deepen: Deepen | undefined,
): Promise<Cut> {
  if (deepen === undefined) return { shallow: [], unshallow: [], ends: new Set(known) };
  if (deepen.commits >= wholeHistory) return { shallow: [], unshallow: known, ends: new Set() };
  const depth = deepen.relative ? deepen.commits + 1 : deepen.commits;
  const seen = new Set<Oid>();
  const inside = new Set<Oid>();
  const cut: Oid[] = [];
  let level: readonly Oid[] = deepen.relative ? known : wants;
  for (let at = 1; level.length > 0; at += 1) {
    const next = new Set<Oid>();
    for (const oid of level) {
      if (seen.has(oid)) continue;
      seen.add(oid);
      const { parents } = await history.node(oid);
      if (at < depth) {
        inside.add(oid);
        for (const parent of parents) next.add(parent);
      } else if (parents.length > 0) cut.push(oid);
    }
    level = [...next];
  }
  const old = new Set(known);
  return {
    shallow: cut.filter((oid) => !old.has(oid)),
    unshallow: known.filter((oid) => inside.has(oid)),
    ends: new Set([...cut, ...known.filter((oid) => !inside.has(oid))]),
  };
}

export interface Selection {
  /** Commits that the client lacks, parents before children. */
  readonly commits: readonly Oid[];
  /** Commits that it has and that the former grow from. */
  readonly edges: readonly Oid[];
}

interface Visit {
  readonly node: HistoryNode;
  wanted: boolean;
  owned: boolean;
}

/**
 * The commits that the client wants and lacks. Walks both histories down by generation, as `relate` does; stops when nothing that is
 * left is only wanted. With a cut history the walk goes on to its end, because what the client has may lack its parents.
 * @param had old ends of the client's history: it has these, and not their parents
 */
export async function selectCommits(
  history: History,
  wants: readonly Oid[],
  haves: readonly Oid[],
  ends: ReadonlySet<Oid>,
  had: ReadonlySet<Oid>,
): Promise<Selection> {
  if (wants.length === 0) return { commits: [], edges: [] };
  const queue = new Map<number, Map<Oid, Visit>>();
  let highest = 0;
  let onlyWanted = 0;
  let wantedLeft = 0;
  const reach = async (oid: Oid, wanted: boolean, owned: boolean) => {
    const node = await history.node(oid);
    highest = Math.max(highest, node.generation);
    const row = queue.get(node.generation) ?? new Map<Oid, Visit>();
    queue.set(node.generation, row);
    const visit = row.get(oid) ?? { node, wanted: false, owned: false };
    row.set(oid, visit);
    if (visit.wanted) wantedLeft -= 1;
    if (visit.wanted && !visit.owned) onlyWanted -= 1;
    visit.wanted ||= wanted;
    visit.owned ||= owned;
    if (visit.wanted) wantedLeft += 1;
    if (visit.wanted && !visit.owned) onlyWanted += 1;
  };
  for (const oid of wants) await reach(oid, true, false);
  for (const oid of [...haves, ...had]) await reach(oid, false, true);
  const cut = ends.size > 0 || had.size > 0;
  const selected: HistoryNode[] = [];
  for (let generation = highest; generation > 0 && (cut ? wantedLeft : onlyWanted) > 0; generation -= 1) {
    for (const { node, wanted, owned } of queue.get(generation)?.values() ?? []) {
      if (wanted) wantedLeft -= 1;
      if (wanted && !owned) {
        onlyWanted -= 1;
        selected.push(node);
      }
      for (const parent of node.parents) {
        const stillWanted = wanted && !ends.has(node.oid);
        const stillOwned = owned && !had.has(node.oid);
        if (stillWanted || stillOwned) await reach(parent, stillWanted, stillOwned);
      }
    }
    queue.delete(generation);
  }
  const chosen = new Set(selected.map(({ oid }) => oid));
  const edges = new Set(
    selected.flatMap(({ oid, parents }) => (ends.has(oid) ? [] : parents)).filter((oid) => !chosen.has(oid)),
  );
  return { commits: selected.map(({ oid }) => oid).reverse(), edges: [...edges] };
}
