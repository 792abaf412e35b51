import type { ProviderCall } from '../provider.ts';
import { messagesFromChat } from '../translate/chat-to-messages.ts';
import { chatFromMessageEvents } from '../translate/message-events.ts';
import { chatFromMessage } from '../translate/message-replies.ts';
import { translated } from '../translate/stream.ts';
import type { ConnectedProvider, HttpSettings } from './connection.ts';
import { httpProvider } from './http.ts';

/** The version of Anthropic's API that we speak. */
const apiVersion = '2023-06-01';

/** Connects to Anthropic, or to whoever speaks its messages. A chat completion is translated there and back. */
export function anthropicProvider(settings: HttpSettings): ConnectedProvider {
  const native = httpProvider(settings, {
    kind: 'anthropic',
    dialects: ['messages', 'count_tokens', 'chat'],
    headers: (credential, { betas }): Record<string, string> => ({
      'anthropic-version': apiVersion,
      ...(credential === undefined ? {} : { 'x-api-key': credential }),
      ...(betas === undefined ? {} : { 'anthropic-beta': betas }),
    }),
    body: ({ dialect, body }, stream) => (dialect === 'messages' ? { ...body, stream } : body),
  });
  const asMessages = (call: ProviderCall): ProviderCall => ({
    ...call,
    dialect: 'messages',
    body: messagesFromChat(call.body),
  });
  return {
    ...native,
    complete: async (call) =>
      call.dialect === 'chat'
        ? chatFromMessage(await native.complete(asMessages(call)))
        : native.complete(call),
    stream: async function* (call) {
      if (call.dialect !== 'chat') yield* native.stream(call);
      else yield* translated(native.stream(asMessages(call)), chatFromMessageEvents());
    },
  };
}
