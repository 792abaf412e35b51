import type { Principal } from '../../access/index.ts';
import { pathFault } from '../asset.ts';
import { badPath } from '../check-files.ts';
import { commitOnto, mayCommitOnto, staleHead } from '../commit-onto.ts';
import type { Library, Oid } from '../libraries.ts';
import { protectedBranch } from '../library.ts';
import { stateAt } from '../merging/compute.ts';
import { headOf, openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { type ImportSource, type Origin, readSource } from './read-source.ts';
import { settle } from './settle.ts';
import type { ImportWire } from './wire.ts';

/** Where an import goes. */
export interface ImportTarget {
  /** A branch that is there, with `expectedHead`; else one that is started. Left out: `import/DATE-N`. */
  readonly branch?: string | undefined;
  readonly expectedHead?: Oid | undefined;
  /** Where in the library everything goes. */
  readonly folder?: string | undefined;
  /** The report only. */
  readonly dryRun?: boolean | undefined;
}

const action = 'library.import';

/**
 * Takes in files, a zip, an export or a git repository as one commit on a branch, with a report of every single thing. Entry
 * `library.import` with the source's kind and counts, and of a repository its host, path and commit; the branch, when it is new, begins with it. When nothing comes in, nothing is written.
 * @throws Problem those of `readSource`; `asset.bad_path` 422 for the folder; those of `commitOnto`; `branch.exists` 409
 */
export async function importLibrary(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  input: ImportSource & ImportTarget,
): Promise<ImportWire> {
  const library = await openLibrary(parts, principal, libraryName, action);
  const { branch, folder = '', dryRun = false } = input;
  if (branch !== undefined) mayCommitOnto(principal, library, { action, branch });
  const fault = folder === '' ? undefined : pathFault(folder);
  if (fault !== undefined) throw badPath(folder, fault);
  const base = await startOf(parts, library, input);
  const { listing: before } = await stateAt(parts, parts.reader, library, base);
  const { origin, ...read } = await readSource(input, folder, parts.importHosts);
  const { listing, blobs, items } = await settle(read, before);
  const imported = items.filter(({ path }) => path !== null).length;
  const report = { imported, skipped: items.length - imported, items: [...items] };
  if (dryRun || blobs.length === 0) return { branch: null, commit: null, ...report };
  const day = parts.clock.now().toISOString().slice(0, 10);
  const starts = (names: readonly string[]) => branch ?? freeName(`import/${day}`, names);
  const onto = { action, branch: branch ?? `import/${day}`, expectedHead: base } as const;
  const made = await commitOnto(
    parts,
    principal,
    library,
    input.expectedHead === undefined ? { ...onto, starts } : onto,
    () => ({
      message: messageOf(input, imported, origin),
      listing,
      blobs,
      data: { source: input.source, imported, skipped: report.skipped, ...origin },
    }),
  );
  return { branch: made.branch, commit: made.oid, ...report };
}

/** The commit that the import stands on. */
async function startOf(parts: LibrariesParts, library: Library, target: ImportTarget): Promise<Oid> {
  const { branch, expectedHead } = target;
  if (branch === undefined || expectedHead === undefined) return headOf(parts, library, protectedBranch);
  const head = await headOf(parts, library, branch);
  if (head !== expectedHead) throw staleHead(branch, head);
  return head;
}

/** Names are given out under the library's lock. */
function freeName(prefix: string, names: readonly string[]): string {
  const used = new Set(names);
  let number = 1;
  while (used.has(`${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}

const SOURCES = { files: 'a folder', zip: 'a zip', json: 'an export', git: 'a git repository' } as const;

function messageOf({ source }: ImportSource, imported: number, origin: Origin | undefined): string {
  const subject = `Import ${imported} ${imported === 1 ? 'file' : 'files'} from ${SOURCES[source]}`;
  return origin === undefined ? subject : `${subject}\n\n${origin.from}\ncommit ${origin.fromCommit}`;
}
