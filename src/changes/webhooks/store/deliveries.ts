import { type Selectable, sql } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Attempt, Delivery, DeliveryId, WebhookId } from '../webhook.ts';
import type { DeliveryTable } from './tables.ts';

type Handle = Reader | Tx;

const deliveryFrom = (row: Selectable<DeliveryTable>): Delivery => ({
  organization: row.organization_id,
  id: row.id,
  webhook: row.webhook_id,
  kind: row.kind,
  entry: row.entry_id,
  body: row.body,
  state: row.state,
  attempts: row.attempts,
  dueAt: row.due_at,
  createdAt: row.created_at,
  giveUpAt: row.give_up_at,
});

/** One for each webhook and entry: what is there already stays as it is. */
export async function insertDeliveries(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await tx
    .insertInto('changes_delivery')
    .values(
      deliveries.map((delivery) => ({
        organization_id: delivery.organization,
        id: delivery.id,
        webhook_id: delivery.webhook,
        kind: delivery.kind,
        entry_id: delivery.entry,
        body: delivery.body,
        state: delivery.state,
        attempts: 0,
        due_at: delivery.dueAt,
        created_at: delivery.createdAt,
        give_up_at: delivery.giveUpAt,
      })),
    )
    .onConflict((conflict) => conflict.columns(['organization_id', 'webhook_id', 'entry_id']).doNothing())
    .execute();
}

/** Whether anything is due, in any organization: the cheap question before a transaction is opened. */
export async function isDeliveryDue(db: Reader, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('changes_delivery')
    .select('id')
    .where('state', '=', 'due')
    .where('due_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes the delivery that is due longest and that nobody else works on. The row's lock is the claim, until the transaction ends. */
export async function takeDelivery(tx: Tx, now: Date): Promise<Delivery | undefined> {
  const row = await tx
    .selectFrom('changes_delivery')
    .selectAll()
    .where('state', '=', 'due')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row && deliveryFrom(row);
}

/** Waits for attempts that are under way, and keeps others from beginning, until the transaction ends. */
export async function lockDeliveries(
  tx: Tx,
  { organization, id }: { readonly organization: OrganizationId; readonly id: WebhookId },
): Promise<void> {
  await tx
    .selectFrom('changes_delivery')
    .select('id')
    .where('organization_id', '=', organization)
    .where('webhook_id', '=', id)
    .where('state', '=', 'due')
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** What an attempt came to, and what becomes of the delivery. */
export async function settleDelivery(
  tx: Tx,
  { organization, id }: Pick<Delivery, 'organization' | 'id'>,
  next: { readonly state: Delivery['state']; readonly dueAt: Date },
  attempt: Attempt | undefined,
): Promise<void> {
  await tx
    .updateTable('changes_delivery')
    .set({
      state: next.state,
      due_at: next.dueAt,
      ...(attempt === undefined ? {} : { attempts: attempt.attempt }),
    })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
  if (attempt === undefined) return;
  await tx
    .insertInto('changes_attempt')
    .values({
      organization_id: organization,
      delivery_id: id,
      attempt: attempt.attempt,
      attempted_at: attempt.at,
      duration_ms: attempt.durationMs,
      status: attempt.status,
      answer: attempt.answer,
      error: attempt.error,
    })
    .execute();
}

/** A page of a webhook's deliveries, newest first. */
export async function selectDeliveries(
  db: Reader,
  organization: OrganizationId,
  webhook: WebhookId,
  page: { readonly before: number | undefined; readonly limit: number },
): Promise<{ delivery: Delivery; sequence: number }[]> {
  let query = db
    .selectFrom('changes_delivery')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('webhook_id', '=', webhook);
  if (page.before !== undefined) query = query.where('sequence', '<', page.before);
  const rows = await query.orderBy('sequence', 'desc').limit(page.limit).execute();
  return rows.map((row) => ({ delivery: deliveryFrom(row), sequence: row.sequence }));
}

export async function attemptsOf(
  db: Handle,
  organization: OrganizationId,
  deliveries: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, Attempt[]>> {
  const found = new Map<DeliveryId, Attempt[]>(deliveries.map((id) => [id, []]));
  if (deliveries.length === 0) return found;
  const rows = await db
    .selectFrom('changes_attempt')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('delivery_id', 'in', deliveries)
    .orderBy('attempt')
    .execute();
  for (const row of rows)
    found.get(row.delivery_id)?.push({
      attempt: row.attempt,
      at: row.attempted_at,
      durationMs: row.duration_ms,
      status: row.status,
      answer: row.answer,
      error: row.error,
    });
  return found;
}

/** Makes a delivery due again. @returns it as it is then; undefined when the webhook has no such delivery */
export async function dueAgain(
  tx: Tx,
  organization: OrganizationId,
  webhook: WebhookId,
  id: string,
  at: Date,
  giveUpAt: Date,
): Promise<Delivery | undefined> {
  const row = await tx
    .updateTable('changes_delivery')
    .set({ state: 'due', due_at: at, give_up_at: giveUpAt })
    .where('organization_id', '=', organization)
    .where('webhook_id', '=', webhook)
    .where(sql<string>`id`, '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && deliveryFrom(row);
}
