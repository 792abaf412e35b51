import {
  actorOf,
  authorize,
  grantWithin,
  type Principal,
  permits,
  theOrganization,
} from '../access/index.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import type { Library, Oid } from './libraries.ts';
import { protectedBranch } from './library.ts';
import { packPublished } from './packs/pack-published.ts';
import type { LibrariesParts } from './parts.ts';
import { indexWhole } from './search/index-main.ts';
import { insertLibrary } from './store/library-rows.ts';
import { insertPublication } from './store/publications.ts';
import { insertBranch } from './store/refs.ts';
import { newBlob, writeCommit } from './write-commit.ts';

/** Requirements in the library of this name are the organization's: whoever makes it decides who may propose them. */
const reservedName = 'policy';

export interface NewLibrary {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly visibility: 'open' | 'restricted';
}

/**
 * Makes a library with a first commit on `main` (a README) and makes its creator a contributor of it. Entries `library.create` and
 * `grant.create`, in one transaction.
 * @returns the library, the head of `main`, and the creator as they are from now on
 * @throws Problem `library.create.forbidden` 403, `library.create.name_reserved` 403, `library.create.name_taken` 409
 */
export async function createLibrary(
  parts: LibrariesParts,
  principal: Principal,
  input: NewLibrary,
): Promise<{ library: Library; head: Oid; creator: Principal }> {
  authorize(principal, 'library.create', theOrganization);
  if (input.name === reservedName && !permits(principal, 'library.create_policy', theOrganization))
    throw nameReserved();
  const at = parts.clock.now();
  const library: Library = {
    organization: principal.organization,
    id: newId('lib'),
    name: input.name,
    displayName: input.displayName ?? input.name,
    description: input.description ?? '',
    visibility: input.visibility,
    createdAt: at,
  };
  return parts.ledger.record(async (tx) => {
    if (!(await insertLibrary(tx, library, principal.id))) throw nameTaken(library.name);
    const entry = newId('ent');
    const blob = newBlob('README.md', readme(library));
    const listing = new Map([['README.md', { mode: '100644' as const, oid: blob.object.oid }]]);
    const message = 'Create the library';
    const paths = ['README.md'];
    const made = { listing, parents: [], blobs: [blob], paths, message, author: principal, at, entry };
    const { oid: head } = await writeCommit(tx, library, made);
    await insertBranch(tx, library, { name: protectedBranch, head, createdAt: at, createdBy: principal.id });
    const first = { commit: head, change: null, at, by: principal.id };
    const { number } = await insertPublication(tx, library, first);
    await packPublished(tx, library, number);
    await indexWhole(parts, tx, library, { commit: head, listing });
    const granted = await grantWithin(tx, {
      organization: library.organization,
      by: actorOf(principal),
      at,
      principal: principal.id,
      role: 'contributor',
      scope: { kind: 'library', library: library.id },
    });
    const created = {
      id: entry,
      organization: library.organization,
      action: 'library.create',
      actor: actorOf(principal),
      subject: { kind: 'library', id: library.id },
      data: { name: library.name, visibility: library.visibility, commit: head },
    };
    const creator = { ...principal, grants: [...principal.grants, granted.grant] };
    return { entry: [created, granted.entry], value: { library, head, creator } };
  });
}

function readme({ displayName, description }: Library): string {
  return `# ${displayName}\n${description === '' ? '' : `\n${description}\n`}`;
}

/** Says that the name is taken, whoever's it is: names are one space per organization, and a name alone tells nothing else. */
function nameTaken(name: string): Problem {
  return new Problem({
    code: 'library.create.name_taken',
    status: 409,
    detail: `The name ${name} is taken in this organization. Choose another.`,
  });
}

function nameReserved(): Problem {
  return new Problem({
    code: 'library.create.name_reserved',
    status: 403,
    detail: `The name ${reservedName} is kept for the organization's requirements. Choose another, or ask an admin to create it.`,
  });
}
