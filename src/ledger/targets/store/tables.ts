import type { OrganizationId } from '../../entry.ts';
import type { Form } from '../../forms/form.ts';
import type { ExportTarget, TargetId, TargetKind } from '../target.ts';

export interface TargetRow {
  organization_id: OrganizationId;
  id: TargetId;
  name: string;
  kind: TargetKind;
  form: Form;
  url: string;
  ca: string | null;
  header_name: string | null;
  header_wrapped: Uint8Array | null;
  state: ExportTarget['state'];
  created_by: string;
  created_at: Date;
}

export interface PlaceRow {
  organization_id: OrganizationId;
  target_id: TargetId;
  next_index: number;
  due_at: Date;
  failures: number;
  error: string | null;
  failed_at: Date | null;
  sent_at: Date | null;
  /** Of the node that sends just now. */
  claim: string | null;
  claimed_until: Date | null;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    ledger_export_target: TargetRow;
    ledger_export_place: PlaceRow;
  }
}
