import { Pool } from 'undici';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { guardedLookup } from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { endsReply } from '../assemblies.ts';
import type { Dialect, StreamEvent } from '../dialect.ts';
import { saidIn } from '../hearing.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import {
  type Provider,
  type ProviderCall,
  providerFailed,
  providerInterrupted,
  providerRefused,
  providerTimedOut,
} from '../provider.ts';
import { eventData } from '../server-sent-events.ts';
import { type WholeAnswer, wholeAnswer } from './whole-answer.ts';

export interface HttpSettings {
  readonly name: string;
  /** As `readBaseUrl` gives it, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Undefined for servers that want none. */
  readonly credential: string | undefined;
  readonly maxReplyBytes: number;
  readonly region?: string | null;
}

/** A provider behind an address, and the connections to it. */
export interface ConnectedProvider extends Provider {
  /** Closes idle connections and waits for calls under way. */
  close(): Promise<void>;
}

/** What tells one kind of provider from another on the wire. */
export interface Wire {
  readonly kind: Provider['kind'];
  readonly dialects: readonly Dialect[];
  headers(credential: string | undefined, call: ProviderCall): Record<string, string>;
  /** The body as it is sent. */
  body(call: ProviderCall, stream: boolean): JsonObject;
}

const connectTimeoutMs = 10_000;
/** Streams keep theirs for as long as they last. */
const mostConnections = 4_096;

const paths: Readonly<Record<Dialect, string>> = {
  chat: '/chat/completions',
  responses: '/responses',
  embeddings: '/embeddings',
  messages: '/messages',
  count_tokens: '/messages/count_tokens',
};

/** Connects to a base URL. Redirects are not followed: the address is what an admin named. */
export function httpProvider(settings: HttpSettings, wire: Wire): ConnectedProvider {
  const { origin, pathname } = new URL(settings.baseUrl);
  const pool = new Pool(origin, {
    connections: mostConnections,
    maxResponseSize: settings.maxReplyBytes,
    connect: { lookup: guardedLookup, timeout: connectTimeoutMs },
  });
  const requestOf = (call: ProviderCall, stream: boolean) => ({
    path: `${pathname.replace(/\/$/, '')}${paths[call.dialect]}`,
    method: 'POST' as const,
    headers: {
      'content-type': 'application/json',
      accept: stream ? 'text/event-stream' : 'application/json',
      ...wire.headers(settings.credential, call),
    },
    body: JSON.stringify(wire.body(call, stream)),
    headersTimeout: call.timeoutMs,
    bodyTimeout: call.timeoutMs,
  });
  return {
    name: settings.name,
    kind: wire.kind,
    region: settings.region ?? null,
    dialects: wire.dialects,
    close: async () => {
      if (!pool.closed) await pool.close();
    },
    complete: async (call) => {
      try {
        const answer = await wholeAnswer(pool, requestOf(call, false), call);
        if (answer.statusCode !== 200) throw refusalOf(settings.name, answer, answer.text);
        return replyOf(settings.name, call.dialect, answer.text);
      } catch (error) {
        throw failureOf(settings.name, call.timeoutMs, error);
      }
    },
    stream: async function* (call) {
      try {
        const signal = AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)]);
        const answer = await pool.request({ ...requestOf(call, true), signal });
        call.heard?.(saidIn(answer.headers));
        if (answer.statusCode !== 200) throw refusalOf(settings.name, answer, await answer.body.text());
        yield* eventsOf(settings, call.dialect, answer.body);
      } catch (error) {
        throw failureOf(settings.name, call.timeoutMs, error);
      }
    },
  };
}

async function* eventsOf(
  settings: HttpSettings,
  dialect: Dialect,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<StreamEvent> {
  for await (const data of eventData(body, settings.maxReplyBytes)) {
    if (data === '[DONE]' && dialect === 'chat') return;
    const json = replyJson(data);
    if (!isJsonObject(json)) throw providerFailed(settings.name, 'sent an event that is not JSON');
    if (isJsonObject(json.error) || json.type === 'error' || json.type === 'response.failed')
      throw providerFailed(settings.name, 'broke off with an error of its own');
    yield { data, json };
    if (isLast(dialect, json)) return;
  }
  throw providerFailed(settings.name, 'broke off before the end');
}

/** Where there is no `[DONE]`. */
function isLast(dialect: Dialect, event: JsonObject): boolean {
  if (dialect === 'messages') return event.type === 'message_stop';
  return dialect === 'responses' && endsReply(dialect, event);
}

const members: Readonly<Record<Dialect, { readonly name: string; readonly what: string }>> = {
  chat: { name: 'choices', what: 'no chat completion' },
  responses: { name: 'output', what: 'no response' },
  embeddings: { name: 'data', what: 'no list of embeddings' },
  messages: { name: 'content', what: 'no message' },
  count_tokens: { name: 'input_tokens', what: 'no count of tokens' },
};

function replyOf(provider: string, dialect: Dialect, text: string): JsonObject {
  const reply = replyJson(text);
  const { name, what } = members[dialect];
  const member = isJsonObject(reply) ? reply[name] : undefined;
  if (!isJsonObject(reply) || (!isJsonArray(member) && typeof member !== 'number'))
    throw providerFailed(provider, `answered with something that is ${what}`);
  return reply;
}

function refusalOf(
  provider: string,
  answer: Pick<WholeAnswer, 'statusCode' | 'headers'>,
  text: string,
): Problem {
  const body = replyJson(text);
  const error = isJsonObject(body) ? body.error : undefined;
  const message = isJsonObject(error) ? stringMember(error, 'message') : undefined;
  const after = Number(answer.headers['retry-after']);
  if (answer.statusCode < 400)
    return providerFailed(provider, `answered with status ${answer.statusCode}, which is not followed`);
  return providerRefused(
    provider,
    answer.statusCode,
    message,
    Number.isInteger(after) && after > 0 ? after : undefined,
  );
}

function replyJson(text: string): JsonValue | undefined {
  try {
    return parseUntrustedJson(text);
  } catch {
    return undefined;
  }
}

function failureOf(provider: string, timeoutMs: number, error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error) {
    const code = 'code' in error ? error.code : undefined;
    const timedOut = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].some((name) => name === code);
    if (error.name === 'TimeoutError' || timedOut) return providerTimedOut(provider, timeoutMs);
    if (error.name === 'AbortError') return providerInterrupted(provider, error);
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || error instanceof RangeError)
      return providerFailed(provider, 'sent a reply that is too large', error);
    if (code === 'UND_ERR_CONNECT_TIMEOUT') return providerTimedOut(provider, connectTimeoutMs);
  }
  return providerFailed(provider, 'could not be reached, or broke off', error);
}
