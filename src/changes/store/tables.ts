import type { Generated } from 'kysely';
import type { LibraryId, PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Id } from '../../platform/id.ts';
import type { ChangeId, Decision, DecisionId, Stage } from '../change.ts';

export interface ChangeTable {
  organization_id: OrganizationId;
  id: ChangeId;
  library_id: LibraryId;
  number: number;
  title: string;
  description: string;
  branch: string;
  environment: string;
  stage: Stage;
  created_by: string;
  created_human: PersonId;
  submitted_human: PersonId | null;
  created_at: Date;
  updated_at: Date;
  submitted_at: Date | null;
  published_at: Date | null;
  final_revision: string | null;
  final_base: string | null;
}

export interface DecisionTable {
  organization_id: OrganizationId;
  id: DecisionId;
  change_id: ChangeId;
  kind: Decision['kind'];
  verdict: Decision['verdict'];
  decided_by: string;
  human_id: PersonId;
  decided_at: Date;
  comment: string;
  revision: string;
  digest: Digest;
  environment: string;
  requirement_version: string;
  shown: Digest | null;
  credential: Decision['credential'];
  authenticated_at: Date | null;
  on_behalf_of: PersonId | null;
  delegation_id: Id<'dlg'> | null;
  entry_id: EntryId;
}

export interface RetractionTable {
  organization_id: OrganizationId;
  decision_id: DecisionId;
  retracted_at: Date;
  retracted_by: string;
  entry_id: EntryId;
}

export interface OutcomeTable {
  organization_id: OrganizationId;
  change_id: ChangeId;
  outcome: JsonObject;
}

export interface ActTable {
  organization_id: OrganizationId;
  change_id: ChangeId;
  action: string;
  acted_by: string;
  acted_at: Date;
  detail: string;
  entry_id: EntryId;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_change: ChangeTable;
    changes_decision: DecisionTable & { sequence: Generated<number> };
    changes_retraction: RetractionTable;
    changes_outcome: OutcomeTable;
    changes_act: ActTable & { sequence: Generated<number> };
  }
}
