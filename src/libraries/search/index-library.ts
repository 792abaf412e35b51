import type { Log } from '../../platform/log.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch } from '../library.ts';
import type { LibrariesParts } from '../parts.ts';
import { readCommit } from '../store/commits.ts';
import { lockBranch } from '../store/refs.ts';
import { indexWhole } from './index-main.ts';
import { isIndexedAt, listUnindexed } from './store/rows.ts';

type Place = Pick<Library, 'organization' | 'id' | 'createdAt'>;

/** Thrown inside a transaction to leave nothing behind: another node was first. */
class AlreadyIndexed extends Error {}

/**
 * Indexes a library whose index is missing or was made by other rules. Entry `library.index`, in the same transaction. Holds the lock
 * of `main` meanwhile. Safe on several nodes: the second one finds it done, and records nothing.
 * @returns whether it was done now
 */
export async function indexLibrary(parts: LibrariesParts, library: Place): Promise<boolean> {
  try {
    await parts.ledger.record(async (tx) => {
      const head = await lockBranch(tx, library, protectedBranch);
      if (head === undefined || (await isIndexedAt(tx, library, head))) throw new AlreadyIndexed();
      const commit = await readCommit(tx, library, head);
      if (commit === undefined) throw new AlreadyIndexed();
      const listing = await parts.objects.listing(tx, library, commit.tree);
      const files = await indexWhole(parts, tx, library, { commit: head, listing });
      const entry = {
        organization: library.organization,
        action: 'library.index',
        actor: { kind: 'system' as const, id: 'search' },
        subject: { kind: 'library', id: library.id },
        data: { commit: head, files },
      };
      return { entry, value: undefined };
    });
    return true;
  } catch (error) {
    if (error instanceof AlreadyIndexed) return false;
    throw error;
  }
}

/**
 * Indexes what is not indexed yet, one library after the other, in the background: after an upgrade, search answers with what is done.
 * A stop between two libraries loses nothing; the next start goes on. A library that cannot be read is logged, and the others go on.
 */
export function startIndexing(parts: LibrariesParts, log: Log): { stop(): Promise<void> } {
  let stopped = false;
  const work = async () => {
    for (const library of await listUnindexed(parts.reader)) {
      if (stopped) return;
      try {
        if (await indexLibrary(parts, library))
          log.info({ library: library.id }, 'library indexed for search');
      } catch (error) {
        log.error({ err: error, library: library.id }, 'a library could not be indexed for search');
      }
    }
  };
  const done = work().catch((error: unknown) => log.error({ err: error }, 'indexing for search failed'));
  return {
    stop: async () => {
      stopped = true;
      await done;
    },
  };
}
