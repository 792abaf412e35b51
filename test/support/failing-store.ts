import { type LedgerStore, ledgerStore } from '../../src/ledger/store/index.ts';

/** What the integrator asks of the database, in the order in which it asks. */
export const integratorCalls = [
  'pendingOrganizations',
  'tryLockLog',
  'readPending',
  'readHead',
  'readKeys',
  'insertPositions',
  'insertHashes',
  'insertCheckpoint',
  'removePending',
] as const;

type Call = (typeof integratorCalls)[number];

/** A store of which one call fails `times` times: before it reaches the database, or after it was done there. */
export function failingStore(
  call: Call,
  when: 'before' | 'after',
  times: number,
): { store: LedgerStore; failed(): number } {
  let failures = 0;
  const failing =
    <Arguments extends unknown[], Value>(original: (...given: Arguments) => Promise<Value>) =>
    async (...given: Arguments): Promise<Value> => {
      const fails = failures < times;
      if (fails && when === 'before') {
        failures += 1;
        throw new Error(`${call} fails before it is done`);
      }
      const value = await original(...given);
      if (fails) {
        failures += 1;
        throw new Error(`${call} fails after it was done`);
      }
      return value;
    };
  const store: LedgerStore = { ...ledgerStore };
  const replaced = {
    pendingOrganizations: failing(ledgerStore.pendingOrganizations),
    tryLockLog: failing(ledgerStore.tryLockLog),
    readPending: failing(ledgerStore.readPending),
    readHead: failing(ledgerStore.readHead),
    readKeys: failing(ledgerStore.readKeys),
    insertPositions: failing(ledgerStore.insertPositions),
    insertHashes: failing(ledgerStore.insertHashes),
    insertCheckpoint: failing(ledgerStore.insertCheckpoint),
    removePending: failing(ledgerStore.removePending),
  } satisfies Pick<LedgerStore, Call>;
  return { store: { ...store, [call]: replaced[call] }, failed: () => failures };
}
