import type { Generated } from 'kysely';
import type { OrganizationId } from '../entry.ts';

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
    ledger_position: PositionRow;
    ledger_hash: HashRow;
    ledger_checkpoint: CheckpointRow;
    ledger_follower: FollowerRow;
  }
}
