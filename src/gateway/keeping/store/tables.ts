import type { Generated } from 'kysely';
import type { PersonId } from '../../../access/index.ts';
import type { EntryId, OrganizationId } from '../../../ledger/index.ts';
import type { ErasureId, ErasureState, ErasureTarget, HoldTarget, LegalHoldId } from '../keeping.ts';

interface RetentionRow {
  organization_id: OrganizationId;
  library_id: string;
  data_class: string;
  days: number;
  set_by: string;
  set_at: Date;
}

export interface LegalHoldRow {
  organization_id: OrganizationId;
  id: LegalHoldId;
  kind: HoldTarget['kind'];
  target: string;
  reason: string;
  salt: Uint8Array;
  placed_by: string;
  placed_at: Date;
  entry_id: EntryId;
  lifted_by: string | null;
  lifted_at: Date | null;
  lift_reason: string | null;
  lift_salt: Uint8Array | null;
  lift_entry: EntryId | null;
}

export interface ErasureRow {
  organization_id: OrganizationId;
  id: ErasureId;
  kind: ErasureTarget['kind'];
  targets: string[];
  words: string | null;
  reason: string;
  salt: Uint8Array;
  state: ErasureState;
  asked_by: string;
  asked_human: PersonId;
  asked_at: Date;
  ask_entry: EntryId;
  decided_by: string | null;
  decided_human: PersonId | null;
  decided_at: Date | null;
  decide_entry: EntryId | null;
  looked_at: Generated<string>;
  erased: Generated<number>;
  held: Generated<number>;
  ended_at: Date | null;
  end_entry: EntryId | null;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    gateway_retention: RetentionRow;
    gateway_legal_hold: LegalHoldRow;
    gateway_erasure: ErasureRow;
  }
}
