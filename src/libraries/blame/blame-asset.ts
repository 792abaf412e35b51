import type { Principal } from '../../access/index.ts';
import { invariant } from '../../platform/invariant.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch } from '../library.ts';
import { openAsset } from '../open-asset.ts';
import { headOf, openLibrary } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { coAuthorsOf } from '../store/commits.ts';
import { listVersions, numbersOf, type VersionRow } from '../store/versions.ts';
import { type AssetHistory, openAssetHistory, type Writing } from './asset-history.ts';
import { type BlameRange, blameLines } from './blame-lines.ts';
import { publishedBy } from './published-by.ts';
import type { BlameWire } from './wire.ts';

/** How many commits of an asset are looked at: years of daily edits. */
const mostCommits = 1_000;

/**
 * Who wrote each line of an asset, as we authenticated them, and which version and change published it. A line that came through a merge is
 * told as the commit's that wrote it, and a file that moved unchanged keeps its history.
 * @param most how many commits are looked at; what is left is told as older
 * @throws Problem those of `openAsset`
 */
export async function blameAsset(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { path, ref }: { readonly path: string; readonly ref: string },
  most = mostCommits,
): Promise<BlameWire> {
  const library = await openLibrary(parts, principal, libraryName, 'asset.read');
  const asset = await openAsset(parts, principal, library, path, ref);
  const main = await headOf(parts, library, protectedBranch);
  const history = await openAssetHistory(parts, library, { head: asset.commit, path, main, most });
  invariant(history.start !== undefined, `${path} has a history at ${asset.commit}`);
  const ranges = await blameLines(history.start, history.load);
  const numbers = await numbersOf(parts.reader, library, [{ path, oid: asset.blob }]);
  const written = writings(history, ranges);
  return {
    path,
    ref,
    commit: asset.commit,
    version: asset.version?.number ?? numbers.get(path) ?? null,
    digest: asset.digest,
    text: asset.text,
    ranges: ranges.map(({ line, count, origin }) => ({
      line,
      count,
      commit: (origin === null ? undefined : history.writing(origin)?.commit.oid) ?? null,
    })),
    commits: await commitsWire(parts, library, written),
    olderThan: olderThan(history, ranges, written),
  };
}

function writings(history: AssetHistory, ranges: readonly BlameRange[]): Writing[] {
  const keys = new Set(ranges.flatMap(({ origin }) => (origin === null ? [] : [origin])));
  return [...keys].map((key) => history.writing(key)).filter((writing) => writing !== undefined);
}

async function commitsWire(
  parts: LibrariesParts,
  library: Library,
  written: readonly Writing[],
): Promise<BlameWire['commits']> {
  const others = await coAuthorsOf(
    parts.reader,
    library,
    written.map(({ commit }) => commit),
  );
  const authors = written.map(({ commit }) => commit.principal);
  const names = await namesOf(parts, library.organization, [...authors, ...[...others.values()].flat()]);
  const versions = new Map<string, (oid: string) => VersionRow | undefined>();
  for (const { history } of written) {
    if (versions.has(history.path)) continue;
    const all = await listVersions(parts.reader, library, history.path, {
      below: undefined,
      limit: undefined,
    });
    const found = publishedBy(history.graph, all.toReversed());
    versions.set(history.path, (oid) => found.get(oid));
  }
  return written.map(({ commit, history }) => {
    const version = versions.get(history.path)?.(commit.oid);
    return {
      commit: commit.oid,
      author: names(commit.principal),
      others: (others.get(commit.oid) ?? []).map(names),
      at: commit.at.toISOString(),
      message: commit.message,
      path: history.path,
      version: version?.number ?? null,
      change: version?.change ?? null,
    };
  });
}

function olderThan(
  history: AssetHistory,
  ranges: readonly BlameRange[],
  written: readonly Writing[],
): string | null {
  if (ranges.every(({ origin }) => origin !== null)) return null;
  const oldest = written.map(({ commit }) => commit.at).sort((a, b) => a.getTime() - b.getTime())[0];
  return (history.cutAt() ?? oldest)?.toISOString() ?? null;
}
