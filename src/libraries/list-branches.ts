import type { PersonRef, Principal } from '../access/index.ts';
import { afterText, type PageInput, pageOf } from './cursor.ts';
import { protectedBranch } from './library.ts';
import { openLibrary } from './open-library.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { type BranchRow, listBranches } from './store/refs.ts';
import type { BranchWire, ListWire } from './wire.ts';

/** A library's branches by name, `main` among them, each with how far it is ahead of `main`. */
export async function listBranchesFor(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  page: PageInput,
): Promise<ListWire<BranchWire>> {
  const library = await openLibrary(parts, principal, libraryName, 'branch.list');
  const read = await listBranches(parts.reader, library, {
    after: afterText(page.cursor),
    limit: page.limit + 1,
  });
  const { rows, next } = pageOf(read, page.limit, ({ name }) => [name]);
  const names = await namesOf(
    parts,
    library.organization,
    rows.map(({ createdBy }) => createdBy),
  );
  return { items: rows.map((row) => branchWire(row, names)), next };
}

export function branchWire(row: BranchRow, names: (id: string) => PersonRef): BranchWire {
  const { name, head, createdBy, createdAt, ahead } = row;
  return {
    name,
    head,
    createdBy: names(createdBy),
    createdAt: createdAt.toISOString(),
    ahead,
    protected: name === protectedBranch,
  };
}
