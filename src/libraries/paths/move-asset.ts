import type { Principal } from '../../access/index.ts';
import { kindOf } from '../asset.ts';
import { checkFiles } from '../check-files.ts';
import { commitOnto, mayCommitOnto, type Onto } from '../commit-onto.ts';
import { textOf } from '../comparison.ts';
import type { ListedFile, Listing } from '../git/index.ts';
import type { Library, Oid } from '../libraries.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { type NewBlob, newBlob } from '../write-commit.ts';
import { planMove } from './plan-move.ts';
import { renamedSkill } from './renamed-skill.ts';
import { stateOfBranch } from './state-of-branch.ts';

export interface MoveInput {
  readonly branch: string;
  /** Where the branch stood when the author looked. */
  readonly expectedHead: Oid;
  /** A file, or a folder with "/" at its end; `to` alike. */
  readonly from: string;
  readonly to: string;
  readonly message: string | undefined;
}

/**
 * Moves a file or a folder on a branch, bytes unchanged, so that git and every comparison see a rename; only the `name:` of a skill, which is
 * its folder's, is written anew. Entry `asset.move` with `from` and `to`. What the new path makes of a text (another kind) is checked first.
 * @returns the new head
 * @throws Problem those of `planMove`, of `commitOnto` and, for files that become another kind, of `checkFiles`
 */
export async function moveAsset(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { branch, expectedHead, from, to, message }: MoveInput,
): Promise<Oid> {
  const library = await openLibrary(parts, principal, libraryName);
  const onto: Onto = { action: 'asset.move', branch, expectedHead };
  mayCommitOnto(principal, library, onto);
  const { listing } = await stateOfBranch(parts, library, branch, expectedHead);
  const plan = planMove(listing.keys(), from, to);
  const blobs = await rewritten(parts, library, listing, plan);
  const { oid } = await commitOnto(parts, principal, library, onto, (before) => ({
    message: message ?? `Move ${from} to ${to}`,
    listing: movedListing(before.listing, plan, blobs),
    blobs: [...blobs.values()],
    data: { from, to },
  }));
  return oid;
}

/** Texts that are not what they were at another path: skills, which carry their folder's name; the rest is only checked. By new path. */
async function rewritten(
  parts: LibrariesParts,
  library: Library,
  listing: Listing,
  plan: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, NewBlob>> {
  const looked = [...plan].filter(([from, to]) => kindOf(to) === 'skill' || kindOf(from) !== kindOf(to));
  const oids = looked.flatMap(([from]) => listing.get(from)?.oid ?? []);
  const contents = await parts.objects.contents(parts.reader, library, oids);
  const files = looked.map(([from, to]) => {
    const before = textOf(contents.get(listing.get(from)?.oid ?? '') ?? new Uint8Array());
    const text = kindOf(from) === 'skill' && kindOf(to) === 'skill' ? renamedSkill(before, from, to) : before;
    return { path: to, text, isNew: text !== before };
  });
  checkFiles(files.map(({ path, text }) => ({ path, text })));
  return new Map(files.filter(({ isNew }) => isNew).map(({ path, text }) => [path, newBlob(path, text)]));
}

function movedListing(
  before: Listing,
  plan: ReadonlyMap<string, string>,
  blobs: ReadonlyMap<string, NewBlob>,
): Listing {
  const after = new Map<string, ListedFile>(before);
  for (const from of plan.keys()) after.delete(from);
  for (const [from, to] of plan) {
    const file = before.get(from);
    if (file !== undefined) after.set(to, { mode: file.mode, oid: blobs.get(to)?.object.oid ?? file.oid });
  }
  return after;
}
