import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { ProviderKind, ProviderOptions } from '../provider.ts';
import './tables.ts';

export interface StoredProvider {
  readonly id: Id<'pro'>;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly credentialWrapped: Uint8Array | null;
  readonly createdAt: Date;
  /** Where it processes what it is sent; null when nobody said. */
  readonly region: string | null;
  readonly options: ProviderOptions;
  /** When its credential was last exchanged; null when it is the first one. */
  readonly rotatedAt: Date | null;
  /** Sorted. */
  readonly models: readonly string[];
  /** Names of models that it calls otherwise, and how. */
  readonly sentAs: ReadonlyMap<string, string>;
}

/** The organization's own providers with their models, by name. */
export async function listProviders(reader: Reader, organization: OrganizationId): Promise<StoredProvider[]> {
  const [providers, models] = await Promise.all([
    reader
      .selectFrom('gateway_provider')
      .selectAll()
      .where('organization_id', '=', organization)
      .orderBy('name')
      .execute(),
    reader
      .selectFrom('gateway_model')
      .selectAll()
      .where('organization_id', '=', organization)
      .orderBy('name')
      .execute(),
  ]);
  return providers.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    baseUrl: row.base_url,
    credentialWrapped: row.credential_wrapped,
    createdAt: row.created_at,
    region: row.region,
    options: row.options,
    rotatedAt: row.rotated_at,
    models: models.filter((model) => model.provider_id === row.id).map((model) => model.name),
    sentAs: new Map(
      models.flatMap((model) =>
        model.provider_id === row.id && model.sent_as !== null ? [[model.name, model.sent_as] as const] : [],
      ),
    ),
  }));
}

/**
 * Adds a provider and its models. Safe concurrently: the tables' keys decide who was first.
 * @returns what was taken already, or undefined when it is in
 */
export async function insertProvider(
  tx: Tx,
  organization: OrganizationId,
  provider: StoredProvider & { readonly createdBy: string },
): Promise<'name' | 'model' | undefined> {
  const added = await tx
    .insertInto('gateway_provider')
    .values({
      organization_id: organization,
      id: provider.id,
      name: provider.name,
      kind: provider.kind,
      base_url: provider.baseUrl,
      credential_wrapped: provider.credentialWrapped,
      created_by: provider.createdBy,
      created_at: provider.createdAt,
      region: provider.region,
      options: JSON.stringify(provider.options),
      rotated_at: provider.rotatedAt,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows !== 1n) return 'name';
  const models = await tx
    .insertInto('gateway_model')
    .values(
      provider.models.map((name) => ({
        ...{ organization_id: organization, name, provider_id: provider.id },
        sent_as: provider.sentAs.get(name) ?? null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirst();
  return models.numInsertedOrUpdatedRows === BigInt(provider.models.length) ? undefined : 'model';
}

/** @returns false when there is no such provider */
export async function updateRegion(
  tx: Tx,
  organization: OrganizationId,
  id: StoredProvider['id'],
  region: string | null,
): Promise<boolean> {
  const updated = await tx
    .updateTable('gateway_provider')
    .set({ region })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/** Exchanges the credential. @returns false when there is no such provider */
export async function updateCredential(
  tx: Tx,
  organization: OrganizationId,
  id: StoredProvider['id'],
  set: { readonly credentialWrapped: Uint8Array | null; readonly rotatedAt: Date },
): Promise<boolean> {
  const updated = await tx
    .updateTable('gateway_provider')
    .set({ credential_wrapped: set.credentialWrapped, rotated_at: set.rotatedAt })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}
