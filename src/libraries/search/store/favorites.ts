import { sql } from 'kysely';
import { type LibraryId, whereVisible } from '../../../access/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { RepositoryKey } from '../../store/tables.ts';
import type { Place } from './find.ts';
import './tables.ts';

type Owner = Pick<Place, 'organization' | 'principal'>;

/** One asset of one library. */
export interface AssetKey {
  readonly library: LibraryId;
  readonly path: string;
}

/** @returns false when it was one already */
export async function insertFavorite(
  tx: Tx,
  { organization, principal }: Owner,
  { library, path }: AssetKey,
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('libraries_favorite')
    .values({
      organization_id: organization,
      principal_id: principal,
      library_id: library,
      path,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** @returns false when it was none */
export async function deleteFavorite(
  tx: Tx,
  { organization, principal }: Owner,
  { library, path }: AssetKey,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('libraries_favorite')
    .where('organization_id', '=', organization)
    .where('principal_id', '=', principal)
    .where('library_id', '=', library)
    .where('path', '=', path)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** How many a principal has, whatever became of the assets. */
export async function countFavorites(reader: Reader, { organization, principal }: Owner): Promise<number> {
  const row = await reader
    .selectFrom('libraries_favorite')
    .where('organization_id', '=', organization)
    .where('principal_id', '=', principal)
    .select((is) => is.fn.countAll<number>().as('favorites'))
    .executeTakeFirstOrThrow();
  return row.favorites;
}

/** Favorites in these libraries that stand on `main`, by library and path. */
export async function listFavorites(
  reader: Reader,
  { organization, principal, libraries, visibility }: Place,
  page: { readonly after: AssetKey | undefined; readonly limit: number },
): Promise<AssetKey[]> {
  const { after, limit } = page;
  let query = reader
    .selectFrom('libraries_favorite as f')
    .innerJoin('libraries_search as s', (on) =>
      on
        .onRef('s.organization_id', '=', 'f.organization_id')
        .onRef('s.library_id', '=', 'f.library_id')
        .onRef('s.path', '=', 'f.path'),
    )
    .innerJoin('libraries_library as l', (on) =>
      on.onRef('l.organization_id', '=', 'f.organization_id').onRef('l.id', '=', 'f.library_id'),
    )
    .where('f.organization_id', '=', organization)
    .where('f.principal_id', '=', principal)
    .where('f.library_id', '=', sql<LibraryId>`any(${libraries}::text[])`)
    .where(({ ref }) =>
      whereVisible(
        visibility,
        ref('f.library_id'),
        sql<boolean>`(l.visibility = 'restricted')`,
        ref('f.path'),
      ),
    );
  if (after !== undefined)
    query = query.where(sql<boolean>`(f.library_id, f.path) > (${after.library}, ${after.path})`);
  return query
    .select(['f.library_id as library', 'f.path'])
    .orderBy('f.library_id')
    .orderBy('f.path')
    .limit(limit)
    .execute();
}

/** Whoever wanted a file at hand has it at hand under its new name too. @param renamed new path to old path */
export async function inheritFavorites(
  tx: Tx,
  { organization, id }: RepositoryKey,
  renamed: ReadonlyMap<string, string>,
  at: Date,
): Promise<void> {
  if (renamed.size === 0) return;
  await sql`
    insert into libraries_favorite (organization_id, principal_id, library_id, path, created_at)
    select ${organization}, f.principal_id, ${id}, r.new_path, ${at}
    from unnest(${[...renamed.keys()]}::text[], ${[...renamed.values()]}::text[]) as r (new_path, old_path)
    join libraries_favorite f on f.organization_id = ${organization} and f.library_id = ${id} and f.path = r.old_path
    on conflict do nothing
  `.execute(tx);
}
