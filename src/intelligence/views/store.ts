import type { ColumnType } from 'kysely';
import type { PersonId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { View, ViewId } from './view.ts';

interface ViewRow {
  organization_id: OrganizationId;
  id: ViewId;
  person_id: PersonId;
  name: string;
  page: View['page'];
  filters: ColumnType<Record<string, string>, string, never>;
  created_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_view: ViewRow;
  }
}

export async function selectViews(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<View[]> {
  const rows = await reader
    .selectFrom('intelligence_view')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .orderBy('name')
    .selectAll()
    .execute();
  return rows.map(({ id, name, page, filters, created_at }) => ({
    ...{ organization, id, person, name, page, filters },
    createdAt: created_at,
  }));
}

/** @returns false when the person has a view of that name */
export async function insertView(tx: Tx, view: View): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intelligence_view')
    .values({
      organization_id: view.organization,
      id: view.id,
      person_id: view.person,
      name: view.name,
      page: view.page,
      filters: JSON.stringify(view.filters),
      created_at: view.createdAt,
    })
    .onConflict((on) => on.columns(['organization_id', 'person_id', 'name']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when the person has no such view */
export async function deleteView(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('intelligence_view')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where((on) => on.eb(on.cast('id', 'text'), '=', id))
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
