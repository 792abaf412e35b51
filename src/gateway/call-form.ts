import type { JsonObject } from '../platform/canonical-json.ts';
import { invariant } from '../platform/invariant.ts';
import { Problem } from '../platform/problem.ts';
import type { ClientDialect, Dialect, StreamEvent } from './dialect.ts';
import { isJsonObject } from './json.ts';
import type { Provider } from './provider.ts';
import type { Answering, Onward } from './routing/onward.ts';
import { messagesFromChat } from './translate/chat-to-messages.ts';
import { generatedEventsFromChat } from './translate/generate-events.ts';
import { generatedFromChat } from './translate/generate-replies.ts';
import { chatFromGenerate } from './translate/generate-to-chat.ts';
import { messageEventsFromChat } from './translate/message-events.ts';
import { messageFromChat } from './translate/message-replies.ts';
import { chatFromMessages } from './translate/messages-to-chat.ts';
import { responseEventsFromChat } from './translate/response-events.ts';
import { responseFromChat } from './translate/response-replies.ts';
import { chatFromResponses } from './translate/responses-to-chat.ts';
import { translated } from './translate/stream.ts';
import { contentUnsupported } from './translate/unsupported.ts';

type Body = JsonObject & { readonly model: string };

/** Who is called, and how. */
export interface CallForm {
  readonly provider: Provider;
  readonly onward: Onward | null;
  readonly dialect: Dialect;
  /** With the model of whoever is called. */
  readonly body: Body;
}

/**
 * A client's own call: as it came where everybody who may answer speaks the client's dialect, else as a chat completion. Pure.
 * @throws Problem `model.dialect_unsupported`, `execution.content_unsupported` (422)
 */
export function formOfRaw(answering: Answering, dialect: ClientDialect, body: Body): CallForm {
  if (dialect === 'generate') return formOf(answering, 'chat', generated(answering, body));
  if (dialect === 'generate_count') {
    const counted = countOf(generated(answering, body));
    return formOfRaw(answering, 'count_tokens', counted);
  }
  if (speaks(answering, dialect)) return formOf(answering, dialect, body);
  if (dialect === 'messages') return formOf(answering, 'chat', chatFromMessages(body));
  if (dialect === 'responses') return formOf(answering, 'chat', chatFromResponses(body));
  throw unsupported(answering.provider, dialect);
}

/**
 * A governed prompt, which is written as a chat completion, for a client that wants the answer in `dialect`: in Anthropic's messages where
 * both sides speak them, so that nothing is translated twice. Pure.
 * @throws Problem as `formOfRaw`
 */
export function formOfPrompt(answering: Answering, dialect: ClientDialect, chat: Body): CallForm {
  if (dialect === 'messages' && speaks(answering, dialect))
    return formOf(answering, dialect, messagesFromChat(chat));
  if (dialect !== 'count_tokens' && dialect !== 'generate_count') return formOf(answering, 'chat', chat);
  if (!speaks(answering, 'count_tokens')) throw unsupported(answering.provider, 'count_tokens');
  return formOf(answering, 'count_tokens', countOf(chat));
}

/** What is counted of a chat: all but its limits. */
function countOf(chat: Body): Body {
  const { max_tokens: _limit, temperature: _temperature, ...counted } = messagesFromChat(chat);
  return { ...counted, model: chat.model };
}

/** Google's own request as a chat. What only Google knows is for Google's models, and for those that only pretend. */
function generated({ provider, onward }: Answering, body: Body): Body {
  const chat = chatFromGenerate(body);
  const kinds = [provider, ...(onward?.others ?? []).map((other) => other.provider)].map(({ kind }) => kind);
  if (isJsonObject(chat.google) && kinds.some((kind) => kind !== 'google' && kind !== 'simulated'))
    throw contentUnsupported(
      `"${Object.keys(chat.google).join('", "').slice(0, 200)}", which only Google knows`,
    );
  return chat;
}

const untranslated: ReadonlySet<Dialect> = new Set(['embeddings', 'count_tokens']);

/** Whether a dialect reaches whoever may answer as it is. What cannot be said otherwise is for those who speak it: one is enough. */
function speaks({ provider, onward }: Answering, dialect: Dialect): boolean {
  const all = [provider, ...(onward?.others ?? []).map((other) => other.provider)];
  const does = ({ dialects }: Provider) => dialects.includes(dialect);
  return untranslated.has(dialect) ? all.some(does) : all.every(does);
}

/** For those of who may answer who speak the dialect. Somebody does. */
function formOf({ provider, model, onward }: Answering, dialect: Dialect, body: Body): CallForm {
  if (onward === null) return { provider, onward, dialect, body: { ...body, model } };
  const [first, ...others] = [
    { provider, model, timeoutMs: onward.timeoutMs, price: null },
    ...onward.others,
  ].filter((target) => target.provider.dialects.includes(dialect));
  invariant(first !== undefined, 'a route is called in a dialect that a target speaks');
  return {
    provider: first.provider,
    onward: { ...onward, timeoutMs: first.timeoutMs, others },
    dialect,
    body: { ...body, model: first.model },
  };
}

/** A reply as the client wants it. `from` is what the provider was called in. Pure. */
export function replyFor(dialect: ClientDialect, from: Dialect, reply: JsonObject): JsonObject {
  if (dialect === 'generate_count') return { totalTokens: reply.input_tokens ?? 0 };
  if (from !== 'chat') return reply;
  if (dialect === 'messages') return messageFromChat(reply);
  if (dialect === 'generate') return generatedFromChat(reply);
  return dialect === 'responses' ? responseFromChat(reply) : reply;
}

/** The same of a stream. */
export function eventsFor(
  dialect: ClientDialect,
  from: Dialect,
  events: AsyncGenerator<StreamEvent, void>,
): AsyncGenerator<StreamEvent, void> {
  if (from !== 'chat') return events;
  if (dialect === 'messages') return translated(events, messageEventsFromChat());
  if (dialect === 'generate') return translated(events, generatedEventsFromChat());
  return dialect === 'responses' ? translated(events, responseEventsFromChat()) : events;
}

function unsupported(provider: Provider, dialect: Dialect): Problem {
  return new Problem({
    code: 'model.dialect_unsupported',
    status: 422,
    detail: `The provider ${provider.name} has nothing that answers ${names[dialect]}. Use a model of another provider.`,
    more: { param: 'model' },
  });
}

const names: Readonly<Record<Dialect, string>> = {
  chat: 'chat completions',
  responses: 'responses',
  embeddings: 'embeddings',
  messages: 'messages',
  count_tokens: 'the counting of tokens',
};
