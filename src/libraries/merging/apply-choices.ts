import { Problem } from '../../platform/problem.ts';
import { checkFiles } from '../check-files.ts';
import type { ListedFile, Listing } from '../git/index.ts';
import type { Choice } from '../merge/index.ts';
import type { NewBlob } from '../write-commit.ts';
import type { FileOutcome, Outcome } from './outcome.ts';

/** How a person decides one conflict of one file. */
export interface ConflictChoice {
  readonly path: string;
  readonly conflict: string;
  readonly choice: Choice;
}

/** The files of the merged state, and how many conflicts a person decided in it. */
export interface Resolved {
  readonly listing: Listing;
  readonly blobs: readonly NewBlob[];
  readonly decided: number;
}

/**
 * The merged state. Texts that the merge or a person made are checked like any that are committed. Pure.
 * @param action whose problems these are
 * @throws Problem `ACTION.conflict` 409 with every conflict that nobody decided, `ACTION.bad_choice` 422 for a choice that fits none;
 *   those of `checkFiles`
 */
export function applyChoices(
  outcome: Outcome,
  choices: readonly ConflictChoice[],
  action: 'branch.merge' | 'commit.revert' | 'commit.cherry_pick',
): Resolved {
  const byFile = fitting(outcome, choices, action);
  const listing = new Map<string, ListedFile>(outcome.settled);
  const blobs: NewBlob[] = [];
  const missing: { path: string; conflict: string; kind: string; where: string }[] = [];
  for (const file of outcome.files) {
    const decided = file.decide(byFile.get(file.path) ?? new Map());
    if ('missing' in decided) {
      missing.push(...undecided(file, decided.missing));
      continue;
    }
    for (const { path, mode, oid, blob } of decided.files) {
      if (blob !== undefined) {
        checkFiles([
          { path, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(blob.object.content) },
        ]);
        blobs.push(blob);
      }
      listing.set(path, { mode, oid });
    }
  }
  if (missing.length > 0) throw unresolved(action, missing);
  return { listing, blobs, decided: choices.length };
}

function undecided({ path, conflicts }: FileOutcome, ids: readonly string[]) {
  return conflicts
    .filter(({ id }) => ids.includes(id))
    .map(({ id, kind, label }) => ({ path, conflict: id, kind, where: label }));
}

/** The choices by file and conflict. Maps, so that no name from outside is ever a property. */
function fitting({ files }: Outcome, choices: readonly ConflictChoice[], action: string) {
  const known = new Map(files.map((file) => [file.path, file]));
  const byFile = new Map<string, Map<string, Choice>>();
  for (const { path, conflict, choice } of choices) {
    const found = known.get(path)?.conflicts.find(({ id }) => id === conflict);
    const take = typeof choice === 'string' ? choice : 'text';
    const ofFile = byFile.get(path) ?? new Map<string, Choice>();
    if (!found?.takes.includes(take) || ofFile.has(conflict)) throw badChoice(action, path, conflict);
    byFile.set(path, ofFile.set(conflict, choice));
  }
  return byFile;
}

function badChoice(action: string, path: string, conflict: string): Problem {
  return new Problem({
    code: `${action}.bad_choice`,
    status: 422,
    detail: `There is no conflict ${JSON.stringify(conflict)} in ${JSON.stringify(path)} that can be decided like this, or it is decided twice. Look at the preview again.`,
    more: { path, conflict },
  });
}

function unresolved(
  action: string,
  missing: readonly { path: string; conflict: string; kind: string; where: string }[],
): Problem {
  const places = missing.slice(0, 3).map(({ path, where }) => `${path} (${where})`);
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  const first =
    missing.length === 1 ? 'One place needs a decision' : `${missing.length} places need a decision`;
  return new Problem({
    code: `${action}.conflict`,
    status: 409,
    detail: `${first}: ${places.join(', ')}${more}. Choose ours, theirs, both, base or a text for each, and send the choices. Nothing was changed.`,
    more: { conflicts: missing.slice(0, 200) },
  });
}
