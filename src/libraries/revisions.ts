import { relate } from './ancestry.ts';
import type { Library, Oid, Revision } from './libraries.ts';
import type { LibrariesParts } from './parts.ts';
import { type CommitRow, loadHistory, readCommits } from './store/commits.ts';

/** As many as a page shows. */
const mostRevisions = 200;

/** The states of a branch since it left `main`. Its contract is that of `Libraries.revisions`. */
export async function revisions(
  { reader }: Pick<LibrariesParts, 'reader'>,
  library: Library,
  head: Oid,
  main: Oid,
): Promise<readonly Revision[]> {
  const { ahead } = await relate(head, main, (oids) => loadHistory(reader, library, oids));
  const commits = new Map((await readCommits(reader, library, ahead)).map((row) => [row.oid, row]));
  const states = statesOf(head, commits);
  return states.length > 0 ? states.slice(-mostRevisions) : await only(reader, library, head);
}

/** Along first parents, oldest first; what one entry brought is one state. */
function statesOf(head: Oid, commits: ReadonlyMap<Oid, CommitRow>): Revision[] {
  const found: Revision[] = [];
  for (let row = commits.get(head); row !== undefined; row = commits.get(row.parents[0] ?? '')) {
    const message = row.message.split('\n', 1)[0] ?? '';
    const newest = found.at(-1);
    if (newest?.entry === row.entry)
      found.splice(-1, 1, { ...newest, messages: [message, ...newest.messages] });
    else found.push(stateOf(row));
  }
  return found.reverse();
}

/** A head that `main` has already: it promotes, and is the one state there is. */
async function only(reader: LibrariesParts['reader'], library: Library, head: Oid): Promise<Revision[]> {
  return (await readCommits(reader, library, [head])).map(stateOf);
}

function stateOf({ oid, message, principal, at, entry }: CommitRow): Revision {
  return { commit: oid, messages: [message.split('\n', 1)[0] ?? ''], principal, at, entry };
}
