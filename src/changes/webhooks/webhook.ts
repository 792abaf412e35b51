import { createHmac, randomBytes } from 'node:crypto';
import type { Entry, EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';

export type WebhookId = Id<'whk'>;
export type DeliveryId = Id<'dlv'>;

/** What a webhook can be told of: entries of these actions, and `webhook.test`. */
export const eventKinds = [
  'change.create',
  'change.submit',
  'change.review',
  'change.approve',
  'change.retract',
  'change.reject',
  'change.withdraw',
  'change.comment',
  'change.schedule',
  'change.unschedule',
  'change.schedule_failed',
  'change.lapse',
  'change.remind',
  'change.escalate',
  'change.publish',
  'reviewer.request',
  'check.report',
  'rollback.create',
  'recall.create',
  'recall.lift',
  'retirement.create',
  'retirement.end',
  'break_glass.create',
  'break_glass.review',
  'break_glass.expire',
] as const;
export type EventKind = (typeof eventKinds)[number];
export const testKind = 'webhook.test';

export interface Webhook {
  readonly organization: OrganizationId;
  readonly id: WebhookId;
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly string[];
  readonly enabled: boolean;
  /** Why the server switched it off; null when it did not. */
  readonly disabledReason: string | null;
  /** Failed attempts since the last one that was taken. */
  readonly failures: number;
  /** Until when the secret before this one signs too. */
  readonly previousUntil: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Delivery {
  readonly organization: OrganizationId;
  readonly id: DeliveryId;
  readonly webhook: WebhookId;
  readonly kind: string;
  readonly entry: EntryId;
  readonly body: string;
  readonly state: 'due' | 'delivered' | 'given_up';
  readonly attempts: number;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly giveUpAt: Date;
}

/** What one attempt came to. */
export interface Attempt {
  readonly attempt: number;
  readonly at: Date;
  readonly durationMs: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** The first characters of the answer. */
  readonly answer: string;
  readonly error: string | null;
}

/** A webhook is switched off after so many attempts in a row that failed. */
export const failuresAllowed = 30;

/** A new secret, in the form of the Standard Webhooks specification: `whsec_` and 32 bytes in base64. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** What is signed, as the Standard Webhooks specification says ("Signature scheme"): id, time in seconds and the exact body. */
export function signatureOf(secret: string, id: string, timestampSeconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64');
  return `v1,${mac}`;
}

/** The three headers of an attempt; while a secret is being replaced both sign, so that the receiver may change over when it likes. Pure. */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: string,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const seconds = Math.floor(at.getTime() / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': secrets.map((secret) => signatureOf(secret, id, seconds, body)).join(' '),
  };
}

/** What a webhook is sent about an entry: ids and links, so that it leaks nothing to whoever reads it. Pure. */
export function bodyOf(
  address: string,
  entry: Pick<Entry, 'id' | 'at' | 'action' | 'organization' | 'subject' | 'data'>,
): string {
  const { id, at, action, organization, subject, data } = entry;
  const change = subject.kind === 'change' ? subject.id : idIn(data.change, 'chg');
  const library = subject.kind === 'library' ? subject.id : idIn(data.library, 'lib');
  return JSON.stringify({
    type: action,
    timestamp: at,
    data: {
      organization,
      entry: id,
      subject: { kind: subject.kind, id: subject.id },
      change: change ?? null,
      library: library ?? null,
      links: {
        entry: `${address}/api/v1/entries/${id}`,
        change: change === undefined ? null : `${address}/changes/${change}`,
      },
    },
  });
}

function idIn(value: unknown, kind: string): string | undefined {
  return typeof value === 'string' && new RegExp(`^${kind}_[0-9a-z]{26}$`).test(value) ? value : undefined;
}
