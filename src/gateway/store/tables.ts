import type { ColumnType, Generated } from 'kysely';
import type { LibraryId, PersonId, Principal } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Id } from '../../platform/id.ts';
import type { Verdict } from '../../policy/index.ts';
import type { PayloadForm, PayloadKind } from '../content.ts';
import type { CallFacts, ExecutionId, ExecutionStatus } from '../execution.ts';
import type { ProviderKind, ProviderOptions } from '../provider.ts';
import type { Treatment } from '../treating/treatment.ts';

interface ProviderRow {
  organization_id: OrganizationId;
  id: Id<'pro'>;
  name: string;
  kind: ProviderKind;
  base_url: string | null;
  credential_wrapped: Uint8Array | null;
  created_by: string;
  created_at: Date;
  region: string | null;
  /** JSON, written as text. */
  options: ColumnType<ProviderOptions, string | undefined, never>;
  rotated_at: Date | null;
}

interface ModelRow {
  organization_id: OrganizationId;
  name: string;
  provider_id: Id<'pro'>;
  sent_as: string | null;
}

export interface ExecutionRow {
  organization_id: OrganizationId;
  id: ExecutionId;
  at: Date;
  status: ExecutionStatus;
  principal_id: Principal['id'];
  principal_kind: Principal['kind'];
  human_id: PersonId;
  library_id: LibraryId | null;
  library_name: string | null;
  prompt_name: string | null;
  prompt_path: string | null;
  prompt_version: number | null;
  prompt_digest: Digest | null;
  prompt_reference: string | null;
  change_id: Id<'chg'> | null;
  provider: string;
  model: string;
  model_answered: string | null;
  environment: string | null;
  use_case: string | null;
  trace_id: string | null;
  parent_span: string | null;
  conversation_id: string | null;
  turn_before: ExecutionId | null;
  about_id: ExecutionId | null;
  tail: string | null;
  tags: string[] | null;
  /** JSON, written as text: the driver would make an array of an array. */
  verdict: ColumnType<Verdict, string, never>;
  input_tokens: number | null;
  output_tokens: number | null;
  cost_micro_usd: number | null;
  duration_ms: number | null;
  finish_reason: string | null;
  problem_code: string | null;
  problem_detail: string | null;
  /** Written as text, see `verdict`. */
  call: ColumnType<CallFacts | null, string | null, never>;
  intent_entry: EntryId;
  outcome_entry: EntryId | null;
  deadline: Date;
  /** Opens the content; null once that is erased. */
  key_wrapped: Uint8Array | null;
  data_classes: Generated<string[]>;
  /** JSON, written as text. Null for executions from before there was one. */
  treatment: ColumnType<Treatment | null, string, string>;
  sampled: Generated<boolean>;
  cache_key: string | null;
  erased_at: Date | null;
  erasure_id: Id<'era'> | null;
}

interface PayloadRow {
  organization_id: OrganizationId;
  execution_id: ExecutionId;
  kind: PayloadKind;
  piece: number;
  form: PayloadForm;
  nonce: Uint8Array;
  ciphertext: Uint8Array;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    gateway_provider: ProviderRow;
    gateway_model: ModelRow;
    gateway_execution: ExecutionRow;
    gateway_payload: PayloadRow;
  }
}
