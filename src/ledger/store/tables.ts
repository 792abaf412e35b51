import type { ColumnType, Generated } from 'kysely';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Id } from '../../platform/id.ts';
import type { EntryId, OrganizationId } from '../entry.ts';

interface KeyRow {
  organization_id: OrganizationId;
  id: string;
  public_key: Uint8Array;
  private_key_wrapped: Uint8Array;
  made_at: Generated<Date>;
  entry_id: string | null;
}

interface LeafRow {
  organization_id: OrganizationId;
  id: string;
  leaf: Uint8Array;
  action: string;
  subject_kind: string;
  subject_id: string;
  actor_id: string;
  at: Date;
}

interface PendingRow {
  organization_id: OrganizationId;
  sequence: Generated<number>;
  id: string;
  at: Generated<Date>;
}

interface PositionRow {
  organization_id: OrganizationId;
  index: number;
  id: string;
  leaf_hash: Uint8Array;
}

interface HashRow {
  organization_id: OrganizationId;
  level: number;
  index: number;
  hash: Uint8Array;
}

interface CheckpointRow {
  organization_id: OrganizationId;
  tree_size: number;
  root_hash: Uint8Array;
  note: string;
  signed_at: Date;
}

interface FindRow {
  organization_id: OrganizationId;
  index: number;
  id: string;
  at: Date;
  action: string;
  subject_kind: string;
  subject_id: string;
  actor_id: string;
  words: string;
}

interface SavedSearchRow {
  organization_id: OrganizationId;
  id: Id<'sea'>;
  owner_id: string;
  name: string;
  query: ColumnType<JsonObject, string, never>;
  made_at: Date;
}

interface AttestationRow {
  organization_id: OrganizationId;
  id: Id<'att'>;
  from_index: number;
  tree_size: number;
  root_hash: Uint8Array;
  conclusion: 'nothing' | 'findings';
  findings: string;
  salt: Uint8Array;
  by_id: string;
  at: Date;
  entry_id: EntryId;
}

interface FollowerRow {
  organization_id: OrganizationId;
  name: string;
  next_index: number;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    ledger_key: KeyRow;
    ledger_leaf: LeafRow;
    ledger_pending: PendingRow;
    ledger_saved_search: SavedSearchRow;
    ledger_position: PositionRow;
    ledger_hash: HashRow;
    ledger_checkpoint: CheckpointRow;
    ledger_attestation: AttestationRow;
    ledger_find: FindRow;
    ledger_follower: FollowerRow;
  }
}
