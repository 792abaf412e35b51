import { sql } from 'kysely';
import { type LibraryId, type LibraryVisibility, type PersonId, whereVisible } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Oid } from '../git/index.ts';
import type { RepositoryKey } from '../store/tables.ts';

declare module '../../platform/db/tables.ts' {
  interface Tables {
    libraries_owner: {
      organization_id: OrganizationId;
      library_id: LibraryId;
      path: string;
      sequence: number;
      owner_id: PersonId;
      assigned_at: Date;
      assigned_by: string;
    };
  }
}

/** One asset that somebody owns. */
export interface OwnedAsset {
  readonly library: LibraryId;
  readonly path: string;
}

/** Owners of these paths, or of all of a library's. What has no owner yet was never published. */
export async function readOwners(
  reader: Reader,
  { organization, id }: RepositoryKey,
  paths?: readonly string[],
): Promise<ReadonlyMap<string, PersonId>> {
  let query = reader
    .selectFrom('libraries_owner')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id);
  if (paths !== undefined) query = query.where('path', '=', sql<string>`any(${paths}::text[])`);
  const rows = await query
    .distinctOn('path')
    .select(['path', 'owner_id'])
    .orderBy('path')
    .orderBy('sequence', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.path, row.owner_id]));
}

/** Assets that this person owns now, by library and path, in libraries that the visibility lets through (all without one). */
export async function ownedBy(
  reader: Reader,
  organization: OrganizationId,
  owner: PersonId,
  visibility?: LibraryVisibility,
): Promise<OwnedAsset[]> {
  let query = reader
    .selectFrom('libraries_owner as o')
    .innerJoin('libraries_library as l', (on) =>
      on.onRef('l.organization_id', '=', 'o.organization_id').onRef('l.id', '=', 'o.library_id'),
    )
    .where('o.organization_id', '=', organization)
    .where('o.owner_id', '=', owner)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('libraries_owner as later')
            .select('later.path')
            .where('later.organization_id', '=', organization)
            .whereRef('later.library_id', '=', 'o.library_id')
            .whereRef('later.path', '=', 'o.path')
            .whereRef('later.sequence', '>', 'o.sequence'),
        ),
      ),
    );
  if (visibility !== undefined)
    query = query.where(({ ref }) =>
      whereVisible(visibility, ref('l.id'), sql<boolean>`(l.visibility = 'restricted')`, ref('o.path')),
    );
  const rows = await query.select(['o.library_id', 'o.path']).orderBy('l.name').orderBy('o.path').execute();
  return rows.map((row) => ({ library: row.library_id, path: row.path }));
}

/** Gives assets a new owner. The transaction holds the lock of each library, so sequences have no gaps and no race. */
export async function insertOwners(
  tx: Tx,
  organization: OrganizationId,
  assets: readonly OwnedAsset[],
  assigned: { readonly owner: PersonId; readonly at: Date; readonly by: string },
): Promise<void> {
  if (assets.length === 0) return;
  await sql`
    insert into libraries_owner
      (organization_id, library_id, path, sequence, owner_id, assigned_at, assigned_by)
    select ${organization}, a.library_id, a.path,
      1 + coalesce((
        select max(o.sequence) from libraries_owner o
        where o.organization_id = ${organization} and o.library_id = a.library_id and o.path = a.path
      ), 0),
      ${assigned.owner}, ${assigned.at}, ${assigned.by}
    from unnest(${assets.map(({ library }) => library)}::text[], ${assets.map(({ path }) => path)}::text[])
      as a (library_id, path)
  `.execute(tx);
}

/** Says of paths that have no owner yet that whoever wrote their first commit, among these, owns them; else `otherwise`. */
export async function insertFirstOwners(
  tx: Tx,
  { organization, id }: RepositoryKey,
  paths: readonly string[],
  commits: readonly Oid[],
  assigned: { readonly otherwise: PersonId; readonly at: Date },
): Promise<void> {
  if (paths.length === 0) return;
  await sql`
    insert into libraries_owner
      (organization_id, library_id, path, sequence, owner_id, assigned_at, assigned_by)
    select ${organization}, ${id}, p.path, 1, coalesce(first.human_id, ${assigned.otherwise}), ${assigned.at},
      coalesce(first.human_id, ${assigned.otherwise})
    from unnest(${paths}::text[]) as p (path)
    left join lateral (
      select c.human_id from libraries_commit c
      where c.organization_id = ${organization} and c.library_id = ${id} and c.oid = any(${commits}::text[])
        and p.path = any(c.paths)
      order by c.generation, c.oid limit 1
    ) first on true
    on conflict do nothing
  `.execute(tx);
}

/** Says of files that have another name now that whoever owned them owns them still. @param renamed new path to old path */
export async function inheritOwners(
  tx: Tx,
  { organization, id }: RepositoryKey,
  renamed: ReadonlyMap<string, string>,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  if (renamed.size === 0) return;
  await sql`
    insert into libraries_owner
      (organization_id, library_id, path, sequence, owner_id, assigned_at, assigned_by)
    select ${organization}, ${id}, r.new_path, 1, owner.owner_id, ${at}, ${by}
    from unnest(${[...renamed.keys()]}::text[], ${[...renamed.values()]}::text[]) as r (new_path, old_path)
    cross join lateral (
      select o.owner_id from libraries_owner o
      where o.organization_id = ${organization} and o.library_id = ${id} and o.path = r.old_path
      order by o.sequence desc limit 1
    ) owner
    on conflict do nothing
  `.execute(tx);
}
