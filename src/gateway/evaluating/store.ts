import type { ColumnType, Selectable } from 'kysely';
import type { LibraryId, PersonId, Principal } from '../../access/index.ts';
import type { ChangeId } from '../../changes/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Digest, Oid } from '../../libraries/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { CaseResult, Evaluation, EvaluationId, EvaluationState, Side } from './evaluation.ts';
import '../store/tables.ts';

interface EvaluationRow {
  organization_id: OrganizationId;
  id: EvaluationId;
  library_id: LibraryId;
  change_id: ChangeId | null;
  path: string | null;
  version: string;
  baseline: string | null;
  digest: Digest | null;
  head: Oid | null;
  state: EvaluationState;
  total: number;
  detail: string;
  started_by: Principal['id'];
  human_id: PersonId;
  started_at: Date;
  deadline: Date;
  ended_at: Date | null;
}

interface CaseRow {
  organization_id: OrganizationId;
  evaluation_id: EvaluationId;
  place: number;
  path: string;
  prompt: string;
  description: string | null;
  line: number;
  candidate: ColumnType<Side, string, never>;
  baseline: ColumnType<Side | null, string | null, never>;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    gateway_evaluation: EvaluationRow;
    gateway_evaluation_case: CaseRow;
  }
}

export async function insertEvaluation(tx: Tx, evaluation: Evaluation): Promise<void> {
  await tx.insertInto('gateway_evaluation').values(rowOf(evaluation)).execute();
}

/** @returns false when it runs no more: somebody called it off */
export async function insertCase(
  tx: Tx,
  { organization, id }: Pick<Evaluation, 'organization' | 'id'>,
  result: CaseResult,
  deadline: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('gateway_evaluation')
    .set({ deadline })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  const { place, path, prompt, description, line, candidate, baseline } = result;
  await tx
    .insertInto('gateway_evaluation_case')
    .values({
      organization_id: organization,
      evaluation_id: id,
      ...{ place, path, prompt, description, line },
      candidate: JSON.stringify(candidate),
      baseline: baseline === null ? null : JSON.stringify(baseline),
    })
    .execute();
  return true;
}

/** @returns false when it had ended already */
export async function endEvaluation(
  tx: Tx,
  { organization, id }: Pick<Evaluation, 'organization' | 'id'>,
  end: { readonly state: EvaluationState; readonly detail: string; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('gateway_evaluation')
    .set({ state: end.state, detail: end.detail, ended_at: end.at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function findEvaluation(
  reader: Reader,
  organization: OrganizationId,
  id: string,
): Promise<Evaluation | undefined> {
  const row = await reader
    .selectFrom('gateway_evaluation')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', '=', `evr_${id.slice('evr_'.length)}`)
    .executeTakeFirst();
  return row && evaluationOf(row);
}

/** Newest first. */
export async function listEvaluations(
  reader: Reader,
  organization: OrganizationId,
  wanted: {
    readonly library: LibraryId;
    readonly change?: string | undefined;
    readonly path?: string | undefined;
    readonly limit: number;
  },
): Promise<Evaluation[]> {
  const rows = await reader
    .selectFrom('gateway_evaluation')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('library_id', '=', wanted.library)
    .$if(wanted.change !== undefined, (query) =>
      query.where('change_id', '=', `chg_${(wanted.change ?? '').slice('chg_'.length)}`),
    )
    .$if(wanted.path !== undefined, (query) => query.where('path', '=', wanted.path ?? ''))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(wanted.limit)
    .execute();
  return rows.map(evaluationOf);
}

export async function casesOf(
  reader: Reader,
  organization: OrganizationId,
  ids: readonly EvaluationId[],
): Promise<ReadonlyMap<EvaluationId, CaseResult[]>> {
  const found = new Map<EvaluationId, CaseResult[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const rows = await reader
    .selectFrom('gateway_evaluation_case')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('evaluation_id', 'in', ids)
    .orderBy('place')
    .execute();
  for (const { evaluation_id: id, place, path, prompt, description, line, candidate, baseline } of rows)
    found.get(id)?.push({ place, path, prompt, description, line, candidate, baseline });
  return found;
}

/** Of every organization: those that no living node works on. */
export async function listOverdueEvaluations(
  reader: Reader,
  now: Date,
  limit: number,
): Promise<Evaluation[]> {
  const rows = await reader
    .selectFrom('gateway_evaluation')
    .selectAll()
    .where('state', '=', 'running')
    .where('deadline', '<', now)
    .orderBy('deadline')
    .limit(limit)
    .execute();
  return rows.map(evaluationOf);
}

function rowOf(evaluation: Evaluation): EvaluationRow {
  const { organization, library, change, human, startedBy, startedAt, endedAt, ...same } = evaluation;
  return {
    ...same,
    organization_id: organization,
    library_id: library,
    change_id: change,
    human_id: human,
    started_by: startedBy,
    started_at: startedAt,
    ended_at: endedAt,
  };
}

function evaluationOf(row: Selectable<EvaluationRow>): Evaluation {
  return {
    organization: row.organization_id,
    id: row.id,
    library: row.library_id,
    change: row.change_id,
    path: row.path,
    version: row.version,
    baseline: row.baseline,
    digest: row.digest,
    head: row.head,
    state: row.state,
    total: row.total,
    detail: row.detail,
    startedBy: row.started_by,
    human: row.human_id,
    startedAt: row.started_at,
    deadline: row.deadline,
    endedAt: row.ended_at,
  };
}
