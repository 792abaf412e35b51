import type { Generated } from 'kysely';
import type { EntryId, OrganizationId } from '../../../ledger/index.ts';
import type { DeliveryId, WebhookId } from '../webhook.ts';

export interface WebhookTable {
  organization_id: OrganizationId;
  id: WebhookId;
  url: string;
  description: string;
  kinds: string[];
  enabled: boolean;
  disabled_reason: string | null;
  secret: Uint8Array;
  previous_secret: Uint8Array | null;
  previous_until: Date | null;
  failures: number;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export interface DeliveryTable {
  organization_id: OrganizationId;
  id: DeliveryId;
  sequence: Generated<number>;
  webhook_id: WebhookId;
  kind: string;
  entry_id: EntryId;
  body: string;
  state: 'due' | 'delivered' | 'given_up';
  attempts: number;
  due_at: Date;
  created_at: Date;
  give_up_at: Date;
}

export interface AttemptTable {
  organization_id: OrganizationId;
  delivery_id: DeliveryId;
  attempt: number;
  attempted_at: Date;
  duration_ms: number;
  status: number | null;
  answer: string;
  error: string | null;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    changes_webhook: WebhookTable;
    changes_delivery: DeliveryTable;
    changes_attempt: AttemptTable;
  }
}
