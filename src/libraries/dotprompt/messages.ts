import type { Segment } from './output.ts';
import type { Role } from './signatures.ts';
import type { Fields } from './value.ts';

/** A part of a message, in the shape of the Dotprompt specification. */
export type Part =
  | { readonly text: string; readonly metadata?: Fields }
  | { readonly media: { readonly url: string; readonly contentType?: string }; readonly metadata?: Fields }
  | { readonly metadata: { readonly purpose: string; readonly pending: true } }
  | { readonly data: Fields }
  | { readonly toolRequest: Fields }
  | { readonly toolResponse: Fields };

export interface Message {
  readonly role: Role;
  readonly content: readonly Part[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

interface Draft {
  role: Role;
  parts: Part[];
}

/**
 * Cuts rendered segments into messages. Text before the first role is the user's; white space alone between two markers
 * is dropped; `{{history}}` puts the earlier messages there, marked as history, and the model speaks next. Without it
 * they go before a last message of the user, else to the end.
 */
export function toMessages(
  segments: readonly Segment[],
  history: readonly Message[] = [],
): readonly Message[] {
  let draft: Draft = { role: 'user', parts: [] };
  const start = (role: Role): Draft => {
    draft = { role, parts: [] };
    return draft;
  };
  const sources: (Draft | Message)[] = [draft];
  for (const segment of segments) {
    if (segment.type === 'role') {
      if (draft.parts.length === 0) draft.role = segment.role;
      else sources.push(start(segment.role));
    } else if (segment.type === 'history') {
      sources.push(...history.map(asHistory), start('model'));
    } else if (segment.type === 'text') {
      if (segment.text.trim() !== '') draft.parts.push({ text: segment.text });
    } else if (segment.type === 'section') {
      draft.parts.push({ metadata: { purpose: segment.name, pending: true } });
    } else {
      const { type: _, ...media } = segment;
      draft.parts.push({ media });
    }
  }
  const messages = sources
    .filter((source) => !('parts' in source) || source.parts.length > 0)
    .map((source) => ('parts' in source ? { role: source.role, content: source.parts } : source));
  return withHistory(messages, history);
}

function asHistory(message: Message): Message {
  return { ...message, metadata: { ...message.metadata, purpose: 'history' } };
}

function withHistory(messages: readonly Message[], history: readonly Message[]): readonly Message[] {
  if (messages.some((message) => message.metadata?.purpose === 'history')) return messages;
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, ...history];
  return [...messages.slice(0, -1), ...history, last];
}
