import type { EntryDraft, Follower } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { type Posted, post } from '../../platform/post.ts';
import { Problem } from '../../platform/problem.ts';
import { retryAfterMs, retryForMs } from '../retry.ts';
import { secretPlace, type WebhookParts } from './parts.ts';
import { insertDeliveries, isDeliveryDue, settleDelivery, takeDelivery } from './store/deliveries.ts';
import {
  countFailure,
  disableWebhook,
  selectWebhook,
  selectWebhooks,
  type WrappedSecrets,
} from './store/webhooks.ts';
import { readWebhookUrl } from './url.ts';
import {
  type Attempt,
  bodyOf,
  type Delivery,
  eventKinds,
  failuresAllowed,
  signedHeaders,
  type Webhook,
} from './webhook.ts';

/** Entries older than this are not sent: a webhook is told what happens, not what happened. */
const newsForMs = 86_400_000;

/** Queues what webhooks are to be told, in the transaction of the reaction: one delivery for each webhook and entry. */
export function webhookFollower(parts: WebhookParts): Follower {
  return {
    name: 'changes/webhooks',
    actions: eventKinds,
    react: async (tx, entry) => {
      const now = parts.clock.now();
      if (now.getTime() - Date.parse(entry.at) > newsForMs) return [];
      const webhooks = await selectWebhooks(tx, entry.organization);
      const wanted = webhooks.filter(
        ({ enabled, kinds, createdAt }) =>
          enabled && kinds.includes(entry.action) && createdAt.toISOString() <= entry.at,
      );
      await insertDeliveries(
        tx,
        wanted.map((webhook) => ({
          organization: entry.organization,
          id: newId('dlv'),
          webhook: webhook.id,
          kind: entry.action,
          entry: entry.id,
          body: bodyOf(parts.address, entry),
          state: 'due',
          attempts: 0,
          dueAt: now,
          createdAt: now,
          giveUpAt: new Date(now.getTime() + retryForMs),
        })),
      );
      return [];
    },
  };
}

const everyMs = 1_000;
/** So many at once on each node: a receiver that is slow holds up few others. */
const lanes = 4;
class NothingDue extends Error {}

export function startDelivering(parts: WebhookParts): Loop {
  return startLoop('delivering webhooks', everyMs, parts.log, () => deliverDue(parts));
}

/**
 * Delivers what is due until nothing is. At least once: the attempt is made inside the transaction that writes what came of it, and a node
 * that dies in between leaves the delivery due. The row's lock is the claim, so any number of nodes may do this.
 */
export async function deliverDue(parts: WebhookParts): Promise<void> {
  const lane = async () => {
    while (await isDeliveryDue(parts.reader, parts.clock.now())) if (!(await deliverOne(parts))) return;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** @returns false when others work on all that is due */
async function deliverOne(parts: WebhookParts): Promise<boolean> {
  try {
    await parts.ledger.record(async (tx) => {
      const delivery = await takeDelivery(tx, parts.clock.now());
      if (delivery === undefined) throw new NothingDue();
      return { value: undefined, entry: await handle(parts, tx, delivery) };
    });
    return true;
  } catch (error) {
    if (error instanceof NothingDue) return false;
    throw error;
  }
}

async function handle(
  parts: WebhookParts,
  tx: Tx,
  delivery: Delivery,
): Promise<readonly [EntryDraft, ...EntryDraft[]]> {
  const { organization } = delivery;
  const webhook = await selectWebhook(tx, organization, delivery.webhook);
  const startedAt = parts.clock.now();
  const startedMs = performance.now();
  const posted = await send(parts, webhook, delivery, startedAt);
  const attempt: Attempt = {
    attempt: delivery.attempts + 1,
    at: startedAt,
    durationMs: Math.round(performance.now() - startedMs),
    ...posted,
  };
  const { status } = posted;
  const taken = status !== null && status >= 200 && status < 300;
  const now = parts.clock.now();
  // 410 is how a receiver says that it wants nothing more of this (Standard Webhooks, "Operational considerations").
  const over = !taken && (status === 410 || now >= delivery.giveUpAt || webhook?.enabled !== true);
  const state = taken ? 'delivered' : over ? 'given_up' : 'due';
  const dueAt =
    state === 'due' ? new Date(now.getTime() + retryAfterMs(attempt.attempt, Math.random())) : now;
  await settleDelivery(tx, delivery, { state, dueAt }, attempt);
  const entry: EntryDraft = {
    organization,
    action: 'delivery.attempt',
    actor: { kind: 'system', id: 'webhooks' },
    subject: { kind: 'webhook', id: delivery.webhook },
    data: {
      delivery: delivery.id,
      because: delivery.entry,
      attempt: attempt.attempt,
      status,
      outcome: state,
    },
  };
  const failures = await countFailure(tx, delivery, taken);
  const gone = status === 410;
  if (!gone && (failures === undefined || failures < failuresAllowed)) return [entry];
  const reason = gone
    ? 'The receiver answered 410: it wants nothing more.'
    : `${failures} attempts in a row failed.`;
  if (!(await disableWebhook(tx, delivery, reason, now))) return [entry];
  const disabled: EntryDraft = {
    ...entry,
    action: 'webhook.disable',
    data: { failures: failures ?? 0, ...(status === null ? {} : { status }) },
  };
  return [entry, disabled];
}

type Known = (Webhook & { readonly wrapped: WrappedSecrets }) | undefined;

async function send(parts: WebhookParts, webhook: Known, { id, body }: Delivery, at: Date): Promise<Posted> {
  const refused = (error: string): Posted => ({ status: null, answer: '', error });
  if (webhook?.enabled !== true) return refused('the webhook is switched off');
  try {
    // The operator's list may have become shorter since the webhook was made.
    const url = readWebhookUrl(webhook.url, parts.webhookHosts);
    const headers = {
      'user-agent': 'Countersign-Webhooks',
      ...signedHeaders(secretsOf(parts, webhook, at), id, at, body),
    };
    return await post(url, headers, body);
  } catch (error) {
    if (error instanceof Problem) return refused(error.code);
    throw error;
  }
}

function secretsOf(parts: WebhookParts, webhook: NonNullable<Known>, at: Date): string[] {
  const { wrapped, previousUntil } = webhook;
  const place = secretPlace(webhook);
  const open = (secret: Uint8Array) => Buffer.from(parts.vault.unwrap(secret, place)).toString('utf8');
  const overlaps = wrapped.previous !== null && previousUntil !== null && at < previousUntil;
  return [open(wrapped.secret), ...(overlaps && wrapped.previous !== null ? [open(wrapped.previous)] : [])];
}
