import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import {
  type Connection,
  type ConnectionId,
  type ConnectionTest,
  connectionTest,
  oidcSettings,
  samlSettings,
} from '../connection.ts';

const columns = [
  'organization_id',
  'id',
  'kind',
  'display_name',
  'active',
  'settings',
  'created_at',
  'updated_at',
  'tested_at',
  'test',
] as const;

interface ConnectionRow {
  readonly organization_id: OrganizationId;
  readonly id: ConnectionId;
  readonly kind: 'oidc' | 'saml';
  readonly display_name: string;
  readonly active: boolean;
  readonly settings: unknown;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly tested_at: Date | null;
  readonly test: unknown;
}

/** A connection with whose it is. */
export type OwnedConnection = Connection & { readonly organization: OrganizationId };

function connectionOf(row: ConnectionRow): OwnedConnection {
  const facts = {
    organization: row.organization_id,
    id: row.id,
    displayName: row.display_name,
    active: row.active,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    testedAt: row.tested_at,
    test: row.test === null ? null : connectionTest.parse(row.test),
  };
  return row.kind === 'oidc'
    ? { ...facts, kind: 'oidc', settings: oidcSettings.parse(row.settings) }
    : { ...facts, kind: 'saml', settings: samlSettings.parse(row.settings) };
}

/** Oldest first: an organization has a few. */
export async function selectConnections(
  reader: Reader,
  organization: OrganizationId,
): Promise<OwnedConnection[]> {
  const rows = await reader
    .selectFrom('access_sso_connection')
    .select(columns)
    .where('organization_id', '=', organization)
    .orderBy('id')
    .execute();
  return rows.map(connectionOf);
}

/** By its id, which names the organization: who signs in has none yet, so that this query cannot lead with `organization_id`. */
export async function selectConnectionById(
  reader: Reader,
  id: ConnectionId,
): Promise<OwnedConnection | undefined> {
  const row = await reader
    .selectFrom('access_sso_connection')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && connectionOf(row);
}

/** Wrapped; undefined for a client without a secret. */
export async function selectClientSecret(
  reader: Reader,
  organization: OrganizationId,
  id: ConnectionId,
): Promise<Buffer | undefined> {
  const row = await reader
    .selectFrom('access_sso_connection')
    .select('client_secret')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.client_secret ?? undefined;
}

export async function insertConnection(
  tx: Tx,
  organization: OrganizationId,
  connection: Connection,
  more: { readonly createdBy: string; readonly clientSecret: Uint8Array | null },
): Promise<void> {
  await tx
    .insertInto('access_sso_connection')
    .values({
      organization_id: organization,
      id: connection.id,
      kind: connection.kind,
      display_name: connection.displayName,
      active: connection.active,
      settings: JSON.stringify(connection.settings),
      client_secret: more.clientSecret === null ? null : Buffer.from(more.clientSecret),
      created_by: more.createdBy,
      created_at: connection.createdAt,
      updated_at: connection.updatedAt,
      tested_at: null,
      tested_by: null,
      test: null,
    })
    .execute();
}

/** @param clientSecret undefined keeps the one that is there @returns false when the connection is gone */
export async function updateConnection(
  tx: Tx,
  organization: OrganizationId,
  connection: Connection,
  clientSecret: Uint8Array | null | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_sso_connection')
    .set({
      display_name: connection.displayName,
      active: connection.active,
      settings: JSON.stringify(connection.settings),
      updated_at: connection.updatedAt,
      tested_at: connection.testedAt,
      test: connection.test === null ? null : JSON.stringify(connection.test),
      ...(clientSecret === undefined
        ? {}
        : { client_secret: clientSecret === null ? null : Buffer.from(clientSecret) }),
    })
    .where('organization_id', '=', organization)
    .where('id', '=', connection.id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns false when the connection is gone */
export async function updateConnectionTest(
  tx: Tx,
  organization: OrganizationId,
  id: ConnectionId,
  tested: { readonly at: Date; readonly by: string; readonly test: ConnectionTest },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_sso_connection')
    .set({ tested_at: tested.at, tested_by: tested.by, test: JSON.stringify(tested.test) })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** With whom it knows. @returns false when it was gone already */
export async function deleteConnection(
  tx: Tx,
  organization: OrganizationId,
  id: ConnectionId,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_sso_connection')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
