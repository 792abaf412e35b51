import { type Dispatcher, Pool } from 'undici';
import type { JsonValue } from '../../platform/canonical-json.ts';
import { guardedLookup } from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
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
import { type WholeAnswer, wholeAnswer } from './whole-answer.ts';

export interface HttpSettings {
  readonly name: string;
  /** As `readBaseUrl` gives it, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Undefined for servers that want none. */
  readonly credential: string | undefined;
  readonly maxReplyBytes: number;
  readonly region?: string | null;
  /** What models are called there, where that is another name than here. */
  readonly sentAs?: ReadonlyMap<string, string>;
}

/** A provider behind an address, and the connections to it. */
export interface ConnectedProvider extends Provider {
  /** Closes idle connections and waits for calls under way. */
  close(): Promise<void>;
}

/** One request, below the base URL. */
export interface Sent {
  /** Begins with a slash; a query may follow. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Connections to one base URL. Redirects are not followed: the address is what an admin named. */
export interface Connection {
  /** The text of a whole answer with status 200. @throws Problem */
  whole(sent: Sent, call: ProviderCall): Promise<string>;
  /** The pieces of an answer with status 200, as they come. What breaks off throws a Problem. */
  pieces(sent: Sent, call: ProviderCall): AsyncGenerator<Uint8Array, void>;
  /** The address that a path leads to, e.g. for signing. */
  addressOf(path: string): string;
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;
/** Streams keep theirs for as long as they last. */
const mostConnections = 4_096;

export function connect({ name, baseUrl, maxReplyBytes, credential }: HttpSettings): Connection {
  const unsaid = withoutSecrets(credential);
  const { origin, pathname } = new URL(baseUrl);
  const base = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections: mostConnections,
    maxResponseSize: maxReplyBytes,
    connect: { lookup: guardedLookup, timeout: connectTimeoutMs },
  });
  const requestOf = (
    { path, headers, body }: Sent,
    { timeoutMs }: ProviderCall,
  ): Dispatcher.RequestOptions => ({
    path: `${base}${path}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return {
    addressOf: (path) => `${origin}${base}${path}`,
    close: async () => {
      if (!pool.closed) await pool.close();
    },
    whole: async (sent, call) => {
      try {
        const answer = await wholeAnswer(pool, requestOf(sent, call), call);
        if (answer.statusCode !== 200) throw refusalOf(name, answer, unsaid(answer.text));
        return answer.text;
      } catch (error) {
        throw failureOf(name, call.timeoutMs, error);
      }
    },
    pieces: async function* (sent, call) {
      try {
        const signal = AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)]);
        const answer = await pool.request({ ...requestOf(sent, call), signal });
        call.heard?.(saidIn(answer.headers));
        if (answer.statusCode !== 200) throw refusalOf(name, answer, unsaid(await answer.body.text()));
        yield* answer.body;
      } catch (error) {
        throw failureOf(name, call.timeoutMs, error);
      }
    },
  };
}

/** Shorter parts of a credential are no secret, and might be any word. */
const shortestSecret = 8;

/** A provider may repeat our credential when it refuses it; nobody else is to read it (AT-50). */
function withoutSecrets(credential: string | undefined): (text: string) => string {
  const parts = [credential ?? '', ...(credential ?? '').split(':')].filter(
    (part) => part.length >= shortestSecret,
  );
  const forms = parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    Buffer.from(part).toString('base64'),
  ]);
  return (text) => forms.reduce((rest, part) => rest.replaceAll(part, '[credential]'), text);
}

/** JSON of a stranger; undefined for what is none. */
export function replyJson(text: string): JsonValue | undefined {
  try {
    return parseUntrustedJson(text);
  } catch {
    return undefined;
  }
}

function refusalOf(
  provider: string,
  answer: Pick<WholeAnswer, 'statusCode' | 'headers'>,
  text: string,
): Problem {
  if (answer.statusCode < 400)
    return providerFailed(provider, `answered with status ${answer.statusCode}, which is not followed`);
  const after = Number(answer.headers['retry-after']);
  return providerRefused(
    provider,
    answer.statusCode,
    sentenceIn(replyJson(text)),
    Number.isInteger(after) && after > 0 ? after : undefined,
  );
}

/** What a provider says about a refusal: `{ error: { message } }`, Google's list of one, Amazon's `{ message }`. */
function sentenceIn(body: JsonValue | undefined): string | undefined {
  const [said] = isJsonArray(body) ? body : [body];
  if (!isJsonObject(said)) return undefined;
  const { error } = said;
  if (isJsonObject(error)) return stringMember(error, 'message');
  return stringMember(said, 'message') ?? stringMember(said, 'Message');
}

/** Whatever went wrong, as what it means. */
export function failureOf(provider: string, timeoutMs: number, error: unknown): Problem {
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
