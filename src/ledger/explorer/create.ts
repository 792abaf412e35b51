import type { Explorer } from '../ledger.ts';
import { listAttestations, listSearches } from '../store/explorer.ts';
import { readCheckpoint } from '../store/tree.ts';
import { attest } from './attest.ts';
import { createSearch, type ExplorerParts, removeSearch } from './saved-searches.ts';

const mostAttestations = 500;

/** What people who read the log keep beside it. */
export function createExplorer(parts: ExplorerParts): Explorer {
  const { reader } = parts;
  return {
    searches: (organization, owner) => listSearches(reader, organization, owner),
    createSearch: (organization, actor, asked) => createSearch(parts, organization, actor, asked),
    removeSearch: (organization, actor, id) => removeSearch(parts, organization, actor, id),
    attestations: (organization) => listAttestations(reader, organization, mostAttestations),
    attest: (organization, actor, asked) =>
      attest(
        { ...parts, rootAt: async (size) => (await readCheckpoint(reader, organization, size))?.rootHash },
        organization,
        actor,
        asked,
      ),
  };
}
