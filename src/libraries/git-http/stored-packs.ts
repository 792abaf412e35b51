import type { Reader } from '../../platform/db/index.ts';
import type { Oid } from '../git/index.ts';
import { commitOfPublication, packedState, publishedNumbers } from '../packs/store.ts';
import type { RepositoryKey } from '../store/tables.ts';
import type { FetchRequest } from './fetch-request.ts';
import type { StoredEntries } from './pack-writer.ts';

/** How much of an answer is packed already, and what remains to be found the long way. */
export interface StoredPart {
  readonly entries: StoredEntries;
  /** Where `main` stood then: with the entries, the client has everything under it. */
  readonly head: Oid;
  /** What is wanted beyond. */
  readonly wants: readonly Oid[];
  /** Those of these commits that the entries bring. */
  brings(commits: readonly Oid[]): Promise<readonly Oid[]>;
}

/**
 * What lies under a wanted commit and under a publication is packed, and whoever may have the commit may have that. Undefined when
 * nothing is, or when the client's own history is cut or shall be: then deltas might stand on what it lacks.
 * @param common commits that the client has, with everything under them
 */
export async function storedPart(
  reader: Reader,
  key: RepositoryKey,
  request: FetchRequest,
  wants: readonly Oid[],
  common: readonly Oid[],
): Promise<StoredPart | undefined> {
  if (request.deepen !== undefined || request.shallow.length > 0) return undefined;
  // Deltas of later publications may stand on objects of earlier ones: a thin pack (gitformat-pack).
  if (common.length > 0 && !request.capabilities.has('thin-pack')) return undefined;
  const upTo = await packedState(reader, key, wants);
  const after = upTo === 0 ? 0 : await packedState(reader, key, common);
  if (upTo <= after) return undefined;
  const numbers = await publishedNumbers(reader, key, wants);
  return {
    entries: { after, upTo },
    head: await commitOfPublication(reader, key, upTo),
    wants: wants.filter((oid) => (numbers.get(oid) ?? Number.POSITIVE_INFINITY) > upTo),
    brings: async (commits) => {
      const published = await publishedNumbers(reader, key, commits);
      return commits.filter((oid) => {
        const number = published.get(oid);
        return number !== undefined && number > after && number <= upTo;
      });
    },
  };
}
