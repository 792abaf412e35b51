import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Listing } from './git/index.ts';
import { differences, filesThatAreFolders, mergeListings } from './tree-difference.ts';

const paths = ['a', 'a/b', 'a/b/c', 'b', 'c/d', 'c/e'];
const listing = fc
  .array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom('1', '2', '3')), { maxLength: 6 })
  .map((files): Listing => {
    const all = new Map(files.map(([path, oid]) => [path, { mode: '100644' as const, oid }]));
    for (const folder of filesThatAreFolders(all.keys())) all.delete(folder);
    return all;
  });
const oidsOf = (files: Listing) => new Map([...files].map(([path, { oid }]) => [path, oid]));

describe('differences', () => {
  it('lead from one listing to the other, sorted, naming nothing else', () => {
    fc.assert(
      fc.property(listing, listing, (before, after) => {
        const found = differences(before, after);
        const patched = new Map(before);
        for (const { path, after: file } of found) {
          if (file === undefined) patched.delete(path);
          else patched.set(path, file);
        }
        expect(oidsOf(patched)).toEqual(oidsOf(after));
        const named = found.map(({ path }) => path);
        expect(named).toEqual([...new Set(named)].sort());
        for (const { before: old, after: file } of found) expect(old?.oid).not.toBe(file?.oid);
      }),
    );
  });
});

describe('a merge', () => {
  it('takes every side that moved alone, and is the same from both sides', () => {
    fc.assert(
      fc.property(listing, listing, (base, theirs) => {
        expect(mergeListings(base, base, theirs)).toEqual({ merged: theirs, conflicts: [] });
        expect(mergeListings(base, theirs, base)).toEqual({ merged: theirs, conflicts: [] });
        expect(mergeListings(base, theirs, theirs)).toEqual({ merged: theirs, conflicts: [] });
      }),
    );
    fc.assert(
      fc.property(listing, listing, listing, (base, ours, theirs) => {
        const [one, other] = [mergeListings(base, ours, theirs), mergeListings(base, theirs, ours)];
        expect(one.conflicts.length === 0).toBe(other.conflicts.length === 0);
        if (one.conflicts.length === 0) expect(oidsOf(one.merged)).toEqual(oidsOf(other.merged));
      }),
    );
  });

  it('conflicts exactly where both sides changed the same file differently, or made a file a folder', () => {
    const file = (oid: string) => ({ mode: '100644' as const, oid });
    const base = new Map([['x', file('1')]]);
    const conflictsOf = (ours: Listing, theirs: Listing) => mergeListings(base, ours, theirs).conflicts;
    expect(conflictsOf(new Map([['x', file('2')]]), new Map([['x', file('3')]]))).toEqual(['x']);
    expect(conflictsOf(new Map(), new Map([['x', file('3')]]))).toEqual(['x']);
    expect(conflictsOf(new Map([['x', file('2')]]), new Map())).toEqual(['x']);
    const [asFile, asFolder] = [new Map([...base, ['y', file('1')]]), new Map([...base, ['y/z', file('1')]])];
    expect(conflictsOf(asFile, asFolder)).toEqual(['y']);
  });
});
