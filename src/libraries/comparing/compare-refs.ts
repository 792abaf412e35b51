import { setImmediate } from 'node:timers/promises';
import type { Principal } from '../../access/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { relate } from '../ancestry.ts';
import { textOf } from '../comparison.ts';
import { afterText, type PageInput, pageOf } from '../cursor.ts';
import { differences, lines } from '../diff/index.ts';
import type { Library } from '../libraries.ts';
import { openLibrary, openRef } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { loadHistory } from '../store/commits.ts';
import * as trees from '../tree-difference.ts';
import { type PathChange, withRenames } from './renames.ts';
import type { LibraryComparisonWire, PathComparisonWire } from './wire.ts';

/** The paths that differ between two branches or commits of a library, by path, with how many lines. */
export async function compareRefs(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  query: PageInput & { readonly from: string; readonly to: string },
): Promise<LibraryComparisonWire> {
  const library = await openLibrary(parts, principal, libraryName, 'asset.list');
  const from = await openRef(parts, principal, library, query.from);
  const to = await openRef(parts, principal, library, query.to);
  const after = afterText(query.cursor);
  const before = await parts.objects.listing(parts.reader, library, from.tree);
  const all = withRenames(
    trees.differences(before, await parts.objects.listing(parts.reader, library, to.tree)),
  );
  const rest = after === undefined ? all : all.filter(({ path }) => path > after);
  const { rows, next } = pageOf(rest, query.limit, ({ path }) => [path]);
  const relation = await relate(to.oid, from.oid, (oids) => loadHistory(parts.reader, library, oids));
  return {
    from: { ref: query.from, commit: from.oid },
    to: { ref: query.to, commit: to.oid },
    mergeBase: relation.mergeBase ?? null,
    total: all.length,
    items: await counted(parts, library, rows),
    next,
  };
}

async function counted(
  parts: LibrariesParts,
  library: Library,
  rows: readonly PathChange[],
): Promise<PathComparisonWire[]> {
  const oids = rows.flatMap(({ before, after }) => [before?.oid, after?.oid]);
  const contents = await parts.objects.contents(
    parts.reader,
    library,
    oids.filter((oid) => oid !== undefined),
  );
  const linesOf = (oid: string | undefined) => {
    if (oid === undefined) return [];
    const bytes = contents.get(oid);
    invariant(bytes !== undefined, `blob ${oid} is stored`);
    return lines(textOf(bytes));
  };
  const items: PathComparisonWire[] = [];
  for (const { path, status, fromPath, before, after } of rows) {
    let [added, removed] = [0, 0];
    if (before?.oid !== after?.oid)
      for (const gap of differences(linesOf(before?.oid), linesOf(after?.oid))) {
        added += gap.toB - gap.fromB;
        removed += gap.toA - gap.fromA;
      }
    items.push({ path, status, fromPath, added, removed });
    // A page of large files must not hold up everybody else.
    await setImmediate();
  }
  return items;
}
