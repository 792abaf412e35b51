import type { Reader } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { Problem } from '../../platform/problem.ts';
import type { State } from '../commit-onto.ts';
import type { Listing, Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { readCommit } from '../store/commits.ts';
import { agreeing } from './crosswise.ts';
import type { Names } from './merge-asset.ts';
import { mergeFiles } from './merge-files.ts';
import type { Outcome } from './outcome.ts';
import { planMerge, type TreePlan } from './trees.ts';

type Objects = Pick<LibrariesParts, 'objects'>;

/** How much one merge looks into. */
const mostFiles = 500;
const mostBases = 8;

/** @throws Error invariant when it is no commit of this library */
export async function stateAt({ objects }: Objects, db: Reader, library: Library, oid: Oid): Promise<State> {
  const head = await readCommit(db, library, oid);
  invariant(head !== undefined, `commit ${oid} is stored`);
  return { head, listing: await objects.listing(db, library, head.tree) };
}

/**
 * Merges what `theirs` did since the bases into `ours`. With several bases (histories that were merged crosswise) a file counts as merged
 * only if it comes out the same from every one of them; else it is a conflict about the whole file.
 * @throws Problem `branch.merge.too_large` 422
 */
export async function computeMerge(
  parts: Objects,
  db: Reader,
  library: Library,
  { bases, ours, theirs, names }: { bases: readonly Listing[]; ours: Listing; theirs: Listing; names: Names },
): Promise<Outcome> {
  if (bases.length > mostBases) throw tooLarge('The two histories were merged into each other too often.');
  const outcomes: Outcome[] = [];
  for (const base of bases) {
    const plan = planMerge({ base, ours, theirs });
    if (plan.open.length > mostFiles)
      throw tooLarge(
        `Both sides changed ${plan.open.length} files; ${mostFiles} can be merged here at once.`,
      );
    const contents = await parts.objects.contents(db, library, openBlobs(plan));
    outcomes.push(await mergeFiles(plan, contents, names));
  }
  const [only, ...others] = outcomes;
  invariant(only !== undefined, 'every commit of a library descends from its first');
  if (others.length === 0) return only;
  const [base] = bases;
  invariant(base !== undefined, 'an outcome has a base');
  return agreeing(outcomes, { base, ours, theirs }, (oids) => parts.objects.contents(db, library, oids));
}

function openBlobs({ open, renames }: TreePlan): Oid[] {
  const files = open.flatMap(({ base, ours, theirs }) => [base, ours, theirs]);
  const clashing = renames.flatMap(({ ours, theirs }) => [ours.file, theirs.file]);
  return [...files, ...clashing].flatMap((file) => (file === undefined ? [] : [file.oid]));
}

function tooLarge(why: string): Problem {
  return new Problem({
    code: 'branch.merge.too_large',
    status: 422,
    detail: `${why} Merge with git in a clone and push the result.`,
  });
}
