import type { Message, MessagePart } from '../api/types.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads recorded messages in either form that occurs: Dotprompt's parts, or the provider's text or typed parts. */
export function messagesOf(recorded: readonly unknown[]): Message[] {
  return recorded.filter(isRecord).map((message) => ({
    role: typeof message.role === 'string' ? message.role : 'unknown',
    content: contentOf(message.content),
  }));
}

function contentOf(content: unknown): MessagePart[] {
  if (typeof content === 'string') return [{ text: content }];
  if (!Array.isArray(content))
    return content === null || content === undefined ? [] : [{ text: JSON.stringify(content, null, 2) }];
  return content.map((part: unknown) => partOf(part));
}

function partOf(part: unknown): MessagePart {
  if (typeof part === 'string') return { text: part };
  if (!isRecord(part)) return { text: String(part) };
  if (typeof part.text === 'string') return { text: part.text };
  const media = isRecord(part.media) ? part.media : part.image_url;
  if (isRecord(media) && typeof media.url === 'string')
    return {
      media: {
        url: media.url,
        contentType: typeof media.contentType === 'string' ? media.contentType : null,
      },
    };
  return { text: JSON.stringify(part, null, 2) };
}

/** All text of a message, for comparing. */
export const textOf = (message: Message): string =>
  message.content.map((part) => ('text' in part ? part.text : `[media ${part.media.url}]`)).join('\n');

/** Empty lines at the edges are what a template leaves around its roles; on a page they would only be a gap. */
export const withoutEdgeLines = (text: string): string => text.replace(/^\n+|\n+$/g, '');
