import { z } from 'zod';
import type { Principal } from '../access/index.ts';
import { isStorableText } from '../platform/untrusted-json.ts';
import { type PageInput, pageOf, readCursor } from './cursor.ts';
import { oidPattern } from './git/index.ts';
import { openLibrary, openRef } from './open-library.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { followPath } from './paths/follow-path.ts';
import { type CommitRow, listCommits } from './store/commits.ts';
import type { CommitWire, ListWire } from './wire.ts';

const placeKey = z.tuple([
  z.string().regex(oidPattern),
  z.number().int(),
  z.string().regex(oidPattern),
  z.string().max(1_024).refine(isStorableText).nullable(),
]);

/**
 * The history of a ref, children before parents, as a whole or of one path through its moves. Every page shows the history of the head that the first page saw,
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
  const page = { after, limit: limit + 1 };
  const called = place === undefined ? path : (place[3] ?? undefined);
  const read =
    called === undefined
      ? (await listCommits(parts.reader, library, head, { path: undefined, ...page })).map((commit) => ({
          commit,
          path: null,
        }))
      : await followPath(parts, library, head, { path: called, ...page });
  const { rows, next } = pageOf<{ commit: CommitRow; path: string | null }>(
    read,
    limit,
    ({ commit: { generation, oid }, path: then }) => [head, generation, oid, then],
  );
  const names = await namesOf(
    parts,
    library.organization,
    rows.map(({ commit }) => commit.principal),
  );
  const items = rows.map(({ commit, path: then }) => ({
    commit: commit.oid,
    message: commit.message,
    author: names(commit.principal),
    at: commit.at.toISOString(),
    parents: [...commit.parents],
    paths: [...commit.paths],
    path: then,
  }));
  return { items, next };
}
