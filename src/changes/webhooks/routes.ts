import { z } from 'zod';
import { authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { listDeliveries, redeliver } from './deliveries.ts';
import {
  alterWebhook,
  createWebhook,
  openWebhook,
  removeWebhook,
  rotateSecret,
  testWebhook,
} from './govern.ts';
import type { WebhookParts } from './parts.ts';
import { selectWebhooks } from './store/webhooks.ts';
import { eventKinds, type Webhook } from './webhook.ts';
import { deliverySchema, kindsSchema, type WebhookWire, webhookSchema } from './wire.ts';

const operation = operationsOf<Principal>('changes');
const params = z.strictObject({ webhook: z.string() });
const path = '/api/v1/webhooks/{webhook}';
const url = z.string().min(1).max(2_000);
const description = z.string().trim().max(200);
const secret = z.string().meta({ description: 'Shown this once' });
const adminsOnly = 'Admins. Leaves an entry.';
const refusals = ['webhook.url_refused', 'webhook.host_not_allowed'];

/** Webhooks and what was sent to them. */
export function webhookOperations(parts: WebhookParts): Operation<Principal>[] {
  const wire = async (principal: Principal, webhook: Webhook): Promise<WebhookWire> => {
    const names = await parts.people.names(principal.organization, [webhook.createdBy]);
    return {
      id: webhook.id,
      url: webhook.url,
      description: webhook.description,
      kinds: [...webhook.kinds],
      enabled: webhook.enabled,
      disabledReason: webhook.disabledReason,
      failures: webhook.failures,
      previousUntil: webhook.previousUntil?.toISOString() ?? null,
      createdBy: named(names, webhook.createdBy),
      createdAt: webhook.createdAt.toISOString(),
    };
  };
  const all = async (principal: Principal) => ({
    items: await Promise.all(
      (await selectWebhooks(parts.reader, principal.organization)).map((webhook) => wire(principal, webhook)),
    ),
    next: null,
    kinds: [...eventKinds],
    hosts: [...parts.webhookHosts],
  });
  const listAnswer = {
    schema: z.object({
      items: z.array(webhookSchema),
      next: z.string().nullable(),
      kinds: z.array(z.string()).meta({ description: 'Every kind that a webhook may be told of' }),
      hosts: z.array(z.string()).meta({ description: 'Where webhooks may be sent to' }),
    }),
  };
  return [
    operation({
      id: 'webhook.list',
      method: 'get',
      path: '/api/v1/webhooks',
      summary: 'The organization’s webhooks',
      description: 'Admins and auditors. Secrets are never shown.',
      answer: listAnswer,
      handle: ({ principal }) => {
        authorize(principal, 'webhook.list', theOrganization);
        return all(principal);
      },
    }),
    operation({
      id: 'webhook.create',
      method: 'post',
      path: '/api/v1/webhooks',
      summary: 'Make a webhook: a signed POST for each event of some kinds',
      description: `${adminsOnly} Signed as the Standard Webhooks specification says. The secret is in this answer only.`,
      body: z.strictObject({ url, description: description.default(''), kinds: kindsSchema }),
      answer: { status: 201, schema: webhookSchema.extend({ secret }) },
      problems: [...refusals, 'webhook.too_many'],
      handle: async ({ principal, body }) => {
        const made = await createWebhook(parts, principal, body);
        return { ...(await wire(principal, made.webhook)), secret: made.secret };
      },
    }),
    operation({
      id: 'webhook.update',
      method: 'patch',
      path,
      summary: 'Alter a webhook, or switch it on or off',
      description: adminsOnly,
      params,
      body: z.strictObject({
        url: url.optional(),
        description: description.optional(),
        kinds: kindsSchema.optional(),
        enabled: z.boolean().optional(),
      }),
      answer: { schema: webhookSchema },
      problems: refusals,
      handle: async ({ principal, params: { webhook }, body }) => {
        await alterWebhook(parts, principal, webhook, body);
        return wire(principal, await openWebhook(parts, principal, 'webhook.update', webhook));
      },
    }),
    operation({
      id: 'webhook.rotate',
      method: 'post',
      path: `${path}/rotate`,
      summary: 'Replace a webhook’s secret; the old one signs too for some hours',
      description: `${adminsOnly} The new secret is in this answer only.`,
      params,
      body: z.strictObject({ overlapHours: z.number().int().min(0).max(168).default(24) }),
      answer: { schema: z.object({ secret }) },
      handle: async ({ principal, params: { webhook }, body: { overlapHours } }) => ({
        secret: await rotateSecret(parts, principal, webhook, overlapHours),
      }),
    }),
    operation({
      id: 'webhook.delete',
      method: 'delete',
      path,
      summary: 'Delete a webhook and the log of its deliveries',
      description: adminsOnly,
      params,
      handle: async ({ principal, params: { webhook } }) => {
        await removeWebhook(parts, principal, webhook);
        return undefined;
      },
    }),
    operation({
      id: 'webhook.test',
      method: 'post',
      path: `${path}/test`,
      summary: 'Send a webhook something that means nothing',
      description: `${adminsOnly} What came of it is in the deliveries.`,
      params,
      body: z.strictObject({}),
      problems: ['webhook.disabled'],
      handle: async ({ principal, params: { webhook } }) => {
        await testWebhook(parts, principal, webhook);
        return undefined;
      },
    }),
    operation({
      id: 'delivery.list',
      method: 'get',
      path: `${path}/deliveries`,
      summary: 'What was sent to a webhook, newest first, with every attempt',
      description: 'Admins and auditors.',
      params,
      query: z.strictObject({
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: { schema: z.object({ items: z.array(deliverySchema), next: z.string().nullable() }) },
      handle: ({ principal, params: { webhook }, query: { cursor, limit } }) =>
        listDeliveries(parts, principal, webhook, { cursor, limit }),
    }),
    operation({
      id: 'delivery.redeliver',
      method: 'post',
      path: `${path}/deliveries/{delivery}/redeliver`,
      summary: 'Send a delivery again, under the same id',
      description: adminsOnly,
      params: z.strictObject({ webhook: z.string(), delivery: z.string() }),
      body: z.strictObject({}),
      problems: ['webhook.disabled'],
      handle: async ({ principal, params: { webhook, delivery } }) => {
        await redeliver(parts, principal, webhook, delivery);
        return undefined;
      },
    }),
  ];
}
