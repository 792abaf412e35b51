import { RE2JS } from 're2js';
import { type CaseAssertion, type Fields, inputSchema } from '../../libraries/index.ts';
import type { JsonValue } from '../../platform/canonical-json.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { isJsonObject } from '../json.ts';
import type { Finding } from './evaluation.ts';

/** What came out of one execution, as checks see it. */
export interface Answer {
  readonly text: string;
  readonly durationMs: number | null;
  readonly costMicroUsd: number | null;
  readonly finishReason: string | null;
}

/** What a check says of an answer: whether it holds, or why it cannot be made here. */
type Held = boolean | { readonly cannot: string };
type Value = CaseAssertion['value'];

const cannot = (why: string): Held => ({ cannot: why });
/** The longest answer that an expression is run over. */
const mostCharacters = 1_000_000;

/**
 * Whether an assertion of promptfoo's holds of an answer. Expressions run on a linear-time engine (AT-57). What is not made here is said to
 * be so and never taken as held. Findings name the check, never the answer's words: those are content. Pure.
 */
export function checkAnswer(assertion: CaseAssertion, answer: Answer): Finding {
  const { type, line } = assertion;
  const negated = type.startsWith('not-');
  const held = heldBy(negated ? type.slice('not-'.length) : type, assertion, answer);
  if (typeof held === 'object') return { type, line, state: 'errored', message: held.cannot };
  const isMet = held !== negated;
  return {
    type,
    line,
    state: isMet ? 'passed' : 'failed',
    message: isMet ? '' : `${wordsOf(assertion)} does not hold.`,
  };
}

/** The assertion in words, as a reader of the evaluation may see it anyway. */
export function wordsOf({
  type,
  value,
  threshold,
}: Pick<CaseAssertion, 'type' | 'value' | 'threshold'>): string {
  const shown = typeof value === 'string' ? `“${value}”` : value === undefined ? '' : JSON.stringify(value);
  const limit = threshold === null ? '' : ` ${threshold}`;
  return `${type} ${shown}`.replaceAll(/\s+/g, ' ').trim().slice(0, 200).toWellFormed() + limit;
}

function heldBy(type: string, assertion: CaseAssertion, answer: Answer): Held {
  const { value, threshold } = assertion;
  const { text } = answer;
  if (holdsTemplate(value))
    return cannot('Its value is a template, which is not filled in here. Write the value itself.');
  switch (type) {
    case 'contains':
      return text.includes(String(value));
    case 'icontains':
      return lower(text).includes(lower(String(value)));
    case 'contains-all':
      return textsOf(value).every((one) => text.includes(one));
    case 'contains-any':
      return textsOf(value).some((one) => text.includes(one));
    case 'icontains-all':
      return textsOf(value).every((one) => lower(text).includes(lower(one)));
    case 'icontains-any':
      return textsOf(value).some((one) => lower(text).includes(lower(one)));
    case 'starts-with':
      return text.startsWith(String(value));
    case 'equals':
      return typeof value === 'object' && value !== null ? sameJson(text, value) : text === String(value);
    case 'regex':
      return fitsExpression(text, String(value));
    case 'is-json':
      return isJson(text, value);
    case 'word-count':
      return countFits(text, value);
    case 'finish-reason':
      return answer.finishReason === value;
    case 'latency':
      return within(answer.durationMs, threshold);
    case 'cost':
      return within(answer.costMicroUsd, threshold === null ? null : threshold * 1_000_000);
    default:
      return cannot(
        `The check ${type} is not made here. Use one that is (docs/evaluations.md), or report it by an app.`,
      );
  }
}

const lower = (text: string): string => text.toLowerCase();

function textsOf(value: Value): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(',').map((one) => one.trim()) : [String(value)];
}

function holdsTemplate(value: Value): boolean {
  return (
    JSON.stringify(value ?? null).includes('{{') || (typeof value === 'string' && value.startsWith('file://'))
  );
}

function fitsExpression(text: string, expression: string): Held {
  if (text.length > mostCharacters) return cannot('The answer is too long to run an expression over it.');
  try {
    return RE2JS.compile(expression).matcher(text).find();
  } catch {
    return cannot(
      'The expression uses what a linear-time engine has not (look-around, back-references). Write it without.',
    );
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseUntrustedJson(text);
  } catch {
    return undefined;
  }
}

const isFields = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isJson(text: string, schema: Value): Held {
  const value = parsed(text);
  if (value === undefined) return false;
  if (schema === undefined || schema === null) return true;
  if (!isFields(schema)) return cannot('The schema of an is-json check is an object. Write it so.');
  if (!isJsonObject(value)) return false;
  const at = { line: 1, column: 1 };
  try {
    return inputSchema(schema, at).faults(value, at).length === 0;
  } catch {
    return cannot(
      'The schema of this is-json check cannot be used. It must be of "type": "object", without references.',
    );
  }
}

const sameJson = (text: string, wanted: Value): boolean => {
  const value = parsed(text);
  return value !== undefined && stable(value) === stable(wanted);
};

/** The same text for the same value, however its members are ordered. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

function countFits(text: string, value: Value): Held {
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { min, max } = Object.fromEntries(Object.entries(value));
    return words >= Number(min ?? 0) && words <= Number(max ?? Number.POSITIVE_INFINITY);
  }
  return words === Number(value);
}

function within(value: number | null, most: number | null): Held {
  if (value === null || most === null) return cannot('What it measures is not known of this execution.');
  return value <= most;
}
