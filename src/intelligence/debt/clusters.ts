import type { Link } from './links.ts';

/** Connected places of a list of `size`, each group with two members at least, members ascending. Union-find. Pure. */
export function clustersOf(size: number, links: readonly Pick<Link, 'one' | 'other'>[]): number[][] {
  const parent = Int32Array.from({ length: size }, (_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] ?? root] ?? root;
      root = parent[root] ?? root;
    }
    return root;
  };
  for (const { one, other } of links) {
    const [left, right] = [rootOf(one), rootOf(other)];
    parent[Math.max(left, right)] = Math.min(left, right);
  }
  const groups = new Map<number, number[]>();
  for (const at of new Set(links.flatMap(({ one, other }) => [one, other]).sort((a, b) => a - b))) {
    const group = groups.get(rootOf(at));
    if (group === undefined) groups.set(rootOf(at), [at]);
    else group.push(at);
  }
  return [...groups.values()];
}
