import type { WrappedColumn } from '../platform/db/index.ts';
import { cosignerContext } from './cosigning/index.ts';
import { keyContext } from './signing.ts';
import { credentialPlace } from './targets/target.ts';

/** What of this slice is wrapped with the master key. */
export const wrappedInLedger: readonly WrappedColumn[] = [
  { table: 'ledger_key', id: 'id', column: 'private_key_wrapped', context: keyContext },
  { table: 'ledger_cosigner', id: 'id', column: 'private_key_wrapped', context: cosignerContext },
  { table: 'ledger_export_target', id: 'id', column: 'header_wrapped', context: credentialPlace },
];
