export type { Actor, Entry, EntryDraft, EntryId, OrganizationId, Subject } from './entry.ts';
export { completeEntry, leafBytes, maxEntryBytes } from './entry.ts';
export type { EntryFilter, Ledger, PlacedEntry, ProofBundle, Recorded, Recorder, SignedHead } from './ledger.ts';
