import type { Id } from '../../../platform/id.ts';
import type { EntryId, OrganizationId } from '../../entry.ts';

interface WitnessRow {
  organization_id: OrganizationId;
  id: Id<'wit'>;
  key: string;
  url: string;
  added_by: string;
  added_at: Date;
  ended_at: Date | null;
}

interface RuleRow {
  organization_id: OrganizationId;
  need: number;
}

interface CosignatureRow {
  organization_id: OrganizationId;
  tree_size: number;
  witness_id: Id<'wit'>;
  line: string;
  cosigned_at: Date;
}

interface TroubleRow {
  organization_id: OrganizationId;
  witness_id: Id<'wit'>;
  problem: string;
  since: Date;
}

interface CosignerRow {
  organization_id: OrganizationId;
  id: string;
  name: string;
  public_key: Uint8Array;
  private_key_wrapped: Uint8Array;
  made_at: Date;
}

interface WitnessedLogRow {
  organization_id: OrganizationId;
  id: Id<'wlo'>;
  origin: string;
  key: string;
  added_by: string;
  added_at: Date;
  ended_at: Date | null;
}

interface WitnessedHeadRow {
  organization_id: OrganizationId;
  origin: string;
  tree_size: number;
  root_hash: Uint8Array;
  note: string;
  cosigned_at: Date;
}

interface ConflictRow {
  organization_id: OrganizationId;
  origin: string;
  tree_size: number;
  root_hash: Uint8Array;
  note: string;
  cosigned_note: string;
  found_at: Date;
  entry_id: EntryId;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    ledger_witness: WitnessRow;
    ledger_witness_rule: RuleRow;
    ledger_cosignature: CosignatureRow;
    ledger_witness_trouble: TroubleRow;
    ledger_cosigner: CosignerRow;
    ledger_witnessed_log: WitnessedLogRow;
    ledger_witnessed_head: WitnessedHeadRow;
    ledger_witnessed_conflict: ConflictRow;
  }
}
