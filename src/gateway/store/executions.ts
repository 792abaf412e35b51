import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import { keepPlan, type Reader, type Tx } from '../../platform/db/index.ts';
import type { Execution, ExecutionId } from '../execution.ts';
import { executionOf, rowOf } from './execution-row.ts';
import './tables.ts';

/** Writes intended and refused executions, and the wrapped keys of their contents, in one statement. Durable with the transaction's entries. */
export async function insertExecutions(
  tx: Tx,
  intended: readonly {
    readonly execution: Execution;
    readonly deadline: Date;
    readonly keyWrapped: Uint8Array | null;
  }[],
): Promise<void> {
  const rows = intended.map(({ execution, deadline, keyWrapped }) => ({
    ...rowOf(execution, deadline, keyWrapped),
    verdict: execution.verdict,
    treatment: execution.treatment,
    call: execution.call,
    key_wrapped: keyWrapped === null ? null : `\\x${Buffer.from(keyWrapped).toString('hex')}`,
  }));
  const columns = sql.raw(Object.keys(rows[0] ?? {}).join(', '));
  await sql`
    insert into gateway_execution (${columns})
    select ${columns} from json_populate_recordset(null::gateway_execution, ${JSON.stringify(rows)}::json) ${keepPlan}`.execute(
    tx,
  );
}

/**
 * Writes outcomes of executions, in one statement.
 * @returns the ids of those that were still running; the others were ended by somebody else, and their outcome must not count
 */
export async function updateOutcomes(tx: Tx, executions: readonly Execution[]): Promise<ReadonlySet<string>> {
  const rows = executions.map((execution) => ({
    organization_id: execution.organization,
    id: execution.id,
    ...outcomeOf(execution),
  }));
  const ended = await sql<{ id: string }>`
    update gateway_execution as e
    set (${sql.join(outcomeColumns.map((name) => sql.ref(name)))}) =
      row(${sql.join(outcomeColumns.map((name) => sql.ref(`o.${name}`)))})
    from json_populate_recordset(null::gateway_execution, ${JSON.stringify(rows)}::json) as o
    where e.organization_id = o.organization_id and e.id = o.id and e.status = 'running'
    returning e.id`.execute(tx);
  return new Set(ended.rows.map(({ id }) => id));
}

const outcomeColumns = [
  'status',
  'provider',
  'model',
  'model_answered',
  'input_tokens',
  'output_tokens',
  'cost_micro_usd',
  'duration_ms',
  'finish_reason',
  'problem_code',
  'problem_detail',
  'outcome_entry',
  'call',
  'data_classes',
  'treatment',
  'tail',
] as const;

function outcomeOf(execution: Execution) {
  return {
    status: execution.status,
    provider: execution.provider,
    model: execution.model,
    model_answered: execution.modelAnswered,
    input_tokens: execution.usage?.inputTokens ?? null,
    output_tokens: execution.usage?.outputTokens ?? null,
    cost_micro_usd: execution.costMicroUsd,
    duration_ms: execution.durationMs,
    finish_reason: execution.finishReason,
    problem_code: execution.problem?.code ?? null,
    problem_detail: execution.problem?.detail ?? null,
    outcome_entry: execution.entries.outcome,
    call: execution.call,
    data_classes: execution.dataClasses,
    treatment: execution.treatment,
    tail: execution.tail,
  };
}

/** Executions of exactly these bytes, newest first. */
export async function listByDigest(
  reader: Reader,
  organization: OrganizationId,
  { library, digest }: { readonly library: string; readonly digest: Digest },
  limit: number,
): Promise<Execution[]> {
  const rows = await reader
    .selectFrom('gateway_execution')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('library_name', '=', library)
    .where('prompt_digest', '=', digest)
    .where('status', '<>', 'refused')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
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

/** The newest execution of a question whose answer is still there and may be given again. */
export async function findByCacheKey(
  reader: Reader,
  organization: OrganizationId,
  cacheKey: string,
  since: Date,
): Promise<ExecutionId | undefined> {
  const row = await reader
    .selectFrom('gateway_execution')
    .select('id')
    .where('organization_id', '=', organization)
    .where('cache_key', '=', cacheKey)
    .where('at', '>', since)
    .where('status', '=', 'succeeded')
    .where('erased_at', 'is', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
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
