import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HistoryNode, relate } from './ancestry.ts';

/** A history as lists of earlier commits: the n-th commit is named by n. */
const histories = fc
  .integer({ min: 1, max: 40 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, place) => parentsBefore(place))));

function parentsBefore(place: number): fc.Arbitrary<number[]> {
  if (place === 0) return fc.constant([]);
  return fc.uniqueArray(fc.integer({ min: Math.max(0, place - 6), max: place - 1 }), {
    minLength: 1,
    maxLength: 2,
  });
}

function graphOf(history: readonly (readonly number[])[]): Map<string, HistoryNode> {
  const nodes = new Map<string, HistoryNode>();
  history.forEach((parents, place) => {
    const generation =
      1 + Math.max(0, ...parents.map((parent) => nodes.get(String(parent))?.generation ?? 0));
    nodes.set(String(place), { oid: String(place), parents: parents.map(String), generation });
  });
  return nodes;
}

function ancestors(nodes: ReadonlyMap<string, HistoryNode>, from: string): Set<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let oid = waiting.pop(); oid !== undefined; oid = waiting.pop()) {
    if (found.has(oid)) continue;
    found.add(oid);
    waiting.push(...(nodes.get(oid)?.parents ?? []));
  }
  return found;
}

const place = fc.nat();

describe('relate', () => {
  it('finds a newest common commit and exactly what the head has alone, for any history and any batch size', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        place,
        place,
        fc.integer({ min: 1, max: 9 }),
        async (history, one, other, batch) => {
          const nodes = graphOf(history);
          const [head, main] = [String(one % history.length), String(other % history.length)];
          const load = async (oids: readonly string[]) => batched(nodes, oids, batch);
          const { mergeBase, ahead } = await relate(head, main, load);
          const [ofHead, ofMain] = [ancestors(nodes, head), ancestors(nodes, main)];
          expect(new Set(ahead)).toEqual(new Set([...ofHead].filter((oid) => !ofMain.has(oid))));
          expect(ahead).toHaveLength(new Set(ahead).size);
          const common = [...ofHead].filter((oid) => ofMain.has(oid));
          expect(common).toContain(mergeBase);
          for (const better of common)
            if (better !== mergeBase) expect(ancestors(nodes, better)).not.toContain(mergeBase);
          for (const [at, oid] of ahead.entries())
            for (const parent of nodes.get(oid)?.parents ?? [])
              if (ahead.includes(parent)) expect(ahead.indexOf(parent)).toBeGreaterThan(at);
        },
      ),
    );
  });

  it('does not walk a long history to answer about its end', async () => {
    const nodes = graphOf(Array.from({ length: 5_000 }, (_, at) => (at === 0 ? [] : [at - 1])));
    let loaded = 0;
    const load = async (oids: readonly string[]) => {
      const batch = batched(nodes, oids, 10);
      loaded += batch.length;
      return batch;
    };
    expect(await relate('4999', '4997', load)).toEqual({ mergeBase: '4997', ahead: ['4999', '4998'] });
    expect(loaded).toBeLessThan(50);
  });

  it('answers nothing for histories that share nothing', async () => {
    const nodes = graphOf([[], [], [0], [1]]);
    const { mergeBase, ahead } = await relate('2', '3', async (oids) => batched(nodes, oids, 1));
    expect(mergeBase).toBeUndefined();
    expect(ahead).toEqual(['2', '0']);
  });
});

/** These commits and ancestors of theirs, as the store loads them. */
function batched(
  nodes: ReadonlyMap<string, HistoryNode>,
  oids: readonly string[],
  size: number,
): HistoryNode[] {
  const found: HistoryNode[] = [];
  const waiting = [...oids];
  for (
    let oid = waiting.shift();
    oid !== undefined && found.length < oids.length + size;
    oid = waiting.shift()
  ) {
    const node = nodes.get(oid);
    if (node === undefined) continue;
    found.push(node);
    waiting.push(...node.parents);
  }
  return found;
}
