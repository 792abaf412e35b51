import { actorOf, type Principal } from '../../access/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { retryForMs } from '../retry.ts';
import { openWebhook } from './govern.ts';
import type { WebhookParts } from './parts.ts';
import { attemptsOf, dueAgain, selectDeliveries } from './store/deliveries.ts';
import type { DeliveryWire } from './wire.ts';

/** What was sent to a webhook, newest first, with every attempt. */
export async function listDeliveries(
  parts: WebhookParts,
  principal: Principal,
  id: string,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ items: DeliveryWire[]; next: string | null }> {
  const before = page.cursor === undefined ? undefined : readCursor(page.cursor);
  const webhook = await openWebhook(parts, principal, 'delivery.list', id);
  const { organization } = principal;
  const rows = await selectDeliveries(parts.reader, organization, webhook.id, {
    before,
    limit: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const attempts = await attemptsOf(
    parts.reader,
    organization,
    shown.map(({ delivery }) => delivery.id),
  );
  return {
    items: shown.map(({ delivery }) => ({
      id: delivery.id,
      kind: delivery.kind,
      entry: delivery.entry,
      state: delivery.state,
      at: delivery.createdAt.toISOString(),
      dueAt: delivery.state === 'due' ? delivery.dueAt.toISOString() : null,
      body: delivery.body,
      attempts: (attempts.get(delivery.id) ?? []).map((attempt) => ({
        ...attempt,
        at: attempt.at.toISOString(),
      })),
    })),
    next:
      rows.length > page.limit && last !== undefined
        ? Buffer.from(`delivery ${last.sequence}`).toString('base64url')
        : null,
  };
}

/** Sends a delivery again, with the same id, so that a receiver that has it can tell. Entry `delivery.redeliver`. */
export async function redeliver(
  parts: WebhookParts,
  principal: Principal,
  id: string,
  delivery: string,
): Promise<void> {
  const webhook = await openWebhook(parts, principal, 'delivery.redeliver', id);
  if (!webhook.enabled)
    throw new Problem({
      code: 'webhook.disabled',
      status: 409,
      detail: 'This webhook is switched off. Switch it on first.',
    });
  await parts.ledger.record(async (tx) => {
    const at = parts.clock.now();
    const giveUpAt = new Date(at.getTime() + retryForMs);
    const due = await dueAgain(tx, principal.organization, webhook.id, delivery, at, giveUpAt);
    if (due === undefined) throw notFound();
    return {
      value: undefined,
      entry: {
        organization: principal.organization,
        action: 'delivery.redeliver',
        actor: actorOf(principal),
        subject: { kind: 'webhook', id: webhook.id },
        data: { delivery: due.id, kind: due.kind, because: due.entry },
      },
    };
  });
}

function readCursor(cursor: string): number {
  const [, sequence] = /^delivery (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (sequence === undefined)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'The cursor is not one that this list gave. Start again without it.',
    });
  return Number(sequence);
}
