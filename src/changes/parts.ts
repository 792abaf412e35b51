import type { Vault } from '../platform/crypto/index.ts';
import type { HostList } from '../platform/host-list.ts';
import type { Log } from '../platform/log.ts';
import type { MailSettings } from '../platform/mail.ts';
import type { ChangesParts } from './dossier.ts';

/** What the composition root gives this slice. */
export interface CreateChangesParts extends ChangesParts {
  /** Wraps the secrets of webhooks. */
  readonly vault: Vault;
  readonly log: Log;
  /** Where people reach this server: links lead there. */
  readonly address: string;
  /** Undefined: no e-mail goes out. */
  readonly mail: MailSettings | undefined;
  readonly webhookHosts: HostList;
}
