import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../git/index.ts';
import { filesThatAreFolders } from '../tree-difference.ts';
import { planMerge } from './trees.ts';

/** A listing of made-up blobs: path → letter. */
const tree = (files: Readonly<Record<string, string>>): Listing =>
  new Map(Object.entries(files).map(([path, oid]) => [path, { mode: '100644' as const, oid }]));

function planned(
  base: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
) {
  const plan = planMerge({ base: tree(base), ours: tree(ours), theirs: tree(theirs) });
  return {
    settled: Object.fromEntries([...plan.settled].map(([path, { oid }]) => [path, oid])),
    open: plan.open.map(({ path, why }) => `${why} ${path}`),
    folders: plan.folders.map(({ path, file }) => `${path} is a file of ${file}`),
    renames: plan.renames.map(({ path, ours, theirs }) => `${path} → ${ours.path}, ${theirs.path}`),
  };
}
const calm = { open: [], folders: [], renames: [] };

describe('planMerge', () => {
  it('takes what one side changed, and once what both changed alike', () => {
    expect(
      planned(
        { a: '1', b: '1', gone: '1', same: '1' },
        { a: '2', b: '1', same: '3', mine: '4' },
        { a: '1', b: '2', gone: '1', same: '3', theirs: '5' },
      ),
    ).toEqual({ settled: { a: '2', b: '2', mine: '4', same: '3', theirs: '5' }, ...calm });
  });

  it('leaves open what both changed, what one deleted and the other changed, what both added', () => {
    expect(
      planned({ a: '1', b: '1', c: '1' }, { a: '2', c: '2', d: '1' }, { a: '3', b: '2', d: '2' }),
    ).toEqual({
      ...calm,
      settled: {},
      open: ['edited a', 'deleted b', 'deleted c', 'added d'],
    });
  });

  it('follows a rename: what the other side did goes along, from either side', () => {
    const moved = { ...calm, settled: { 'new/a': '2' } };
    expect(planned({ a: '1' }, { 'new/a': '1' }, { a: '2' })).toEqual(moved);
    expect(planned({ a: '1' }, { a: '2' }, { 'new/a': '1' })).toEqual(moved);
    expect(planned({ a: '1' }, { b: '1' }, { b: '1' })).toEqual({ ...calm, settled: { b: '1' } });
  });

  it('asks when a renamed file was deleted or renamed to something else', () => {
    expect(planned({ a: '1' }, { b: '1' }, {})).toEqual({ ...calm, settled: {}, open: ['deleted b'] });
    expect(planned({ a: '1' }, { b: '1' }, { c: '1' })).toEqual({
      ...calm,
      settled: {},
      renames: ['a → b, c'],
    });
  });

  it('does not guess which of several equal files was renamed, nor moves one over another', () => {
    expect(planned({ a: '1', b: '1' }, { c: '1' }, { a: '2', b: '1' }).open).toEqual(['deleted a']);
    expect(planned({ a: '1' }, { b: '1' }, { a: '2', b: '3' }).open).toEqual(['deleted a', 'added b']);
  });

  it('asks where a file stands against a folder', () => {
    expect(planned({}, { a: '1' }, { 'a/b': '2', 'a/c/d': '3' })).toEqual({
      ...calm,
      settled: {},
      folders: ['a is a file of ours'],
    });
    expect(planned({ a: '1' }, { a: '1' }, { 'a/b': '2' })).toEqual({ ...calm, settled: { 'a/b': '2' } });
  });

  const path = fc.constantFrom('a', 'b', 'a/x', 'a/y', 'c/a', '__proto__', 'constructor');
  const listing = fc
    .dictionary(path, fc.constantFrom('1', '2', '3'), { maxKeys: 5 })
    .map((files) => new Map(Object.entries(files)))
    .filter((files) => filesThatAreFolders(files.keys()).length === 0)
    .map((files): Listing => new Map([...files].map(([at, oid]) => [at, { mode: '100644' as const, oid }])));

  it('is the other side where one did nothing, and is symmetric', () => {
    fc.assert(
      fc.property(listing, listing, listing, (base, one, other) => {
        for (const plan of [
          planMerge({ base, ours: base, theirs: other }),
          planMerge({ base, ours: other, theirs: base }),
        ]) {
          expect(plan).toMatchObject({ open: [], folders: [], renames: [] });
          expect(sorted(plan.settled)).toEqual(sorted(other));
        }
        const [forth, back] = [
          planMerge({ base, ours: one, theirs: other }),
          planMerge({ base, ours: other, theirs: one }),
        ];
        expect(sorted(forth.settled)).toEqual(sorted(back.settled));
        expect(forth.open.map((file) => file.path)).toEqual(back.open.map((file) => file.path));
        expect(filesThatAreFolders(forth.settled.keys())).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

const sorted = (listing: Listing) => [...listing].sort(([left], [right]) => (left < right ? -1 : 1));
