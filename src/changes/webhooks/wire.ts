import { z } from 'zod';
import { namedSchema } from '../named-wire.ts';
import { eventKinds } from './webhook.ts';

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  kinds: z.array(z.string()),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  failures: z.number().int(),
  previousUntil: z.string().nullable(),
  createdBy: namedSchema,
  createdAt: z.string(),
});
export type WebhookWire = z.output<typeof webhookSchema>;

export const deliverySchema = z.object({
  id: z.string(),
  kind: z.string(),
  entry: z.string(),
  state: z.enum(['due', 'delivered', 'given_up']),
  at: z.string(),
  dueAt: z.string().nullable(),
  body: z.string(),
  attempts: z.array(
    z.object({
      attempt: z.number().int(),
      at: z.string(),
      durationMs: z.number().int(),
      status: z.number().int().nullable(),
      answer: z.string(),
      error: z.string().nullable(),
    }),
  ),
});
export type DeliveryWire = z.output<typeof deliverySchema>;

export const kindsSchema = z.array(z.enum(eventKinds)).min(1).max(eventKinds.length);
