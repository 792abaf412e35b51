import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { App } from '../person.ts';
import type { AppId, PersonId } from '../principal.ts';

interface AppRow {
  readonly id: AppId;
  readonly display_name: string;
  readonly owner_id: PersonId;
  readonly created_at: Date;
}

const columns = ['id', 'display_name', 'owner_id', 'created_at'] as const;

const appOf = (row: AppRow): App => ({
  id: row.id,
  displayName: row.display_name,
  owner: row.owner_id,
  createdAt: row.created_at,
});

export async function selectApp(
  reader: Reader,
  organization: OrganizationId,
  id: AppId,
): Promise<App | undefined> {
  const row = await reader
    .selectFrom('access_app')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && appOf(row);
}

/** A page of apps, oldest first. */
export async function selectApps(
  reader: Reader,
  organization: OrganizationId,
  page: { readonly after: AppId | undefined; readonly limit: number },
): Promise<App[]> {
  let query = reader.selectFrom('access_app').select(columns).where('organization_id', '=', organization);
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  return (await query.orderBy('id').limit(page.limit).execute()).map(appOf);
}

export async function insertApp(tx: Tx, organization: OrganizationId, app: App): Promise<void> {
  await tx
    .insertInto('access_app')
    .values({
      organization_id: organization,
      id: app.id,
      display_name: app.displayName,
      owner_id: app.owner,
      created_at: app.createdAt,
    })
    .execute();
}

/** What people and apps are called. Ids that are unknown here are left out. */
export async function selectNames(
  reader: Reader,
  organization: OrganizationId,
  ids: readonly string[],
): Promise<{ id: string; display_name: string }[]> {
  if (ids.length === 0) return [];
  const people = reader
    .selectFrom('access_person')
    .select(['id', 'display_name'])
    .where('organization_id', '=', organization)
    .where((where) => where(where.cast<string>('id', 'text'), 'in', ids));
  const apps = reader
    .selectFrom('access_app')
    .select(['id', 'display_name'])
    .where('organization_id', '=', organization)
    .where((where) => where(where.cast<string>('id', 'text'), 'in', ids));
  return [...(await people.execute()), ...(await apps.execute())];
}
