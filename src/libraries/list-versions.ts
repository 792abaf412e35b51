import { z } from 'zod';
import type { Principal } from '../access/index.ts';
import { pathFault } from './asset.ts';
import { badPath } from './check-files.ts';
import { type PageInput, pageOf, readCursor } from './cursor.ts';
import type { Library, Oid } from './libraries.ts';
import { openLibrary } from './open-library.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { originOf } from './paths/follow-path.ts';
import { listCommits } from './store/commits.ts';
import { approvedFor } from './store/moves.ts';
import { notesOf } from './store/releases.ts';
import { listVersions, livePointers, newestNumbers } from './store/versions.ts';
import type { VersionsWire } from './wire.ts';

/** Published versions of one asset, newest first. Empty for a path that was never published. */
export async function listVersionsFor(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { path, cursor, limit }: PageInput & { readonly path: string },
): Promise<VersionsWire> {
  const library = await openLibrary(parts, principal, libraryName, 'version.list', { path });
  const fault = pathFault(path);
  if (fault !== undefined) throw badPath(path, fault);
  const below = cursor === undefined ? undefined : readCursor(cursor, z.tuple([z.number().int()]))[0];
  const read = await listVersions(parts.reader, library, path, { below, limit: limit + 1 });
  const { rows, next } = pageOf(read, limit, ({ number }) => [number]);
  const live = [...((await livePointers(parts.reader, library, path)).get(path) ?? [])];
  const names = await namesOf(
    parts,
    library.organization,
    rows.map(({ publishedBy }) => publishedBy),
  );
  const approved = await approvedFor(parts.reader, library, path);
  const notes = await notesOf(
    parts.reader,
    library,
    rows.map(({ change }) => change),
  );
  const items = rows.map((version) => ({
    number: version.number,
    digest: version.digest,
    commit: version.commit,
    publishedAt: version.publishedAt.toISOString(),
    publishedBy: names(version.publishedBy),
    change: version.change,
    live: live.filter(([, number]) => number === version.number).map(([environment]) => environment),
    approvedFor: [...(approved.get(version.number) ?? [])],
    notes: notes.get(version.change) ?? null,
  }));
  const first = rows.find(({ number }) => number === 1);
  return {
    items,
    next,
    movedFrom: first === undefined ? null : await nameBefore(parts, library, first.commit, path),
  };
}

/** Commits to one file between two publications; the first version of a file that had more says nothing of where it was before. */
const mostCommits = 200;

async function nameBefore(parts: LibrariesParts, library: Library, commit: Oid, path: string) {
  const page = { path, after: undefined, limit: mostCommits };
  const commits = await listCommits(parts.reader, library, commit, page);
  const oldest = commits.at(-1);
  if (oldest === undefined || commits.length === mostCommits) return null;
  const before = await originOf(parts, library, oldest, path);
  const number = before && (await newestNumbers(parts.reader, library, [before])).get(before);
  return before === undefined || number === undefined || number === '' ? null : { path: before, number };
}
