export {
  type Anchor,
  type AnchorFinding,
  anchorFindings,
  bucketAnchor,
  fileAnchor,
  gitAnchor,
} from './anchoring/index.ts';
export { witnessPath } from './cosigning/index.ts';
export { createLedger, type LedgerParts } from './create-ledger.ts';
export type { Actor, Entry, EntryDraft, EntryId, OrganizationId, Subject } from './entry.ts';
export { completeEntry, leafBytes, maxEntryBytes } from './entry.ts';
export type {
  AlteredLog,
  BatchFollower,
  ConsistencyProof,
  EntryFilter,
  Follower,
  Group,
  GroupedResult,
  GroupSettings,
  LastActs,
  Ledger,
  PlacedEntry,
  ProofBundle,
  ProvenEntry,
  Recorded,
  Recorder,
  SignedHead,
} from './ledger.ts';
export { readLedger } from './read-ledger.ts';
export { isAcceptable, type Rollback } from './rollback/rollback.ts';
export {
  type LedgerAction,
  type LedgerGuard,
  type LogGuard,
  ledgerOperations,
  logRoutes,
  proofBundleSchema,
} from './routes/index.ts';
export { originOf } from './signing.ts';
export type { CheckedHead, LogChecks, Witnessing } from './witnesses/index.ts';
export { wrappedInLedger } from './wrapped.ts';
