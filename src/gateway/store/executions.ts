import type { Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Execution, ExecutionId, ExecutionStatus } from '../execution.ts';
import { executionOf, rowOf } from './execution-row.ts';
import './tables.ts';

/** Writes an intended execution, and the wrapped key of its content. Durable with the transaction's entry. */
export async function insertExecution(
  tx: Tx,
  execution: Execution,
  deadline: Date,
  keyWrapped: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('gateway_execution')
    .values(rowOf(execution, deadline, keyWrapped))
    .execute();
}

/**
 * Writes the outcome of an execution that is still running.
 * @returns false when it is not: somebody else ended it, and this outcome must not count
 */
export async function updateOutcome(tx: Tx, execution: Execution): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('gateway_execution')
    .set({
      status: execution.status,
      model_answered: execution.modelAnswered,
      input_tokens: execution.usage?.inputTokens ?? null,
      output_tokens: execution.usage?.outputTokens ?? null,
      cost_micro_usd: execution.costMicroUsd,
      duration_ms: execution.durationMs,
      finish_reason: execution.finishReason,
      problem_code: execution.problem?.code ?? null,
      problem_detail: execution.problem?.detail ?? null,
      outcome_entry: execution.entries.outcome,
    })
    .where('organization_id', '=', execution.organization)
    .where('id', '=', execution.id)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export interface ExecutionFilter {
  /** Only this principal's. */
  readonly principal: string | undefined;
  readonly prompt: { readonly library: string; readonly name: string } | undefined;
  readonly status: ExecutionStatus | undefined;
  readonly since: Date | undefined;
  readonly until: Date | undefined;
  /** The last item of the page before. */
  readonly after: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Executions, newest first. */
export async function listExecutions(
  reader: Reader,
  organization: OrganizationId,
  filter: ExecutionFilter,
): Promise<Execution[]> {
  const { principal, prompt, status, since, until, after } = filter;
  let query = reader.selectFrom('gateway_execution').selectAll().where('organization_id', '=', organization);
  if (principal !== undefined)
    query = query.where((is) => is.eb(is.cast<string>('principal_id', 'text'), '=', principal));
  if (prompt !== undefined)
    query = query.where('library_name', '=', prompt.library).where('prompt_name', '=', prompt.name);
  if (status !== undefined) query = query.where('status', '=', status);
  if (since !== undefined) query = query.where('at', '>=', since);
  if (until !== undefined) query = query.where('at', '<', until);
  if (after !== undefined)
    query = query.where((is) =>
      is.or([
        is('at', '<', after.at),
        is.and([is('at', '=', after.at), is(is.cast<string>('id', 'text'), '<', after.id)]),
      ]),
    );
  const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute();
  return rows.map(executionOf);
}

export async function findExecution(
  reader: Reader,
  organization: OrganizationId,
  id: ExecutionId,
): Promise<Execution | undefined> {
  const row = await reader
    .selectFrom('gateway_execution')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : executionOf(row);
}

/** Executions of any organization that still run though every node that could work on them has given up. Not for callers: housekeeping. */
export async function listOverdue(reader: Reader, now: Date, limit: number): Promise<Execution[]> {
  const rows = await reader
    .selectFrom('gateway_execution')
    .selectAll()
    .where('status', '=', 'running')
    .where('deadline', '<', now)
    .orderBy('deadline')
    .limit(limit)
    .execute();
  return rows.map(executionOf);
}

/** The principal's newest executions. */
export function listRecent(reader: Reader, principal: Principal, limit: number): Promise<Execution[]> {
  return listExecutions(reader, principal.organization, {
    principal: principal.id,
    prompt: undefined,
    status: undefined,
    since: undefined,
    until: undefined,
    after: undefined,
    limit,
  });
}
