import { z } from 'zod';
import { authorize, libraryVisibility, type Principal, theOrganization } from '../../access/index.ts';
import { isStorableText } from '../../platform/untrusted-json.ts';
import { type PageInput, pageOf, readCursor } from '../cursor.ts';
import { openLibrary } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { listMoves, type MoveKey } from '../store/moves.ts';
import type { ListWire } from '../wire.ts';
import { environmentNamed } from './known.ts';
import { readEnvironments } from './store.ts';
import type { MoveWire } from './wire.ts';

const text = z.string().max(2_000).refine(isStorableText);
const moveKey = z.tuple([z.iso.datetime(), text, text, z.number().int().min(1).max(2_147_483_647)]);

export interface HistoryFilter {
  /** A library's URL name. */
  readonly library?: string | undefined;
  readonly path?: string | undefined;
}

/**
 * Every move of an environment's pointers in the libraries that the principal may see, newest first.
 * @throws Problem 404 for an unknown environment, and the identical one for a library that the principal may not know of
 */
export async function listHistory(
  parts: LibrariesParts,
  principal: Principal,
  name: string,
  { library, path, cursor, limit }: HistoryFilter & PageInput,
): Promise<ListWire<MoveWire>> {
  authorize(principal, 'environment.list', theOrganization);
  const { organization } = principal;
  const { name: environment } = environmentNamed(await readEnvironments(parts.reader, organization), name);
  const within =
    library === undefined ? undefined : await openLibrary(parts, principal, library, 'asset.list', 'any');
  const read = await listMoves(parts.reader, organization, {
    environment,
    visibility: libraryVisibility(principal, 'asset.list'),
    library: within?.id,
    path,
    before: cursor === undefined ? undefined : keyFrom(cursor),
    limit: limit + 1,
  });
  const { rows, next } = pageOf(read, limit, ({ key }) => [
    key.at.toISOString(),
    key.library,
    key.path,
    key.sequence,
  ]);
  const names = await namesOf(
    parts,
    organization,
    rows.map(({ by }) => by),
  );
  const items = rows.map(({ at, by, change, entry, from, kind, library: of, path: moved, reason, to }) => ({
    at: at.toISOString(),
    by: names(by),
    library: of,
    path: moved,
    kind,
    from,
    to,
    change,
    reason,
    entry,
  }));
  return { items, next };
}

function keyFrom(cursor: string): MoveKey {
  const [at, library, path, sequence] = readCursor(cursor, moveKey);
  return { at: new Date(at), library, path, sequence };
}
