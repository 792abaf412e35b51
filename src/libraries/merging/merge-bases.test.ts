import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryNode } from '../ancestry.ts';
import { mergeBases } from './merge-bases.ts';

const histories = fc
  .integer({ min: 1, max: 30 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, place) => parentsBefore(place))));

function parentsBefore(place: number): fc.Arbitrary<number[]> {
  if (place === 0) return fc.constant([]);
  const earlier = fc.integer({ min: Math.max(0, place - 6), max: place - 1 });
  return fc.uniqueArray(earlier, { minLength: 1, maxLength: 2 });
}

function graphOf(history: readonly (readonly number[])[]): Map<string, HistoryNode> {
  const nodes = new Map<string, HistoryNode>();
  history.forEach((parents, place) => {
    const below = parents.map((parent) => nodes.get(String(parent))?.generation ?? 0);
    nodes.set(String(place), {
      oid: String(place),
      parents: parents.map(String),
      generation: 1 + Math.max(0, ...below),
    });
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

describe('mergeBases', () => {
  it('gives every common ancestor that is no ancestor of another one, for any history', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(), fc.nat(), async (history, one, other) => {
        const nodes = graphOf(history);
        const [ours, theirs] = [String(one % history.length), String(other % history.length)];
        const load = async (oids: readonly string[]) => oids.flatMap((oid) => nodes.get(oid) ?? []);
        const theirAncestors = ancestors(nodes, theirs);
        const common = [...ancestors(nodes, ours)].filter((oid) => theirAncestors.has(oid));
        const best = common.filter(
          (oid) => !common.some((better) => better !== oid && ancestors(nodes, better).has(oid)),
        );
        expect(await mergeBases(ours, theirs, load)).toEqual(best.sort());
      }),
      { numRuns: 500 },
    );
  });
});
