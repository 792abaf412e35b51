import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import { readTraceparent, type TraceParent } from './trace.ts';

/** What a caller says of a call beside its body. */
export interface CallContext {
  readonly environment: string | undefined;
  readonly useCase: string | undefined;
  /** As the caller calls it; nobody else's of that name is the same. */
  readonly conversation: string | undefined;
  /** `name=value`, sorted. */
  readonly tags: readonly string[];
  readonly trace: TraceParent | undefined;
}

export const saidNothing: CallContext = {
  environment: undefined,
  useCase: undefined,
  conversation: undefined,
  tags: [],
  trace: undefined,
};

/** Every request header of ours, and what it is for. The table in the README is this one (a test holds it). */
export const contextHeaders = {
  'countersign-environment': 'the environment of a raw call; one that the key is narrowed to',
  'countersign-use-case': 'the use case of a raw call; one that the key is narrowed to',
  'countersign-conversation': 'what the caller calls the conversation that this is a turn of',
  'countersign-tags': 'up to 16 `name=value`, with commas between',
  'countersign-on-behalf-of': 'the person, by id or e-mail, for whom an app acts with their consent',
  'countersign-receipt': '`1` asks for a signed promise over the outcome’s entry',
} as const;

const mostTags = 16;
const word = /^[a-z0-9][a-z0-9._-]{0,99}$/;
const tag = /^[a-z0-9][a-z0-9._-]{0,31}=[A-Za-z0-9._:/-]{1,64}$/;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** @throws Problem 400 `request.invalid`, `request.unknown_header`: a header of ours that does nothing would be a lie */
export function readContext(headers: Headers): CallContext {
  const unknown = Object.keys(headers).find(
    (name) => name.startsWith('countersign-') && !Object.hasOwn(contextHeaders, name),
  );
  if (unknown !== undefined) throw unknownHeader(unknown);
  const traceparent = headers.traceparent;
  return {
    environment: one(headers, 'countersign-environment', word, 'an environment, such as staging'),
    useCase: one(headers, 'countersign-use-case', word, 'a use case, such as customer-support'),
    conversation: one(
      headers,
      'countersign-conversation',
      /^[\x21-\x7e]{1,200}$/,
      'a conversation, by up to 200 visible characters',
    ),
    tags: tagsOf(one(headers, 'countersign-tags', /^.{1,2000}$/, tagsAre)),
    trace: typeof traceparent === 'string' ? readTraceparent(traceparent) : undefined,
  };
}

const tagsAre = `up to ${mostTags} tags, such as ticket=4711, channel=email`;

function tagsOf(text: string | undefined): readonly string[] {
  const tags = [...new Set((text ?? '').split(',').map((part) => part.trim()))].filter((part) => part !== '');
  if (tags.length > mostTags || !tags.every((part) => tag.test(part)))
    throw invalid('countersign-tags', tagsAre);
  return tags.sort();
}

function one(
  headers: Headers,
  name: keyof typeof contextHeaders,
  form: RegExp,
  what: string,
): string | undefined {
  const said = headers[name];
  if (said === undefined) return undefined;
  if (typeof said === 'string' && form.test(said)) return said;
  throw invalid(name, what);
}

function invalid(name: string, what: string): Problem {
  return new Problem({ code: 'request.invalid', status: 400, detail: `The header ${name} names ${what}.` });
}

function unknownHeader(name: string): Problem {
  return new Problem({
    code: 'request.unknown_header',
    status: 400,
    detail: `There is no header "${name.slice(0, 100)}". Those that a call may have are ${Object.keys(contextHeaders).join(', ')}. Correct it, or leave it out.`,
  });
}

/** As JSON, for what is planned again later. */
export function contextJson({ environment, useCase, conversation, tags, trace }: CallContext): JsonObject {
  return {
    tags,
    ...(environment === undefined ? {} : { environment }),
    ...(useCase === undefined ? {} : { useCase }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(trace === undefined ? {} : { trace: { ...trace } }),
  };
}

/** Reads what `contextJson` wrote; from before there was one, nothing was said. */
export function contextOfJson(value: JsonValue | undefined): CallContext {
  if (!isJsonObject(value)) return saidNothing;
  const { tags, trace } = value;
  const [id, parent] = isJsonObject(trace) ? [stringMember(trace, 'id'), stringMember(trace, 'parent')] : [];
  return {
    environment: stringMember(value, 'environment'),
    useCase: stringMember(value, 'useCase'),
    conversation: stringMember(value, 'conversation'),
    tags: isJsonArray(tags) ? tags.filter((one) => typeof one === 'string') : [],
    trace: id === undefined || parent === undefined ? undefined : { id, parent },
  };
}
