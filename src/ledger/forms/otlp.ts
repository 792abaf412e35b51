import { hash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { bitsOf, isId } from '../../platform/id.ts';
import { version } from '../../platform/version.ts';
import { type ExecutionFacts, executionFacts } from './execution-facts.ts';
import { type FormedEntry, failureOf } from './form.ts';

/** `SPAN_KIND_CLIENT` and `STATUS_CODE_ERROR` of opentelemetry/proto/trace/v1/trace.proto: JSON has enums as numbers. */
const spanKindClient = 3;
const statusCodeError = 2;
/** Which of the entries end a model call: each gives one span. */
const ends: readonly string[] = ['execution.complete', 'execution.refuse', 'execution.abandon'];

/**
 * The model calls among entries as one `ExportTraceServiceRequest` of OTLP/JSON (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding":
 * ids in hex, 64-bit numbers as text), with attributes of the GenAI semantic conventions; undefined when there is none. Never what was
 * said. A span's ids follow from the execution, so a batch that is sent twice is the same spans. Pure.
 */
export function otlpTraces(entries: readonly FormedEntry[]): JsonObject | undefined {
  const spans = entries.flatMap((formed) => {
    const facts = ends.includes(formed.entry.action) ? executionFacts(formed) : undefined;
    return facts === undefined ? [] : [spanOf(formed, facts)];
  });
  if (spans.length === 0) return undefined;
  const resource = { attributes: attributes({ 'service.name': 'countersign', 'service.version': version }) };
  const scope = { name: 'countersign.ledger', version };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] };
}

function spanOf(formed: FormedEntry, facts: ExecutionFacts): JsonObject {
  const { entry, intent } = formed;
  const failure = failureOf(entry);
  const operation = operationOf(facts.dialect);
  const end = Date.parse(entry.at);
  const begin =
    facts.durationMs === undefined ? Date.parse((intent ?? entry).at) : Math.max(0, end - facts.durationMs);
  return {
    ...traceOf(entry.subject.id, facts.trace),
    name: facts.model === undefined ? operation : `${operation} ${facts.model}`,
    kind: spanKindClient,
    startTimeUnixNano: nanoseconds(begin),
    endTimeUnixNano: nanoseconds(end),
    attributes: attributes({ ...genAi(facts, operation), ...ours(formed, facts), 'error.type': failure }),
    status: failure === undefined ? {} : { code: statusCodeError, message: failure },
  };
}

/** Names of the registry of the OpenTelemetry semantic conventions, "GenAI". */
const genAi = (facts: ExecutionFacts, operation: string) => ({
  'gen_ai.operation.name': operation,
  'gen_ai.provider.name': facts.provider,
  'gen_ai.request.model': facts.model,
  'gen_ai.response.model': facts.modelAnswered,
  'gen_ai.response.id': facts.providerRequest,
  'gen_ai.response.finish_reasons': facts.finishReason === undefined ? undefined : [facts.finishReason],
  'gen_ai.conversation.id': facts.conversation,
  'gen_ai.usage.input_tokens': facts.tokens?.input,
  'gen_ai.usage.output_tokens': facts.tokens?.output,
  'gen_ai.usage.cache_read.input_tokens': facts.cachedTokens,
});

const ours = ({ entry, index }: FormedEntry, { prompt, ...facts }: ExecutionFacts) => ({
  'countersign.organization.id': entry.organization,
  'countersign.execution.id': entry.subject.id,
  'countersign.entry.id': entry.id,
  'countersign.entry.index': index,
  'countersign.actor.kind': entry.actor.kind,
  'countersign.actor.id': entry.actor.id,
  'countersign.prompt.path': prompt?.path,
  'countersign.prompt.version': prompt?.version,
  'countersign.prompt.digest': prompt?.digest,
  'countersign.prompt.library': prompt?.library,
  'countersign.change.id': prompt?.change,
  'countersign.environment': facts.environment,
  'countersign.verdict': facts.verdict?.decision,
  'countersign.cost_micro_usd': facts.costMicroUsd,
});

const operationOf = (dialect: string | undefined): string =>
  dialect === 'embeddings' || dialect === 'count_tokens' ? dialect : 'chat';

/** The caller’s trace, where it said one; otherwise the one that the execution began, which has its number. The same ids as in the reply. */
function traceOf(execution: string, trace: ExecutionFacts['trace']): JsonObject {
  if (trace !== undefined) return { traceId: trace.id, spanId: trace.span, parentSpanId: trace.parent };
  const bits = isId('exe', execution) ? bitsOf(execution) : hash('sha256', execution, 'hex').slice(0, 32);
  return { traceId: bits, spanId: bits.slice(16) };
}

const nanoseconds = (ms: number): string => `${ms}000000`;

function attributes(named: Readonly<Record<string, Value | undefined>>): JsonValue {
  return Object.entries(named).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

type Value = string | number | readonly string[];
function anyValue(value: Value): JsonObject {
  if (typeof value === 'number') return { intValue: String(value) };
  if (typeof value === 'string') return { stringValue: value };
  return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } };
}
