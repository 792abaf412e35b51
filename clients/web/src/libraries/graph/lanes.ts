/** What the graph needs to know of a commit. */
export type GraphNode = { readonly commit: string; readonly parents: readonly string[] };

/** A line of one row: between lanes at its upper rim, its middle (where the commit is) and its lower rim. */
export type Edge = {
  readonly part: 'in' | 'through' | 'out';
  /** For `in` and `through` the lane at the upper rim, for `out` the commit's own. */
  readonly from: number;
  /** For `out` and `through` the lane at the lower rim, for `in` the commit's own. */
  readonly to: number;
};

export type LaneRow = {
  readonly lane: number;
  readonly edges: readonly Edge[];
};

export type Lanes = {
  readonly rows: readonly LaneRow[];
  /** How many lanes the widest row has. */
  readonly width: number;
};

/**
 * Puts commits, which come children before parents, into lanes: a commit stands in the first lane that waits for it. Its first parent
 * goes on in that lane, unless one further left waits for it already, so that the oldest line stays straight; every other parent goes
 * where it is waited for, or into the first free lane. Lanes whose commit is not listed (yet) go on to the end. Pure.
 */
export function lanes(commits: readonly GraphNode[]): Lanes {
  const waiting: (string | undefined)[] = [];
  const rows: LaneRow[] = [];
  let width = 0;
  for (const { commit, parents } of commits) {
    const above = [...waiting];
    const found = waiting.indexOf(commit);
    const lane = found < 0 ? place(waiting, commit) : found;
    for (const [at, awaited] of waiting.entries()) if (awaited === commit) waiting[at] = undefined;
    const edges: Edge[] = [];
    for (const [from, awaited] of above.entries()) {
      if (awaited === commit) edges.push({ part: 'in', from, to: lane });
      else if (awaited !== undefined) edges.push({ part: 'through', from, to: from });
    }
    for (const [at, parent] of parents.entries()) {
      const known = waiting.indexOf(parent);
      const straight = at === 0 && (known < 0 || known > lane);
      const to = straight ? place(waiting, parent, lane) : known < 0 ? place(waiting, parent) : known;
      edges.push({ part: 'out', from: lane, to });
    }
    rows.push({ lane, edges });
    width = Math.max(width, above.length, waiting.length, lane + 1);
    while (waiting.length > 0 && waiting.at(-1) === undefined) waiting.pop();
  }
  return { rows, width };
}

/** Lets a lane wait for a commit: the preferred one if given, else the first free one. */
function place(waiting: (string | undefined)[], commit: string, preferred?: number): number {
  const free = preferred ?? waiting.indexOf(undefined);
  const lane = free < 0 ? waiting.length : free;
  waiting[lane] = commit;
  return lane;
}
