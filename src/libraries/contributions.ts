import { relate } from './ancestry.ts';
import type { Contribution, Library } from './libraries.ts';
import type { LibrariesParts } from './parts.ts';
import { coAuthorsOf, commitsNamed, loadHistory } from './store/commits.ts';
import { publicationBefore } from './store/publications.ts';
import { findVersion } from './store/versions.ts';

/** The commits that changed an asset between the publication of a version and the one before it, newest first. */
export async function contributions(
  parts: LibrariesParts,
  library: Library,
  path: string,
  number: number,
): Promise<readonly Contribution[]> {
  const version = await findVersion(parts.reader, library, path, { number });
  if (version === undefined) return [];
  const before = await publicationBefore(parts.reader, library, version.commit);
  if (before === undefined) return [];
  const { ahead } = await relate(version.commit, before, (oids) => loadHistory(parts.reader, library, oids));
  const commits = await commitsNamed(parts.reader, library, ahead, path);
  const others = await coAuthorsOf(parts.reader, library, commits);
  return commits.map(({ oid, message, principal, human, at, entry }) => ({
    commit: oid,
    message,
    principal,
    human,
    others: others.get(oid) ?? [],
    at,
    entry,
  }));
}
