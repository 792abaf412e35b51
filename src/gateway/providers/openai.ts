import { type Dispatcher, Pool } from 'undici';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { guardedLookup } from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import {
  type Provider,
  type ProviderCall,
  providerFailed,
  providerRefused,
  providerTimedOut,
} from '../provider.ts';
import { eventData } from '../server-sent-events.ts';

export interface OpenaiSettings {
  readonly name: string;
  /** As `readBaseUrl` gives it, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Sent as a bearer token; undefined for servers that want none. */
  readonly credential: string | undefined;
  readonly maxReplyBytes: number;
}

/** A provider that speaks OpenAI's chat completions, and the connections to it. */
export interface OpenaiProvider extends Provider {
  /** Closes idle connections and waits for calls under way. */
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;

/** Connects to any OpenAI-compatible base URL. Redirects are not followed: the address is what an admin named. */
export function openaiProvider(settings: OpenaiSettings): OpenaiProvider {
  const { origin, pathname } = new URL(settings.baseUrl);
  const pool = new Pool(origin, {
    connections: 128,
    maxResponseSize: settings.maxReplyBytes,
    connect: { lookup: guardedLookup, timeout: connectTimeoutMs },
  });
  const path = `${pathname.replace(/\/$/, '')}/chat/completions`;
  const post = (call: ProviderCall, signal: AbortSignal, body: JsonObject) =>
    pool.request({
      path,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: body.stream === true ? 'text/event-stream' : 'application/json',
        ...(settings.credential === undefined ? {} : { authorization: `Bearer ${settings.credential}` }),
      },
      body: JSON.stringify(body),
      headersTimeout: call.timeoutMs,
      bodyTimeout: call.timeoutMs,
      signal,
    });
  return {
    name: settings.name,
    kind: 'openai',
    close: () => pool.close(),
    complete: async (call) => {
      const { timeoutMs } = call;
      const signal = AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)]);
      try {
        const answer = await post(call, signal, { ...call.body, stream: false });
        const text = await answer.body.text();
        if (answer.statusCode !== 200) throw refusalOf(settings.name, answer, text);
        return replyOf(settings.name, text);
      } catch (error) {
        throw failureOf(settings.name, timeoutMs, error);
      }
    },
    stream: async function* (call) {
      const { timeoutMs } = call;
      const signal = AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)]);
      try {
        const body = { ...call.body, stream: true, stream_options: { include_usage: true } };
        const answer = await post(call, signal, body);
        if (answer.statusCode !== 200) throw refusalOf(settings.name, answer, await answer.body.text());
        yield* chunksOf(settings, answer.body);
      } catch (error) {
        throw failureOf(settings.name, timeoutMs, error);
      }
    },
  };
}

async function* chunksOf(
  settings: OpenaiSettings,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<JsonObject> {
  for await (const data of eventData(body, settings.maxReplyBytes)) {
    if (data === '[DONE]') return;
    const chunk = replyJson(data);
    if (!isJsonObject(chunk)) throw providerFailed(settings.name, 'sent an event that is not JSON');
    if (isJsonObject(chunk.error)) throw providerFailed(settings.name, 'broke off with an error of its own');
    yield chunk;
  }
  throw providerFailed(settings.name, 'broke off before the end');
}

function replyOf(provider: string, text: string): JsonObject {
  const reply = replyJson(text);
  if (!isJsonObject(reply) || !isJsonArray(reply.choices))
    throw providerFailed(provider, 'answered with something that is no chat completion');
  return reply;
}

function refusalOf(provider: string, answer: Dispatcher.ResponseData, text: string): Problem {
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
    if (error.name === 'AbortError') return providerFailed(provider, 'was interrupted', error);
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || error instanceof RangeError)
      return providerFailed(provider, 'sent a reply that is too large', error);
    if (code === 'UND_ERR_CONNECT_TIMEOUT') return providerTimedOut(provider, connectTimeoutMs);
  }
  return providerFailed(provider, 'could not be reached, or broke off', error);
}
