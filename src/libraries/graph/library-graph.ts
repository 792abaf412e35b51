import { z } from 'zod';
import { type Principal, permits } from '../../access/index.ts';
import { type PageInput, pageOf, readCursor } from '../cursor.ts';
import { type Oid, oidPattern } from '../git/index.ts';
import { type VisibleRef, visibleRefs } from '../git-http/advertise.ts';
import { resourceOf } from '../library.ts';
import { openLibrary } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import type { ListWire } from '../wire.ts';
import { listGraph, publicationsOf } from './store.ts';
import type { GraphCommitWire } from './wire.ts';

const placeKey = z.tuple([
  z
    .number()
    .int()
    .max(2 ** 31 - 1),
  z.string().regex(oidPattern),
]);
const pathsShown = 100;

/**
 * The commits of all branches and tags that the principal may read, children before parents: who lacks `branch.list` sees those of
 * `main`. A page goes on from a place in that order; what starts meanwhile is seen when one looks again from the beginning.
 */
export async function libraryGraph(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { cursor, limit }: PageInput,
): Promise<ListWire<GraphCommitWire>> {
  const library = await openLibrary(parts, principal, libraryName, 'commit.list');
  const place = cursor === undefined ? undefined : readCursor(cursor, placeKey);
  const after = place === undefined ? undefined : { generation: place[0], oid: place[1] };
  const refs = await visibleRefs(parts, principal, library);
  const all = permits(principal, 'branch.list', resourceOf(library));
  const heads = all ? [...new Set(refs.map(standsAt))] : [];
  const read = await listGraph(parts.reader, library, heads, { after, limit: limit + 1 });
  const { rows, next } = pageOf(read, limit, ({ generation, oid }) => [generation, oid]);
  const oids = rows.map(({ oid }) => oid);
  const [publications, names] = await Promise.all([
    publicationsOf(parts.reader, library, oids),
    namesOf(
      parts,
      library.organization,
      rows.map(({ principal: author }) => author),
    ),
  ]);
  const published = new Map(publications.map((row) => [row.commit, row]));
  const standing = Map.groupBy(refs, standsAt);
  const items = rows.map((commit) => {
    const publication = published.get(commit.oid);
    return {
      commit: commit.oid,
      message: commit.message,
      author: names(commit.principal),
      at: commit.at.toISOString(),
      parents: [...commit.parents],
      files: commit.paths.length,
      paths: commit.paths.slice(0, pathsShown),
      refs: (standing.get(commit.oid) ?? []).map(refWire),
      publication:
        publication === undefined
          ? null
          : {
              number: publication.number,
              change: publication.change,
              versions: publication.versions,
              at: publication.at.toISOString(),
            },
    };
  });
  return { items, next };
}

function standsAt({ oid, peeled }: VisibleRef): Oid {
  return peeled ?? oid;
}

function refWire({ name }: VisibleRef): GraphCommitWire['refs'][number] {
  return name.startsWith('refs/tags/')
    ? { kind: 'tag', name: name.slice('refs/tags/'.length) }
    : { kind: 'branch', name: name.slice('refs/heads/'.length) };
}
