import type { Message } from '../../api/types.ts';
import { messagesOf } from '../../libraries/messages.ts';

/** What a turn adds to those before it: everything of the first one, else what stands after the last answer. */
export function addedIn(recorded: readonly unknown[]): Message[] {
  const messages = messagesOf(recorded);
  return messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1);
}
