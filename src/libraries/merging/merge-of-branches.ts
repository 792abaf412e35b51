import type { Principal } from '../../access/index.ts';
import type { State } from '../commit-onto.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { openRef } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { loadHistory } from '../store/commits.ts';
import { computeMerge, stateAt } from './compute.ts';
import { mergeBases } from './merge-bases.ts';
import type { Outcome } from './outcome.ts';

/** What it would mean to bring one branch into another as they stand. */
export interface BranchMerge {
  readonly ours: State;
  readonly theirs: State;
  /** Best common ancestors, one as a rule. */
  readonly bases: readonly Oid[];
  readonly state: 'up_to_date' | 'fast_forward' | 'clean' | 'conflict';
  readonly outcome: Outcome;
}

export interface BranchPair {
  readonly branch: string;
  readonly from: string;
}

/**
 * Computes a merge of two branches outside any lock: commits never change, so it holds as long as both branches stand there.
 * @throws Problem those of `openRef` for either branch, `branch.merge.too_large` 422
 */
export async function mergeOfBranches(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  { branch, from }: BranchPair,
): Promise<BranchMerge> {
  const { reader } = parts;
  const ours = await stateAt(parts, reader, library, (await openRef(parts, principal, library, branch)).oid);
  const theirs = await stateAt(parts, reader, library, (await openRef(parts, principal, library, from)).oid);
  const bases = await mergeBases(ours.head.oid, theirs.head.oid, (oids) =>
    loadHistory(reader, library, oids),
  );
  const listings = [];
  for (const oid of bases) listings.push((await stateAt(parts, reader, library, oid)).listing);
  const outcome = await computeMerge(parts, reader, library, {
    bases: listings,
    ours: ours.listing,
    theirs: theirs.listing,
    names: { ours: branch, theirs: from },
  });
  const clean = outcome.files.every(({ conflicts }) => conflicts.length === 0);
  const state = bases.includes(theirs.head.oid)
    ? 'up_to_date'
    : bases.includes(ours.head.oid)
      ? 'fast_forward'
      : clean
        ? 'clean'
        : 'conflict';
  return { ours, theirs, bases, state, outcome };
}
