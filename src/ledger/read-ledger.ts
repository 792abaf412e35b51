import type { Reader } from '../platform/db/index.ts';
import { exportLog } from './export.ts';
import type { Ledger } from './ledger.ts';
import { readHead } from './prove.ts';
import { ledgerStore } from './store/index.ts';

/** Every log as `reader` sees it: for a moment of the database (a backup) and for one that nothing runs on yet (a restore). */
export function readLedger(reader: Reader): Pick<Ledger, 'organizations' | 'head' | 'export'> {
  const parts = { reader, store: ledgerStore };
  return {
    organizations: () => ledgerStore.logOrganizations(reader),
    head: (organization) => readHead(parts, organization),
    export: (organization) => exportLog(parts, organization),
  };
}
