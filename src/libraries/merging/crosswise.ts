import type { ListedFile, Listing, Oid } from '../git/index.ts';
import { byPath } from '../tree-difference.ts';
import type { FileOutcome, Outcome } from './outcome.ts';
import type { Contents } from './text-of.ts';
import { wholeFile } from './whole-files.ts';

interface Clean {
  readonly file: ListedFile | undefined;
  readonly outcome: FileOutcome | undefined;
}

/**
 * One outcome of several, each from another merge base. A file is merged only where all of them made the same of it without asking anybody;
 * everywhere else it is a conflict about the whole file, so that none of the bases is preferred silently.
 */
export async function agreeing(
  outcomes: readonly Outcome[],
  trees: { readonly base: Listing; readonly ours: Listing; readonly theirs: Listing },
  load: (oids: readonly Oid[]) => Promise<Contents>,
): Promise<Outcome> {
  const known = outcomes.map(cleanFiles);
  const asked = new Set(
    outcomes.flatMap(({ files }) => files.filter(({ conflicts }) => conflicts.length > 0)).flatMap(pathsOf),
  );
  const { base, ours, theirs } = trees;
  const listings = outcomes.flatMap(({ settled }) => [...settled.keys()]);
  const all = new Set([...base.keys(), ...ours.keys(), ...theirs.keys(), ...asked, ...listings]);
  const settled = new Map<string, ListedFile>();
  const files: FileOutcome[] = [];
  for (const path of [...all].sort(byPath)) {
    const [first, ...others] = known.map((one): Clean => one.get(path) ?? nothing);
    const agreed =
      !asked.has(path) &&
      first !== undefined &&
      others.every(({ file }) => file?.oid === first.file?.oid && file?.mode === first.file?.mode);
    if (agreed) {
      if (first.outcome !== undefined) files.push(first.outcome);
      else if (first.file !== undefined) settled.set(path, first.file);
      continue;
    }
    const sides = { base: base.get(path), ours: ours.get(path), theirs: theirs.get(path) };
    const oids = Object.values(sides).flatMap((file: ListedFile | undefined) => file?.oid ?? []);
    if (oids.length > 0) files.push(wholeFile({ path, from: undefined }, 'bases', sides, await load(oids)));
  }
  return { settled, files, renamed: new Map() };
}

const nothing: Clean = { file: undefined, outcome: undefined };

function cleanFiles({ settled, files }: Outcome): ReadonlyMap<string, Clean> {
  const found = new Map<string, Clean>();
  for (const [path, file] of settled) found.set(path, { file, outcome: undefined });
  for (const outcome of files) {
    const decided = outcome.conflicts.length === 0 ? outcome.decide(new Map()) : { files: [] };
    if ('files' in decided)
      for (const { path, mode, oid } of decided.files) found.set(path, { file: { mode, oid }, outcome });
  }
  return found;
}

/** Every path that a conflict may end at. */
function pathsOf(outcome: FileOutcome): string[] {
  const ends = (['ours', 'theirs'] as const).flatMap((side) => {
    const decided = outcome.decide(new Map(outcome.conflicts.map(({ id }) => [id, side])));
    return 'files' in decided ? decided.files.map(({ path }) => path) : [];
  });
  return [outcome.path, ...ends];
}
