import type { Vault } from '../../platform/crypto/index.ts';
import type { HostList } from '../../platform/host-list.ts';
import type { Log } from '../../platform/log.ts';
import type { ChangesParts } from '../dossier.ts';
import type { Webhook } from './webhook.ts';

/** What webhooks work with, beside what changes do. */
export interface WebhookParts extends ChangesParts {
  readonly vault: Vault;
  /** Where webhooks may be sent to. Looked at again for each attempt. */
  readonly webhookHosts: HostList;
  readonly address: string;
  readonly log: Log;
}

/** Where a webhook's secrets are kept: what is wrapped for one cannot be unwrapped for another. */
export const secretPlace = ({ organization, id }: Pick<Webhook, 'organization' | 'id'>): string =>
  `webhook/${organization}/${id}`;
