import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type TreeEntry, treeOf } from '../git/index.ts';
import { applyDelta } from '../git-http/delta.ts';
import { treeDelta } from './tree-delta.ts';

const entry = fc.record({
  mode: fc.constantFrom('100644' as const, '040000' as const),
  name: fc.integer({ min: 0, max: 40 }).map((number) => `prompt-${number}.prompt`),
  oid: fc.integer({ min: 0, max: 3 }).map((number) => String(number).repeat(40)),
});
const tree = fc
  .uniqueArray(entry, { maxLength: 40, selector: ({ name }) => name })
  .map((entries: TreeEntry[]) => treeOf(entries).content);

it('makes of a tree any other tree, as a client applies it', () => {
  fc.assert(
    fc.property(tree, tree, (base, target) => {
      expect(Buffer.from(applyDelta(base, treeDelta(base, target)))).toEqual(Buffer.from(target));
    }),
    { numRuns: 300 },
  );
});

it('is short when trees differ in an entry, wherever it is and however large they are', () => {
  const entries = Array.from({ length: 10_000 }, (_, at): TreeEntry => {
    const oid = at.toString(16).padStart(40, '0');
    return { mode: '100644', name: `prompt-${String(at).padStart(5, '0')}.prompt`, oid };
  });
  const base = treeOf(entries).content;
  for (const changed of [0, 1, 5_000, 9_999]) {
    const target = treeOf(
      entries.map((one, at) => (at === changed ? { ...one, oid: 'f'.repeat(40) } : one)),
    ).content;
    const delta = treeDelta(base, target);
    expect(delta.length).toBeLessThan(100);
    expect(Buffer.compare(applyDelta(base, delta), target)).toBe(0);
  }
});
