import { wrappedInAccess } from './access/index.ts';
import { wrappedInChanges } from './changes/index.ts';
import { wrappedInGateway } from './gateway/index.ts';
import { createLedger, wrappedInLedger } from './ledger/index.ts';
import { systemClock } from './platform/clock.ts';
import type { Vault } from './platform/crypto/index.ts';
import { type Database, rewrapSome, type WrappedColumn } from './platform/db/index.ts';
import type { Log } from './platform/log.ts';
import { wrappedInPolicy } from './policy/index.ts';

/** Every column that is wrapped with the master key. Whoever adds one lists it in the slice. */
export const wrappedColumns: readonly WrappedColumn[] = [
  ...wrappedInLedger,
  ...wrappedInAccess,
  ...wrappedInPolicy,
  ...wrappedInChanges,
  ...wrappedInGateway,
];

const batch = 500;

/** Thrown inside a transaction that had nothing to do: no entry for nothing. */
class NothingChanged extends Error {
  readonly next: string | undefined;
  constructor(next: string | undefined) {
    super('nothing to wrap again');
    this.next = next;
  }
}

export interface RewrapParts {
  /** As the owner of the tables: the running server's role may not change a log's keys. */
  readonly database: Database;
  readonly vault: Vault;
  readonly log: Log;
}

/**
 * Wraps every secret with the current master key: keys of logs and of contents, credentials, webhooks' secrets. Contents themselves are not
 * touched. Batch by batch, each with its entry `master_key.rewrap`; what is done is found done, so it may be stopped and started
 * again at any time, while servers that know both keys run.
 * @returns how many secrets were wrapped again now
 */
export async function rewrapEverything({ database, vault, log }: RewrapParts): Promise<number> {
  const ledger = createLedger({ ...database, vault, clock: systemClock, log });
  let rewrapped = 0;
  for (const organization of await ledger.organizations())
    for (const column of wrappedColumns)
      for (let after: string | undefined = ''; after !== undefined; ) {
        const from: string = after;
        const done = await ledger
          .record(async (tx) => {
            const some = await rewrapSome(tx, organization, column, vault.rewrap, from, batch);
            if (some.rewrapped === 0) throw new NothingChanged(some.next);
            return {
              value: some,
              entry: {
                organization,
                action: 'master_key.rewrap',
                actor: { kind: 'system', id: 'operator' } as const,
                subject: { kind: 'master_key', id: vault.fingerprint },
                data: { what: `${column.table}.${column.column}`, secrets: some.rewrapped },
              },
            };
          })
          .catch((error: unknown) => {
            if (error instanceof NothingChanged) return { next: error.next, rewrapped: 0 };
            throw error;
          });
        rewrapped += done.rewrapped;
        after = done.next;
      }
  return rewrapped;
}
