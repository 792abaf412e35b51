import type { JsonObject } from '../../platform/canonical-json.ts';
import { endsReply } from '../assemblies.ts';
import type { Dialect, StreamEvent } from '../dialect.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { type Provider, type ProviderCall, providerFailed } from '../provider.ts';
import { eventData } from '../server-sent-events.ts';
import {
  type ConnectedProvider,
  connect,
  failureOf,
  type HttpSettings,
  replyJson,
  type Sent,
} from './connection.ts';

/** What tells one kind of provider from another that speaks dialects of ours on the wire. */
export interface Wire {
  readonly kind: Provider['kind'];
  readonly dialects: readonly Dialect[];
  headers(credential: string | undefined, call: ProviderCall): Record<string, string>;
  /** The body as it is sent. */
  body(call: ProviderCall, stream: boolean): JsonObject;
  /** Where it is sent to, when it is not the dialect's own path. */
  path?(call: ProviderCall): string;
}

export const paths: Readonly<Record<Dialect, string>> = {
  chat: '/chat/completions',
  responses: '/responses',
  embeddings: '/embeddings',
  messages: '/messages',
  count_tokens: '/messages/count_tokens',
};

/** A provider that is spoken to in our dialects as they are. */
export function httpProvider(settings: HttpSettings, wire: Wire): ConnectedProvider {
  const connection = connect(settings);
  const sent = (call: ProviderCall, stream: boolean): Sent => ({
    path: wire.path?.(call) ?? paths[call.dialect],
    headers: {
      accept: stream ? 'text/event-stream' : 'application/json',
      ...wire.headers(settings.credential, call),
    },
    body: JSON.stringify(wire.body(call, stream)),
  });
  return {
    name: settings.name,
    kind: wire.kind,
    region: settings.region ?? null,
    dialects: wire.dialects,
    close: connection.close,
    complete: async (given) => {
      const call = renamed(settings, given);
      return replyOf(settings.name, call.dialect, await connection.whole(sent(call, false), call));
    },
    stream: async function* (given) {
      const call = renamed(settings, given);
      try {
        yield* eventsOf(settings, call.dialect, connection.pieces(sent(call, true), call));
      } catch (error) {
        throw failureOf(settings.name, call.timeoutMs, error);
      }
    },
  };
}

/** The call with the model as it is called there. */
export function renamed({ sentAs }: HttpSettings, call: ProviderCall): ProviderCall {
  const model = sentAs?.get(call.body.model);
  return model === undefined ? call : { ...call, body: { ...call.body, model } };
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
