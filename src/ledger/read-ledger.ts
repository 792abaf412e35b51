import type { Reader } from '../platform/db/index.ts';
import { exportLog } from './export.ts';
import type { Ledger } from './ledger.ts';
import { readHead } from './prove.ts';
import { type LedgerStore, ledgerStore, storeOf } from './store/index.ts';

/** Every log as `reader` sees it: for a moment of the database (a backup) and for one that nothing runs on yet (a restore). */
export function readLedger(reader: Reader): Pick<Ledger, 'organizations' | 'head' | 'export'> {
  let known: Promise<LedgerStore> | undefined;
  const parts = async () => {
    known ??= storeOf(reader);
    return { reader, store: await known };
  };
  return {
    organizations: () => ledgerStore.logOrganizations(reader),
    head: async (organization) => readHead(await parts(), organization),
    export: async function* (organization) {
      yield* exportLog(await parts(), organization);
    },
  };
}
