import type { WrappedColumn } from '../../platform/db/index.ts';
import { secretPlace } from './parts.ts';
import type { Webhook } from './webhook.ts';

const context = (organization: Webhook['organization'], id: Webhook['id']) =>
  secretPlace({ organization, id });

/** What of this slice is wrapped with the master key. */
export const wrappedInChanges: readonly WrappedColumn[] = ['secret', 'previous_secret'].map((column) => ({
  ...{ table: 'changes_webhook', id: 'id', column },
  context,
}));
