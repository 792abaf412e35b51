import { z } from 'zod';
import type { Principal } from '../access/index.ts';
import { type PageInput, pageOf, readCursor } from './cursor.ts';
import { oidPattern } from './git/index.ts';
import { openLibrary, openRef } from './open-library.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { listCommits } from './store/commits.ts';
import type { CommitWire, ListWire } from './wire.ts';

const placeKey = z.tuple([z.string().regex(oidPattern), z.number().int(), z.string().regex(oidPattern)]);

/**
 * The history of a ref, children before parents, as a whole or of one path. Every page shows the history of the head that the first page saw,
 * though the branch moves meanwhile.
 */
export async function listCommitsFor(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { ref, path, cursor, limit }: PageInput & { readonly ref: string; readonly path?: string | undefined },
): Promise<ListWire<CommitWire>> {
  const library = await openLibrary(parts, principal, libraryName, 'commit.list');
  const place = cursor === undefined ? undefined : readCursor(cursor, placeKey);
  const { oid: head } = await openRef(parts, principal, library, place?.[0] ?? ref);
  const after = place === undefined ? undefined : { generation: place[1], oid: place[2] };
  const read = await listCommits(parts.reader, library, head, { path, after, limit: limit + 1 });
  const { rows, next } = pageOf(read, limit, ({ generation, oid }) => [head, generation, oid]);
  const names = await namesOf(
    parts,
    library.organization,
    rows.map(({ principal: author }) => author),
  );
  const items = rows.map((commit) => ({
    commit: commit.oid,
    message: commit.message,
    author: names(commit.principal),
    at: commit.at.toISOString(),
    parents: [...commit.parents],
    paths: [...commit.paths],
  }));
  return { items, next };
}
