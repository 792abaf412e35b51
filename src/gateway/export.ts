import type { Principal } from '../access/index.ts';
import { cell } from '../platform/csv.ts';
import { type ExecutionQuery, listExecutionsFor } from './list.ts';
import type { GatewayParts } from './parts.ts';
import type { ExecutionWire } from './wire.ts';

const pageSize = 500;

const columns: Readonly<Record<string, (execution: ExecutionWire) => string | number | null | undefined>> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  status: ({ status }) => status,
  by_kind: ({ principal }) => principal.kind,
  by_id: ({ principal }) => principal.id,
  by_name: ({ principal }) => principal.displayName,
  on_behalf_of: ({ onBehalfOf }) => onBehalfOf?.id,
  library: ({ prompt }) => prompt?.library,
  prompt: ({ prompt }) => prompt?.name,
  version: ({ prompt }) => prompt?.version,
  digest: ({ prompt }) => prompt?.digest,
  provider: ({ provider }) => provider,
  model: ({ model }) => model,
  model_answered: ({ modelAnswered }) => modelAnswered,
  environment: ({ environment }) => environment,
  use_case: ({ useCase }) => useCase,
  verdict: ({ verdict }) => verdict.decision,
  rules: ({ verdict }) => verdict.rules.map(({ id }) => id).join(' '),
  policy_version: ({ verdict }) => verdict.policyVersion,
  input_tokens: ({ usage }) => usage?.inputTokens,
  output_tokens: ({ usage }) => usage?.outputTokens,
  cost_micro_usd: ({ costMicroUsd }) => costMicroUsd,
  duration_ms: ({ durationMs }) => durationMs,
  finish_reason: ({ finishReason }) => finishReason,
  problem: ({ problem }) => problem?.code,
  data_classes: ({ dataClasses }) => dataClasses.join(' '),
  intent_entry: ({ entries }) => entries.intent,
  outcome_entry: ({ entries }) => entries.outcome,
};

/**
 * What `execution.list` would list, all of it, newest first: RFC 4180 text with a header, or one JSON document `{ "items": [...] }`. Without
 * content. Reads some hundred at a time and waits for its reader, so memory stays flat; what begins meanwhile is not in it.
 */
export async function* exportExecutions(
  parts: Pick<GatewayParts, 'reader' | 'access' | 'libraries'>,
  principal: Principal,
  query: ExecutionQuery,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  yield format === 'csv' ? `${Object.keys(columns).join()}\r\n` : '{"items":[';
  let cursor: string | undefined;
  let isFirst = true;
  do {
    const page = await listExecutionsFor(parts, principal, query, { cursor, limit: pageSize });
    const lines = page.items.map((execution) =>
      format === 'csv' ? row(execution) : JSON.stringify(execution),
    );
    if (format === 'csv') yield lines.join('');
    else if (lines.length > 0) yield `${isFirst ? '' : ','}\n${lines.join(',\n')}`;
    isFirst = false;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  if (format === 'json') yield '\n]}\n';
}

function row(execution: ExecutionWire): string {
  const cells = Object.values(columns).map((of) => {
    const value = of(execution) ?? '';
    return typeof value === 'number' ? String(value) : value === '' ? '' : cell(value);
  });
  return `${cells.join()}\r\n`;
}
