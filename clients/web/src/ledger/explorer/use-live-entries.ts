import { useEffect, useState } from 'react';
import { withQuery } from '../../api/client.ts';
import type { LedgerEntry } from '../../api/types.ts';
import { type EntriesSearch, wireSearch } from '../filters.ts';

const mostKept = 200;

/** Entries as they come, newest first, while `on`. The browser reconnects by itself, and goes on after the last one it saw. */
export function useLiveEntries(search: EntriesSearch, on: boolean): readonly LedgerEntry[] {
  const [entries, setEntries] = useState<readonly LedgerEntry[]>([]);
  const address = withQuery('/api/v1/entries/follow', wireSearch(search));
  useEffect(() => {
    setEntries([]);
    if (!on) return;
    const source = new EventSource(address);
    source.addEventListener('entry', (event) => {
      if (typeof event.data !== 'string') return;
      const entry: LedgerEntry = JSON.parse(event.data);
      setEntries((known) => [entry, ...known.filter(({ id }) => id !== entry.id)].slice(0, mostKept));
    });
    return () => source.close();
  }, [address, on]);
  return entries;
}
