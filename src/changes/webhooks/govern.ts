import { type Action, actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { EntryDraft } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { retryForMs } from '../retry.ts';
import { secretPlace, type WebhookParts } from './parts.ts';
import { insertDeliveries, lockDeliveries } from './store/deliveries.ts';
import {
  deleteWebhook,
  insertWebhook,
  replaceSecret,
  selectWebhook,
  selectWebhooks,
  updateWebhook,
  type WebhookPatch,
} from './store/webhooks.ts';
import { readWebhookUrl } from './url.ts';
import { bodyOf, newSecret, testKind, type Webhook, type WebhookId } from './webhook.ts';

/** How many webhooks an organization may have: each costs an attempt for each event. */
const most = 50;

export interface NewWebhook {
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly string[];
}

const wrapped = (parts: WebhookParts, webhook: Pick<Webhook, 'organization' | 'id'>, secret: string) =>
  parts.vault.wrap(Buffer.from(secret), secretPlace(webhook));

/** Opens a webhook of the principal's organization. @throws the identical 404 */
export async function openWebhook(parts: WebhookParts, principal: Principal, action: Action, id: string) {
  authorize(principal, action, theOrganization);
  const webhook = await selectWebhook(parts.reader, principal.organization, id);
  if (webhook === undefined) throw notFound();
  return webhook;
}

function entryOf(principal: Principal, action: Action, id: WebhookId, data: JsonObject): EntryDraft {
  const { organization } = principal;
  return { organization, action, actor: actorOf(principal), subject: { kind: 'webhook', id }, data };
}

/**
 * Makes a webhook. Its secret is in this answer and in no other. Entry `webhook.create`.
 * @throws Problem `webhook.url_refused` 422, `webhook.host_not_allowed` 422, `webhook.too_many` 409
 */
export async function createWebhook(
  parts: WebhookParts,
  principal: Principal,
  { url, description, kinds }: NewWebhook,
): Promise<{ webhook: Webhook; secret: string }> {
  authorize(principal, 'webhook.create', theOrganization);
  const at = parts.clock.now();
  const secret = newSecret();
  const webhook: Webhook = {
    organization: principal.organization,
    id: newId('whk'),
    url: readWebhookUrl(url, parts.webhookHosts),
    description,
    kinds: [...new Set(kinds)],
    enabled: true,
    disabledReason: null,
    failures: 0,
    previousUntil: null,
    createdBy: principal.id,
    createdAt: at,
    updatedAt: at,
  };
  return parts.ledger.record(async (tx) => {
    if ((await selectWebhooks(tx, webhook.organization)).length >= most)
      throw new Problem({
        code: 'webhook.too_many',
        status: 409,
        detail: `An organization has at most ${most} webhooks. Delete one that is not needed.`,
      });
    await insertWebhook(tx, webhook, wrapped(parts, webhook, secret));
    const data = { host: new URL(webhook.url).host, kinds: [...webhook.kinds] };
    return { value: { webhook, secret }, entry: entryOf(principal, 'webhook.create', webhook.id, data) };
  });
}

/** Alters a webhook; switching it on forgets its failures. Entry `webhook.update`. @throws as `createWebhook`, 404 */
export async function alterWebhook(
  parts: WebhookParts,
  principal: Principal,
  id: string,
  patch: WebhookPatch,
): Promise<void> {
  const webhook = await openWebhook(parts, principal, 'webhook.update', id);
  const url = patch.url === undefined ? undefined : readWebhookUrl(patch.url, parts.webhookHosts);
  const kinds = patch.kinds === undefined ? undefined : [...new Set(patch.kinds)];
  await parts.ledger.record(async (tx) => {
    if (!(await updateWebhook(tx, webhook, { ...patch, url, kinds }, parts.clock.now()))) throw notFound();
    const data = {
      host: new URL(url ?? webhook.url).host,
      kinds: [...(kinds ?? webhook.kinds)],
      enabled: patch.enabled ?? webhook.enabled,
    };
    return { value: undefined, entry: entryOf(principal, 'webhook.update', webhook.id, data) };
  });
}

/** Replaces the secret; for some hours the old one signs too. The new one is in this answer and in no other. Entry `webhook.rotate`. */
export async function rotateSecret(
  parts: WebhookParts,
  principal: Principal,
  id: string,
  overlapHours: number,
): Promise<string> {
  const webhook = await openWebhook(parts, principal, 'webhook.rotate', id);
  const secret = newSecret();
  const at = parts.clock.now();
  const until = new Date(at.getTime() + overlapHours * 3_600_000);
  return parts.ledger.record(async (tx) => {
    if (!(await replaceSecret(tx, webhook, wrapped(parts, webhook, secret), until, at))) throw notFound();
    const data = { previousUntil: until.toISOString() };
    return { value: secret, entry: entryOf(principal, 'webhook.rotate', webhook.id, data) };
  });
}

/** Deletes a webhook and its log of deliveries; what is under way is not sent any more. Entry `webhook.delete`. */
export async function removeWebhook(parts: WebhookParts, principal: Principal, id: string): Promise<void> {
  const webhook = await openWebhook(parts, principal, 'webhook.delete', id);
  await parts.ledger.record(async (tx) => {
    // In the order in which an attempt takes them, so that the two never wait for each other.
    await lockDeliveries(tx, webhook);
    if (!(await deleteWebhook(tx, webhook))) throw notFound();
    const data = { host: new URL(webhook.url).host };
    return { value: undefined, entry: entryOf(principal, 'webhook.delete', webhook.id, data) };
  });
}

/** Sends something that means nothing, to see whether it arrives. Entry `webhook.test`. @throws Problem `webhook.disabled` 409, 404 */
export async function testWebhook(parts: WebhookParts, principal: Principal, id: string): Promise<void> {
  const webhook = await openWebhook(parts, principal, 'webhook.test', id);
  if (!webhook.enabled)
    throw new Problem({
      code: 'webhook.disabled',
      status: 409,
      detail: 'This webhook is switched off. Switch it on first.',
    });
  await parts.ledger.record(async (tx) => {
    const at = parts.clock.now();
    const entry = { ...entryOf(principal, 'webhook.test', webhook.id, {}), id: newId('ent') };
    await insertDeliveries(tx, [
      {
        organization: webhook.organization,
        id: newId('dlv'),
        webhook: webhook.id,
        kind: testKind,
        entry: entry.id,
        body: bodyOf(parts.address, { ...entry, at: at.toISOString() }),
        state: 'due',
        attempts: 0,
        dueAt: at,
        createdAt: at,
        giveUpAt: new Date(at.getTime() + retryForMs),
      },
    ]);
    return { value: undefined, entry };
  });
}
