import type { Principal } from '../access/index.ts';
import { invariant } from '../platform/invariant.ts';
import { type HistoryNode, type LoadHistory, relate } from './ancestry.ts';
import { afterText, type PageInput, pageOf } from './cursor.ts';
import type { Library } from './libraries.ts';
import { protectedBranch } from './library.ts';
import { headOf, openLibrary } from './open-library.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { loadHistory, readCommits } from './store/commits.ts';
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
  return { items: await branchesWire(parts, library, rows), next };
}

/** How far behind `main` is counted: beyond that, bringing it in is one click all the same. */
const mostBehind = 500;

/** Branches as lists show them: who made each, where it stands, how far behind `main`. Walks no more of `main` than the branches lack. */
export async function branchesWire(
  parts: LibrariesParts,
  library: Library,
  rows: readonly BranchRow[],
): Promise<BranchWire[]> {
  const main = await headOf(parts, library, protectedBranch);
  const commits = await readCommits(
    parts.reader,
    library,
    rows.map(({ head }) => head),
  );
  const heads = new Map(commits.map((commit) => [commit.oid, commit]));
  const people = [
    ...rows.map(({ createdBy }) => createdBy),
    ...[...heads.values()].map((one) => one.principal),
  ];
  const names = await namesOf(parts, library.organization, people);
  const load = sharedHistory((oids) => loadHistory(parts.reader, library, oids));
  // One query for what is near; a branch that is far behind takes more.
  await load([main, ...heads.keys()]);
  const wires: BranchWire[] = [];
  for (const { name, head, createdBy, createdAt, ahead } of rows) {
    const last = heads.get(head);
    invariant(last !== undefined, `branch ${name} stands at a stored commit`);
    const missed = await relate(main, head, load, mostBehind);
    wires.push({
      name,
      head,
      createdBy: names(createdBy),
      createdAt: createdAt.toISOString(),
      ahead,
      behind: missed.ahead.length,
      last: { message: last.message, author: names(last.principal), at: last.at.toISOString() },
      protected: name === protectedBranch,
    });
  }
  return wires;
}

/** Loads each stretch of history once, however many branches ask for it. */
function sharedHistory(load: LoadHistory): LoadHistory {
  const known = new Map<string, HistoryNode>();
  return async (oids) => {
    const found = oids.flatMap((oid) => known.get(oid) ?? []);
    if (found.length === oids.length) return found;
    for (const node of await load(oids)) known.set(node.oid, node);
    return oids.flatMap((oid) => known.get(oid) ?? []);
  };
}
