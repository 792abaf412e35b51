import { inputSchema } from '../libraries/index.ts';
import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { parseUntrustedJson } from '../platform/untrusted-json.ts';
import { factsOf } from './facts.ts';
import { isJsonObject } from './json.ts';

const asksForTools = new Set(['tool_calls', 'tool_use']);

/**
 * Why a reply is not what the prompt promises: no JSON, or JSON that does not fit the output schema. Undefined when it fits, when there is
 * no schema, and when the model asks for a tool first. Says where, never what: the words are content.
 */
export function outputProblem(schema: JsonObject | null, reply: JsonObject): Problem | undefined {
  if (schema === null) return undefined;
  const { text, finishReason } = factsOf(reply);
  if (finishReason !== null && asksForTools.has(finishReason)) return undefined;
  const value = parsed(text);
  if (value === undefined)
    return misfit(finishReason === 'length' ? 'it was cut off at its limit' : 'it is not JSON');
  if (schema.type !== 'object') return undefined;
  if (!isJsonObject(value)) return misfit('it is no object');
  const fault = firstFault(schema, value);
  return fault === undefined ? undefined : misfit(fault);
}

function firstFault(schema: JsonObject, value: JsonObject): string | undefined {
  const at = { line: 1, column: 1 };
  try {
    const [fault] = inputSchema(schema, at).faults(value, at);
    return fault && `its member "${fault.path ?? ''}" is missing or unfit`;
  } catch {
    // A schema without end, say. In doubt it does not fit.
    return 'the schema cannot be used for checking';
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseUntrustedJson(text);
  } catch {
    return undefined;
  }
}

/** 422: clients try other statuses again by themselves, and pay again. */
function misfit(why: string): Problem {
  return new Problem({
    code: 'execution.output_invalid',
    status: 422,
    detail: `The answer does not fit the output schema of the prompt: ${why.slice(0, 300)}. It stands in the record of the execution, and is not given as an answer. Run it again, or mend the prompt or its schema.`,
  });
}
