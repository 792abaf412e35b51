import type { ColumnType } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Route, RouteTarget } from './route.ts';

interface RouteRow {
  organization_id: OrganizationId;
  name: string;
  retries: number;
  /** JSON, written as text: the driver would make an array of an array. */
  targets: ColumnType<readonly RouteTarget[], string, string>;
  set_by: string;
  set_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    gateway_route: RouteRow;
  }
}

/** The organization's routes, by name. */
export async function selectRoutes(reader: Reader, organization: OrganizationId): Promise<Route[]> {
  const rows = await reader
    .selectFrom('gateway_route')
    .selectAll()
    .where('organization_id', '=', organization)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    organization: row.organization_id,
    name: row.name,
    retries: row.retries,
    targets: row.targets,
    setBy: row.set_by,
    setAt: row.set_at,
  }));
}

/** Sets a route, whether there was one of that name or not. Safe concurrently: the last one counts. */
export async function upsertRoute(tx: Tx, route: Route): Promise<void> {
  const set = {
    retries: route.retries,
    targets: JSON.stringify(route.targets),
    set_by: route.setBy,
    set_at: route.setAt,
  };
  await tx
    .insertInto('gateway_route')
    .values({ organization_id: route.organization, name: route.name, ...set })
    .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doUpdateSet(set))
    .execute();
}

/** @returns false when there is none */
export async function deleteRoute(tx: Tx, organization: OrganizationId, name: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('gateway_route')
    .where('organization_id', '=', organization)
    .where('name', '=', name)
    .executeTakeFirst();
  return deleted.numDeletedRows === 1n;
}
