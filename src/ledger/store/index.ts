import type { Reader } from '../../platform/db/index.ts';
import './tables.ts';
import { readLines } from '../witnesses/store/cosignatures.ts';
import { appendLeaves } from './append.ts';
import { readLastActs, readLeaves, readRange, readRangeOf } from './entries.ts';
import { countActions, findLeaves, indexNext } from './find.ts';
import { actionsSince, dueLeaves, hasUnfollowed, lockFollower, moveFollower } from './followers.ts';
import { insertKey, readKeys } from './key.ts';
import {
  lockLog,
  logOrganizations,
  lostLeaves,
  oldestPendingAgeMs,
  pendingOrganizations,
  readPending,
  removePending,
  requeueLeaves,
  tryLockLog,
} from './queue.ts';
import { insertRollback, knowsWitnesses, listRollbacks } from './rollbacks.ts';
import {
  hashReader,
  insertCheckpoint,
  insertHashes,
  insertPositions,
  readCheckpoints,
  readHead,
} from './tree.ts';

export type { StoredLeaf } from './entries.ts';
export type { NewKey, StoredKey } from './key.ts';
export type { PendingLeaf } from './queue.ts';
export type { StoredCheckpoint } from './tree.ts';

/** Everything the ledger asks of the database. A value, so that tests can make each write fail in turn. */
export const ledgerStore = {
  countActions,
  actionsSince,
  appendLeaves,
  dueLeaves,
  findLeaves,
  hashReader,
  indexNext,
  hasUnfollowed,
  insertCheckpoint,
  insertHashes,
  insertKey,
  insertPositions,
  insertRollback,
  listRollbacks,
  lockFollower,
  lockLog,
  logOrganizations,
  lostLeaves,
  moveFollower,
  oldestPendingAgeMs,
  pendingOrganizations,
  readCheckpoints,
  readHead,
  readKeys,
  readLastActs,
  readLeaves,
  readLines,
  readPending,
  readRange,
  readRangeOf,
  removePending,
  requeueLeaves,
  tryLockLog,
};

export type LedgerStore = typeof ledgerStore;

/** The store for a database that may be of an older version, which has neither witnesses nor accepted losses. */
export async function storeOf(reader: Reader): Promise<LedgerStore> {
  if (await knowsWitnesses(reader)) return ledgerStore;
  return { ...ledgerStore, listRollbacks: async () => [], readLines: async () => new Map() };
}
