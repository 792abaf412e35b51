import { setTimeout as sleep } from 'node:timers/promises';
import type { OrganizationId } from '../entry.ts';
import type { EntryFilter, Ledger, PlacedEntry } from '../ledger.ts';

/** Between two looks. The integrator signs a few times a second, and a person reads. */
const everyMs = 500;
const batch = 200;

/**
 * Entries as they come into the log, from `fromIndex` on, in its order, each once, until the signal. Undefined now and then, also when
 * nothing comes, so that a reader can show that it is alive and look whether it may still read.
 */
export async function* followEntries(
  ledger: Pick<Ledger, 'list' | 'head'>,
  organization: OrganizationId,
  filter: Omit<EntryFilter, 'limit' | 'beforeIndex' | 'oldestFirst'> & { readonly fromIndex: number },
  signal: AbortSignal,
): AsyncGenerator<PlacedEntry | undefined> {
  let next = filter.fromIndex;
  for (let quiet = 0; !signal.aborted; ) {
    // The head first: what comes between the two looks is looked at again, never passed over.
    const treeSize = (await ledger.head(organization))?.treeSize ?? next;
    const found =
      treeSize > next
        ? await ledger.list(organization, {
            ...filter,
            fromIndex: next,
            beforeIndex: treeSize,
            oldestFirst: true,
            limit: batch,
          })
        : [];
    yield* found;
    next = found.length === batch ? (found.at(-1)?.index ?? next) + 1 : Math.max(next, treeSize);
    quiet = found.length === 0 ? quiet + 1 : 0;
    if (quiet % 4 === 0) yield undefined;
    if (found.length < batch) await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
