import type { WrappedColumn } from '../platform/db/index.ts';
import { contentKeyPlace } from './content.ts';
import { holdPlace } from './holds/open.ts';
import { credentialPlace } from './registry.ts';

/** What of this slice is wrapped with the master key. */
export const wrappedInGateway: readonly WrappedColumn[] = [
  { table: 'gateway_provider', id: 'id', column: 'credential_wrapped', context: credentialPlace },
  { table: 'gateway_execution', id: 'id', column: 'key_wrapped', context: contentKeyPlace },
  { table: 'gateway_hold', id: 'id', column: 'key_wrapped', context: holdPlace },
];
