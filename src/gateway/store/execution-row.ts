import type { Insertable, Selectable } from 'kysely';
import type { Execution, PromptRef } from '../execution.ts';
import { untreated } from '../treating/treatment.ts';
import type { ExecutionRow } from './tables.ts';

/** The row of an execution that has just been intended, or was refused. */
export function rowOf(
  execution: Execution,
  deadline: Date,
  keyWrapped: Uint8Array | null,
): Insertable<ExecutionRow> {
  const { prompt } = execution;
  return {
    organization_id: execution.organization,
    id: execution.id,
    at: execution.at,
    status: execution.status,
    principal_id: execution.principal,
    principal_kind: execution.principalKind,
    human_id: execution.human,
    library_id: prompt?.libraryId ?? null,
    library_name: prompt?.library ?? null,
    prompt_name: prompt?.name ?? null,
    prompt_path: prompt?.path ?? null,
    prompt_version: prompt?.version ?? null,
    prompt_digest: prompt?.digest ?? null,
    prompt_reference: prompt?.reference ?? null,
    change_id: prompt?.change ?? null,
    provider: execution.provider,
    model: execution.model,
    environment: execution.environment,
    use_case: execution.useCase,
    trace_id: execution.trace?.id ?? null,
    parent_span: execution.trace?.parent ?? null,
    conversation_id: execution.conversation,
    turn_before: execution.turnBefore,
    tags: execution.tags.length === 0 ? null : [...execution.tags],
    about_id: execution.about,
    verdict: JSON.stringify(execution.verdict),
    call: execution.call === null ? null : JSON.stringify(execution.call),
    intent_entry: execution.entries.intent,
    outcome_entry: execution.entries.outcome,
    problem_code: execution.problem?.code ?? null,
    problem_detail: execution.problem?.detail ?? null,
    deadline,
    key_wrapped: keyWrapped,
    data_classes: [...execution.dataClasses],
    treatment: JSON.stringify(execution.treatment),
    sampled: execution.treatment.sampled,
    cache_key: execution.cacheKey ?? null,
  };
}

export function executionOf(row: Selectable<ExecutionRow>): Execution {
  return {
    organization: row.organization_id,
    id: row.id,
    at: row.at,
    status: row.status,
    principal: row.principal_id,
    principalKind: row.principal_kind,
    human: row.human_id,
    prompt: promptOf(row),
    provider: row.provider,
    model: row.model,
    modelAnswered: row.model_answered,
    environment: row.environment,
    useCase: row.use_case,
    trace:
      row.trace_id === null || row.parent_span === null
        ? null
        : { id: row.trace_id, parent: row.parent_span },
    conversation: row.conversation_id,
    turnBefore: row.turn_before,
    tail: row.tail,
    tags: row.tags ?? [],
    about: row.about_id,
    // Older verdicts hold less.
    verdict: { ...{ obligations: [], errors: [], asked: null }, ...row.verdict },
    usage:
      row.input_tokens === null || row.output_tokens === null
        ? null
        : { inputTokens: row.input_tokens, outputTokens: row.output_tokens },
    costMicroUsd: row.cost_micro_usd,
    durationMs: row.duration_ms,
    finishReason: row.finish_reason,
    problem: row.problem_code === null ? null : { code: row.problem_code, detail: row.problem_detail ?? '' },
    call: row.call,
    entries: { intent: row.intent_entry, outcome: row.outcome_entry },
    dataClasses: row.data_classes,
    treatment: row.treatment ?? untreated,
    erased: row.erased_at === null ? null : { at: row.erased_at, erasure: row.erasure_id },
  };
}

function promptOf(row: Selectable<ExecutionRow>): PromptRef | null {
  const { library_id, library_name, prompt_name, prompt_path, prompt_digest, prompt_reference } = row;
  if (library_id === null || library_name === null || prompt_name === null) return null;
  if (prompt_path === null || prompt_digest === null || prompt_reference === null) return null;
  return {
    libraryId: library_id,
    library: library_name,
    name: prompt_name,
    path: prompt_path,
    version: row.prompt_version,
    digest: prompt_digest,
    reference: prompt_reference,
    change: row.change_id,
  };
}
