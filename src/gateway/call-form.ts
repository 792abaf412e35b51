import type { JsonObject } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import type { Dialect, StreamEvent } from './dialect.ts';
import type { Provider } from './provider.ts';
import { messagesFromChat } from './translate/chat-to-messages.ts';
import { messageEventsFromChat } from './translate/message-events.ts';
import { messageFromChat } from './translate/message-replies.ts';
import { chatFromMessages } from './translate/messages-to-chat.ts';
import { responseEventsFromChat } from './translate/response-events.ts';
import { responseFromChat } from './translate/response-replies.ts';
import { chatFromResponses } from './translate/responses-to-chat.ts';
import { translated } from './translate/stream.ts';

type Body = JsonObject & { readonly model: string };

/** How a provider is called. */
export interface CallForm {
  readonly dialect: Dialect;
  readonly body: Body;
}

/**
 * A client's own call, for this provider: as it came where the provider speaks the client's dialect, else as a chat completion. Pure.
 * @throws Problem `model.dialect_unsupported`, `execution.content_unsupported` (422)
 */
export function formOfRaw(provider: Provider, dialect: Dialect, body: Body): CallForm {
  if (provider.dialects.includes(dialect)) return { dialect, body };
  if (dialect === 'messages') return { dialect: 'chat', body: chatFromMessages(body) };
  if (dialect === 'responses') return { dialect: 'chat', body: chatFromResponses(body) };
  throw unsupported(provider, dialect);
}

/**
 * A governed prompt, which is written as a chat completion, for a client that wants the answer in `dialect`: in Anthropic's messages where
 * both sides speak them, so that nothing is translated twice. Pure.
 * @throws Problem as `formOfRaw`
 */
export function formOfPrompt(provider: Provider, dialect: Dialect, chat: Body): CallForm {
  if (dialect === 'messages' && provider.dialects.includes(dialect))
    return { dialect, body: messagesFromChat(chat) };
  if (dialect !== 'count_tokens') return { dialect: 'chat', body: chat };
  if (!provider.dialects.includes(dialect)) throw unsupported(provider, dialect);
  const { max_tokens: _limit, temperature: _temperature, ...counted } = messagesFromChat(chat);
  return { dialect, body: { ...counted, model: chat.model } };
}

/** A reply as the client wants it. `from` is what the provider was called in. Pure. */
export function replyFor(dialect: Dialect, from: Dialect, reply: JsonObject): JsonObject {
  if (from !== 'chat') return reply;
  if (dialect === 'messages') return messageFromChat(reply);
  return dialect === 'responses' ? responseFromChat(reply) : reply;
}

/** The same of a stream. */
export function eventsFor(
  dialect: Dialect,
  from: Dialect,
  events: AsyncGenerator<StreamEvent, void>,
): AsyncGenerator<StreamEvent, void> {
  if (from !== 'chat') return events;
  if (dialect === 'messages') return translated(events, messageEventsFromChat());
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
