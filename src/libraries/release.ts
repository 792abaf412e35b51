import type { Reader, Tx } from '../platform/db/index.ts';
import type { Id } from '../platform/id.ts';
import { relate } from './ancestry.ts';
import type { Library, Oid } from './libraries.ts';
import { protectedBranch } from './library.ts';
import { headOf } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { loadHistory, readCommits } from './store/commits.ts';
import { insertNotes, notesOf } from './store/releases.ts';

/** Notes name this many commits; a longer history is for the history to tell. */
const mostMessages = 50;

/** What the commits say that a head has and `main` has not, oldest first: the first line of each message. */
export async function messagesSince(parts: LibrariesParts, library: Library, head: Oid): Promise<string[]> {
  const main = await headOf(parts, library, protectedBranch);
  const { ahead } = await relate(head, main, (oids) => loadHistory(parts.reader, library, oids));
  const commits = await readCommits(parts.reader, library, ahead.slice(0, mostMessages));
  return commits.reverse().flatMap(({ message }) => message.split('\n', 1)[0]?.trim() || []);
}

/** Keeps what a change brought, in the publisher's transaction. */
export function keepNotes(tx: Tx, library: Library, change: Id<'chg'>, notes: string): Promise<void> {
  return insertNotes(tx, library, change, notes);
}

/** What a change brought; undefined for one that was published before notes were kept, or never. */
export async function readNotes(
  db: Reader,
  library: Library,
  change: Id<'chg'>,
): Promise<string | undefined> {
  return (await notesOf(db, library, [change])).get(change);
}
