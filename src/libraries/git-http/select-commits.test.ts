import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryNode } from '../ancestry.ts';
import { cutHistory, historyOf, selectCommits } from './select-commits.ts';

/** A history of up to 30 commits, each with up to two parents among those before it. */
const histories = fc
  .array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 30 })
  .map((drawn) => {
    const nodes: HistoryNode[] = [];
    for (const [index, [first, second, merge]] of drawn.entries()) {
      const at = (drawn: number) => nodes[drawn % index]?.oid ?? '';
      const parents = index === 0 ? [] : [...new Set(merge ? [at(first), at(second)] : [at(first)])];
      const known = nodes.filter(({ oid }) => parents.includes(oid));
      const generation = 1 + Math.max(0, ...known.map((node) => node.generation));
      nodes.push({ oid: `c${index}`, parents, generation });
    }
    return nodes;
  });

function historyFrom(nodes: readonly HistoryNode[]) {
  const byOid = new Map(nodes.map((node) => [node.oid, node]));
  return historyOf(async (oids) => oids.flatMap((oid) => byOid.get(oid) ?? []));
}

/** Everything under these commits, where commits in `ends` have no parents. */
function under(
  nodes: readonly HistoryNode[],
  from: readonly string[],
  ends: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    if (found.has(oid)) continue;
    found.add(oid);
    if (!ends.has(oid)) open.push(...(nodes.find((node) => node.oid === oid)?.parents ?? []));
  }
  return found;
}

const none: ReadonlySet<string> = new Set();
const drawn = fc.tuple(
  histories,
  fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
  fc.array(fc.nat(), { maxLength: 4 }),
);
const pick = (nodes: readonly HistoryNode[], at: readonly number[]) => [
  ...new Set(at.map((n) => nodes[n % nodes.length]?.oid ?? '')),
];

describe('the commits that a fetch sends', () => {
  it('are those under the wants and not under the haves, parents first', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ([nodes, wantAt, haveAt]) => {
        const wants = pick(nodes, wantAt);
        const haves = pick(nodes, haveAt);
        const { commits, edges } = await selectCommits(historyFrom(nodes), wants, haves, none, none);
        const owned = under(nodes, haves, none);
        const expected = [...under(nodes, wants, none)].filter((oid) => !owned.has(oid));
        expect([...commits].sort()).toEqual(expected.sort());
        for (const [index, oid] of commits.entries())
          for (const parent of nodes.find((node) => node.oid === oid)?.parents ?? [])
            expect(owned.has(parent) ? edges : commits.slice(0, index)).toContain(parent);
      }),
    );
  });

  it('complete a shallow history to exactly what was asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        drawn,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        async ([nodes, wantAt], had, asked) => {
          const wants = pick(nodes, wantAt);
          const history = historyFrom(nodes);
          const first = await cutHistory(history, wants, [], { commits: had, relative: false });
          const clone = await selectCommits(history, wants, [], first.ends, none);
          const has = new Set(clone.commits);
          expect(has).toEqual(under(nodes, wants, first.ends));
          const ends = [...first.ends];
          const second = await cutHistory(history, wants, ends, { commits: asked, relative: false });
          const more = await selectCommits(history, wants, wants, second.ends, new Set(ends));
          expect(more.commits.filter((oid) => has.has(oid))).toEqual([]);
          const after = new Set([
            ...ends.filter((oid) => !second.unshallow.includes(oid)),
            ...second.shallow,
          ]);
          const needed = under(nodes, wants, after);
          for (const oid of needed) expect(has.has(oid) || more.commits.includes(oid)).toBe(true);
          const whole = await cutHistory(history, wants, ends, { commits: 2_147_483_647, relative: false });
          const rest = await selectCommits(history, wants, wants, whole.ends, new Set(ends));
          expect(new Set([...has, ...rest.commits])).toEqual(under(nodes, wants, none));
        },
      ),
    );
  });
});
