import type { ColumnType, Selectable } from 'kysely';
import type { LibraryId, PersonId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PayloadForm, SealedPayload } from '../content.ts';
import type { ExecutionId, ExecutionStatus } from '../execution.ts';
import type { Hold, HoldId, HoldState } from './hold.ts';
import '../store/tables.ts';

interface HoldRow {
  organization_id: OrganizationId;
  id: HoldId;
  at: Date;
  expires_at: Date;
  principal_id: Principal['id'];
  principal_kind: Principal['kind'];
  human_id: PersonId;
  credential_id: string;
  library_id: LibraryId | null;
  prompt_path: string | null;
  prompt_reference: string | null;
  model: string;
  environment: string | null;
  data_classes: ColumnType<Hold['dataClasses'], string, never>;
  rules: ColumnType<Hold['rules'], string, never>;
  key_wrapped: Uint8Array | null;
  form: PayloadForm | null;
  nonce: Uint8Array | null;
  ciphertext: Uint8Array | null;
  state: HoldState;
  decided_by: PersonId | null;
  decided_at: Date | null;
  reason: string | null;
  salt: Uint8Array | null;
  execution_id: ExecutionId | null;
  problem_code: string | null;
  problem_detail: string | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    gateway_hold: HoldRow;
  }
}

export interface HeldContent {
  readonly keyWrapped: Uint8Array;
  readonly sealed: Pick<SealedPayload, 'form' | 'nonce' | 'ciphertext'>;
}

export async function insertHold(tx: Tx, hold: Hold, { keyWrapped, sealed }: HeldContent): Promise<void> {
  await tx
    .insertInto('gateway_hold')
    .values({
      organization_id: hold.organization,
      id: hold.id,
      at: hold.at,
      expires_at: hold.expiresAt,
      principal_id: hold.principal,
      principal_kind: hold.principalKind,
      human_id: hold.human,
      credential_id: hold.credential,
      library_id: hold.library,
      prompt_path: hold.path,
      prompt_reference: hold.reference,
      model: hold.model,
      environment: hold.environment,
      data_classes: JSON.stringify(hold.dataClasses),
      rules: JSON.stringify(hold.rules),
      key_wrapped: keyWrapped,
      form: sealed.form,
      nonce: sealed.nonce,
      ciphertext: sealed.ciphertext,
      state: hold.state,
    })
    .execute();
}

const decidedContent = { key_wrapped: null, form: null, nonce: null, ciphertext: null };

/**
 * Decides one that waits, and takes its content away.
 * @returns false when it waits no more: somebody else was first
 */
export async function updateDecided(
  tx: Tx,
  { organization, id }: Pick<Hold, 'organization' | 'id'>,
  decided: {
    readonly state: 'approved' | 'refused' | 'expired';
    readonly by: PersonId | null;
    readonly at: Date;
    readonly reason: string | null;
    readonly salt: Uint8Array | null;
    readonly execution: ExecutionId | null;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('gateway_hold')
    .set({
      ...decidedContent,
      state: decided.state,
      decided_by: decided.by,
      decided_at: decided.at,
      reason: decided.reason,
      salt: decided.salt,
      execution_id: decided.execution,
    })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns false when it is not approved any more */
export async function updateFailed(
  tx: Tx,
  { organization, id }: Pick<Hold, 'organization' | 'id'>,
  problem: { readonly code: string; readonly detail: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('gateway_hold')
    .set({ state: 'failed', problem_code: problem.code, problem_detail: problem.detail })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A hold with how its execution stands; null while there is none. */
export interface HoldStanding extends Hold {
  readonly executionStatus: ExecutionStatus | null;
}

function withStanding(reader: Reader) {
  return reader
    .selectFrom('gateway_hold as h')
    .leftJoin('gateway_execution as e', (join) =>
      join.onRef('e.organization_id', '=', 'h.organization_id').onRef('e.id', '=', 'h.execution_id'),
    )
    .selectAll('h')
    .select('e.status as execution_status');
}

export async function findHeld(
  reader: Reader,
  organization: OrganizationId,
  id: HoldId,
): Promise<HoldStanding | undefined> {
  const row = await withStanding(reader)
    .where('h.organization_id', '=', organization)
    .where('h.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...holdOf(row), executionStatus: row.execution_status };
}

/** Those that wait first, then the others, newest first. */
export async function listHeld(
  reader: Reader,
  organization: OrganizationId,
  state: HoldState | undefined,
  limit: number,
): Promise<HoldStanding[]> {
  let query = withStanding(reader).where('h.organization_id', '=', organization);
  if (state !== undefined) query = query.where('h.state', '=', state);
  const rows = await query
    .orderBy((is) => is('h.state', '=', 'waiting'), 'desc')
    .orderBy('h.at', 'desc')
    .orderBy('h.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...holdOf(row), executionStatus: row.execution_status }));
}

/** What was asked, sealed; undefined once it is decided. */
export async function findHeldContent(
  reader: Reader,
  organization: OrganizationId,
  id: HoldId,
): Promise<HeldContent | undefined> {
  const row = await reader
    .selectFrom('gateway_hold')
    .select(['key_wrapped', 'form', 'nonce', 'ciphertext'])
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || row.key_wrapped === null || row.form === null) return undefined;
  if (row.nonce === null || row.ciphertext === null) return undefined;
  return {
    keyWrapped: row.key_wrapped,
    sealed: { form: row.form, nonce: row.nonce, ciphertext: row.ciphertext },
  };
}

/** Of any organization: those that wait beyond their time, and those that were approved before `since` and never ran. Not for callers: housekeeping. */
export async function listOverdueHolds(
  reader: Reader,
  now: Date,
  since: Date,
  limit: number,
): Promise<HoldStanding[]> {
  const rows = await withStanding(reader)
    .where((is) =>
      is.or([
        is.and([is('h.state', '=', 'waiting'), is('h.expires_at', '<=', now)]),
        is.and([is('h.state', '=', 'approved'), is('h.decided_at', '<', since), is('e.status', 'is', null)]),
      ]),
    )
    .orderBy('h.expires_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...holdOf(row), executionStatus: row.execution_status }));
}

function holdOf(row: Selectable<HoldRow>): Hold {
  const { decided_by: by, decided_at: at } = row;
  return {
    organization: row.organization_id,
    id: row.id,
    at: row.at,
    expiresAt: row.expires_at,
    principal: row.principal_id,
    principalKind: row.principal_kind,
    human: row.human_id,
    credential: row.credential_id,
    library: row.library_id,
    path: row.prompt_path,
    reference: row.prompt_reference,
    model: row.model,
    environment: row.environment,
    dataClasses: row.data_classes,
    rules: row.rules,
    state: row.state,
    decided: by === null || at === null ? null : { by, at, reason: row.reason ?? '' },
    execution: row.execution_id,
    problem: row.problem_code === null ? null : { code: row.problem_code, detail: row.problem_detail ?? '' },
  };
}
