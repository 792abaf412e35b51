import type { Reader } from '../platform/db/index.ts';
import { invariant } from '../platform/invariant.ts';
import { notFound } from '../platform/problem.ts';
import { relate } from './ancestry.ts';
import { assetDifferences, changeDigest } from './comparison.ts';
import { goingLive } from './environments/going-live.ts';
import type { Listing } from './git/index.ts';
import type { Comparison, Library, Oid, Target } from './libraries.ts';
import { mergeBases } from './merging/merge-bases.ts';
import type { LibrariesParts } from './parts.ts';
import { type CommitRow, contributorsOf, loadHistory, readCommit } from './store/commits.ts';
import { byPath, differences, mergeListings } from './tree-difference.ts';

/** A comparison, and what a merge would make of it. */
export interface Merger {
  readonly comparison: Comparison;
  readonly head: CommitRow;
  readonly main: CommitRow;
  readonly mainListing: Listing;
  /** What `main` would hold. Meaningless while there are conflicts. */
  readonly merged: Listing;
  /** How many commits `head` has that `main` has not. */
  readonly ahead: number;
  /** Those commits, children before parents. */
  readonly commits: readonly Oid[];
}

/**
 * Compares a revision with a state of `main`: differences since their merge base, who contributed them, what conflicts. After histories were
 * merged crosswise there are several bases: what does not come out the same from all of them is a conflict too.
 * With a target the differences are from what is live there (see `goingLive`), and a head that `main` has already promotes.
 * @param db a transaction when the answer must hold until it ends
 * @throws Problem 404 when one of them is no commit of this library
 */
export async function compare(
  { objects }: Pick<LibrariesParts, 'objects'>,
  db: Reader,
  library: Library,
  { head: headOid, main: mainOid }: { readonly head: Oid; readonly main: Oid },
  target?: Target,
): Promise<Merger> {
  const head = await readCommit(db, library, headOid);
  const main = await readCommit(db, library, mainOid);
  if (head === undefined || main === undefined) throw notFound();
  const relation = await relate(headOid, mainOid, (oids) => loadHistory(db, library, oids));
  const base =
    relation.mergeBase === undefined ? undefined : await readCommit(db, library, relation.mergeBase);
  invariant(base !== undefined, 'every commit of a library descends from its first');
  const listings = [];
  for (const commit of [base, main, head]) listings.push(await objects.listing(db, library, commit.tree));
  const [baseListing, mainListing, headListing] = listings;
  invariant(baseListing && mainListing && headListing, 'three commits have three listings');
  const changed = differences(baseListing, headListing);
  const { merged, conflicts } = mergeListings(baseListing, mainListing, headListing);
  const going =
    target &&
    (await goingLive(
      { objects },
      db,
      library,
      {
        base: baseListing,
        main: mainListing,
        head: headListing,
        merged,
        mainCommit: mainOid,
        changed,
        isAhead: relation.ahead.length > 0,
      },
      target,
    ));
  const paths = going?.differences ?? changed;
  const oids = paths.flatMap(({ before, after }) =>
    [before?.oid, after?.oid].filter((oid) => oid !== undefined),
  );
  const assets = assetDifferences(paths, await objects.contents(db, library, oids));
  const bases = await mergeBases(headOid, mainOid, (oids) => loadHistory(db, library, oids));
  for (const oid of bases.filter((other) => other !== base.oid)) {
    const other = await readCommit(db, library, oid);
    invariant(other !== undefined, `commit ${oid} is stored`);
    const again = mergeListings(await objects.listing(db, library, other.tree), mainListing, headListing);
    conflicts.push(...again.conflicts, ...differences(merged, again.merged).map(({ path }) => path));
  }
  const own = await contributorsOf(db, library, relation.ahead);
  const comparison: Comparison = {
    main: mainOid,
    mergeBase: base.oid,
    head: headOid,
    headAt: head.at,
    assets,
    digest: changeDigest(assets),
    contributors: once([...own, ...(going?.contributors ?? [])]),
    conflicts: [...new Set(conflicts)].sort(byPath),
  };
  return {
    comparison,
    head,
    main,
    mainListing,
    merged,
    ahead: relation.ahead.length,
    commits: relation.ahead,
  };
}

/** Each principal once, in order. */
function once(contributors: Comparison['contributors']): Comparison['contributors'] {
  const byPrincipal = new Map(contributors.map((contributor) => [contributor.principal, contributor]));
  return [...byPrincipal.values()].sort((left, right) => (left.principal < right.principal ? -1 : 1));
}
