import { type Selectable, sql } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Webhook, WebhookId } from '../webhook.ts';
import type { WebhookTable } from './tables.ts';

type Handle = Reader | Tx;

const webhookFrom = (row: Selectable<WebhookTable>): Webhook => ({
  organization: row.organization_id,
  id: row.id,
  url: row.url,
  description: row.description,
  kinds: row.kinds,
  enabled: row.enabled,
  disabledReason: row.disabled_reason,
  failures: row.failures,
  previousUntil: row.previous_until,
  createdBy: row.created_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** The secrets as they are stored: wrapped. */
export interface WrappedSecrets {
  readonly secret: Uint8Array;
  readonly previous: Uint8Array | null;
}

export async function selectWebhooks(db: Handle, organization: OrganizationId): Promise<Webhook[]> {
  const rows = await db
    .selectFrom('changes_webhook')
    .selectAll()
    .where('organization_id', '=', organization)
    .orderBy('id')
    .execute();
  return rows.map(webhookFrom);
}

export async function selectWebhook(
  db: Handle,
  organization: OrganizationId,
  id: string,
): Promise<(Webhook & { readonly wrapped: WrappedSecrets }) | undefined> {
  const row = await db
    .selectFrom('changes_webhook')
    .selectAll()
    .where('organization_id', '=', organization)
    .where(sql<string>`id`, '=', id)
    .executeTakeFirst();
  return row && { ...webhookFrom(row), wrapped: { secret: row.secret, previous: row.previous_secret } };
}

export async function insertWebhook(tx: Tx, webhook: Webhook, secret: Uint8Array): Promise<void> {
  await tx
    .insertInto('changes_webhook')
    .values({
      organization_id: webhook.organization,
      id: webhook.id,
      url: webhook.url,
      description: webhook.description,
      kinds: [...webhook.kinds],
      enabled: webhook.enabled,
      disabled_reason: null,
      secret,
      previous_secret: null,
      previous_until: null,
      failures: 0,
      created_by: webhook.createdBy,
      created_at: webhook.createdAt,
      updated_at: webhook.updatedAt,
    })
    .execute();
}

export interface WebhookPatch {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** @returns false when there is no such webhook. Switching on forgets the failures. */
export async function updateWebhook(
  tx: Tx,
  { organization, id }: Pick<Webhook, 'organization' | 'id'>,
  patch: WebhookPatch,
  at: Date,
): Promise<boolean> {
  const { url, description, kinds, enabled } = patch;
  const { numUpdatedRows } = await tx
    .updateTable('changes_webhook')
    .set({
      updated_at: at,
      ...(url === undefined ? {} : { url }),
      ...(description === undefined ? {} : { description }),
      ...(kinds === undefined ? {} : { kinds: [...kinds] }),
      ...(enabled === undefined ? {} : { enabled, disabled_reason: null }),
      ...(enabled === true ? { failures: 0 } : {}),
    })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function replaceSecret(
  tx: Tx,
  { organization, id }: Pick<Webhook, 'organization' | 'id'>,
  secret: Uint8Array,
  previousUntil: Date,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('changes_webhook')
    .set(({ ref }) => ({
      previous_secret: ref('secret'),
      previous_until: previousUntil,
      secret,
      updated_at: at,
    }))
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** With its deliveries and their attempts; the ledger keeps what was sent when. */
export async function deleteWebhook(
  tx: Tx,
  { organization, id }: Pick<Webhook, 'organization' | 'id'>,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('changes_webhook')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Counts failures in a row. @returns how many there are now; undefined when it was deleted meanwhile */
export async function countFailure(
  tx: Tx,
  { organization, webhook }: { readonly organization: OrganizationId; readonly webhook: WebhookId },
  taken: boolean,
): Promise<number | undefined> {
  const row = await tx
    .updateTable('changes_webhook')
    .set(({ ref }) => ({ failures: taken ? 0 : sql<number>`${ref('failures')} + 1` }))
    .where('organization_id', '=', organization)
    .where('id', '=', webhook)
    .returning('failures')
    .executeTakeFirst();
  return row?.failures;
}

export async function disableWebhook(
  tx: Tx,
  { organization, webhook }: { readonly organization: OrganizationId; readonly webhook: WebhookId },
  reason: string,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('changes_webhook')
    .set({ enabled: false, disabled_reason: reason, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', webhook)
    .where('enabled', '=', true)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
