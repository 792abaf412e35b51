import { z } from 'zod';
import { authorize, libraryVisibility, type Principal, theOrganization } from '../../access/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { isStorableText } from '../../platform/untrusted-json.ts';
import { assetName, pathFault } from '../asset.ts';
import { badPath } from '../check-files.ts';
import { type PageInput, pageOf, readCursor } from '../cursor.ts';
import { openLibrary } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { listLiveAt, moveInForce } from '../store/moves.ts';
import { findVersion } from '../store/versions.ts';
import type { ListWire } from '../wire.ts';
import { environmentNamed, unknownEnvironment } from './known.ts';
import { readEnvironments } from './store.ts';
import type { LiveAssetWire, LiveVersionWire } from './wire.ts';

const text = z.string().max(2_000).refine(isStorableText);
const assetKey = z.tuple([text, text]);

/**
 * What was live in an environment at an instant, by library and path, in the libraries that the principal may see. A move at T is in
 * force at T; without an instant it is what is live now.
 * @throws Problem 404 as `listHistory`
 */
export async function listLive(
  parts: LibrariesParts,
  principal: Principal,
  name: string,
  query: PageInput & { readonly library?: string | undefined; readonly at?: string | undefined },
): Promise<ListWire<LiveAssetWire>> {
  authorize(principal, 'environment.list', theOrganization);
  const { organization } = principal;
  const { name: environment } = environmentNamed(await readEnvironments(parts.reader, organization), name);
  const within =
    query.library === undefined
      ? undefined
      : await openLibrary(parts, principal, query.library, 'asset.list', 'any');
  const [library, path] = query.cursor === undefined ? [] : readCursor(query.cursor, assetKey);
  const read = await listLiveAt(parts.reader, organization, {
    environment,
    visibility: libraryVisibility(principal, 'asset.list'),
    library: within?.id,
    at: query.at === undefined ? undefined : new Date(query.at),
    after: library === undefined || path === undefined ? undefined : { library, path },
    limit: query.limit + 1,
  });
  const { rows, next } = pageOf(read, query.limit, (row) => [row.library, row.path]);
  const names = await namesOf(
    parts,
    organization,
    rows.map(({ by }) => by),
  );
  const items = rows.map((row) => ({
    ...row,
    name: assetName(row.path),
    since: row.since.toISOString(),
    by: names(row.by),
  }));
  return { items, next };
}

/**
 * Which version of one asset was live in an environment at an exact instant, since when and until when. The interval is closed at its
 * start and open at its end: a move at T is live at T, and what it replaced is not. Without an instant: the newest move, whatever
 * clocks say. Of moves at one instant the last one counts.
 * @throws Problem `asset.bad_path` 422, `environment.unknown` 422; 404
 */
export async function readLiveVersion(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  query: { readonly path: string; readonly environment: string; readonly at?: string | undefined },
): Promise<LiveVersionWire> {
  const library = await openLibrary(parts, principal, libraryName, 'version.list', query);
  const fault = pathFault(query.path);
  if (fault !== undefined) throw badPath(query.path, fault);
  const environments = await readEnvironments(parts.reader, library.organization);
  const { path, environment } = query;
  if (!environments.some(({ name }) => name === environment))
    throw unknownEnvironment(environment, environments);
  const at = query.at === undefined ? undefined : new Date(query.at);
  const state = await moveInForce(parts.reader, library, path, environment, at);
  if (state === undefined) return { environment, ...neverLive };
  const { number } = state;
  const version = number === null ? undefined : await findVersion(parts.reader, library, path, { number });
  invariant(number === null || version !== undefined, `version ${number} of ${path} is stored`);
  const names = await namesOf(parts, library.organization, [state.by]);
  return {
    environment,
    version: number,
    digest: version?.digest ?? null,
    since: state.since.toISOString(),
    until: state.until?.toISOString() ?? null,
    change: state.change,
    by: names(state.by),
    reason: state.reason,
  };
}

const neverLive = {
  version: null,
  digest: null,
  since: null,
  until: null,
  change: null,
  by: null,
  reason: null,
};
