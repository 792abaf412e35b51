import { sql } from 'kysely';
import { type LibraryId, type LibraryVisibility, whereVisible } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Library } from '../libraries.ts';
import './tables.ts';

/** Adds a library. @returns false when the organization has one of that name */
export async function insertLibrary(tx: Tx, library: Library, createdBy: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('libraries_library')
    .values({
      organization_id: library.organization,
      id: library.id,
      name: library.name,
      display_name: library.displayName,
      description: library.description,
      visibility: library.visibility,
      created_at: library.createdAt,
      created_by: createdBy,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Makes everything that changes the set of this library's branches wait for each other, until the transaction ends. */
export async function lockLibrary(tx: Tx, { organization, id }: Library): Promise<void> {
  await tx
    .selectFrom('libraries_library')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .select('id')
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function findLibrary(
  reader: Reader,
  organization: OrganizationId,
  by: { readonly name: string } | { readonly id: LibraryId },
): Promise<Library | undefined> {
  const all = reader.selectFrom('libraries_library').where('organization_id', '=', organization);
  const one = 'name' in by ? all.where('name', '=', by.name) : all.where('id', '=', by.id);
  const row = await one.selectAll().executeTakeFirst();
  return row === undefined ? undefined : libraryOf(row);
}

/** Libraries that the filter lets through, by name. The filter is part of the query: what it hides is never read. */
export async function listLibraries(
  reader: Reader,
  organization: OrganizationId,
  visibility: LibraryVisibility,
  page: {
    readonly after: string | undefined;
    readonly limit: number | undefined;
    /** Those too of which one may see something. */
    readonly of?: 'any';
  },
): Promise<Library[]> {
  let query = reader
    .selectFrom('libraries_library')
    .where('organization_id', '=', organization)
    .where(
      whereVisible(visibility, sql.ref<string>('id'), sql<boolean>`(visibility = 'restricted')`, page.of),
    );
  if (page.after !== undefined) query = query.where('name', '>', page.after);
  if (page.limit !== undefined) query = query.limit(page.limit);
  return (await query.selectAll().orderBy('name').execute()).map(libraryOf);
}

function libraryOf(row: {
  organization_id: OrganizationId;
  id: LibraryId;
  name: string;
  display_name: string;
  description: string;
  visibility: 'open' | 'restricted';
  created_at: Date;
}): Library {
  return {
    organization: row.organization_id,
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    description: row.description,
    visibility: row.visibility,
    createdAt: row.created_at,
  };
}
