import type { Message, MessagePart } from '../api/types.ts';
import { withoutEdgeLines } from './messages.ts';

/** Rendered messages, as the model gets them: text to read, in a generous line height. */
export const Messages = ({ messages }: { messages: readonly Message[] }) => (
  <div className="flex flex-col gap-3">
    {messages.map((message, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
      <div key={at} className="rounded-md border">
        <p className="bg-sunken text-ink-soft rounded-t-md border-b px-3 py-1 text-xs font-medium">
          {message.role}
        </p>
        <div className="px-3 py-2.5">
          {message.content.map((part, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Part key={place} part={part} />
          ))}
        </div>
      </div>
    ))}
  </div>
);

const Part = ({ part }: { part: MessagePart }) =>
  'text' in part ? (
    <p className="text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
      {withoutEdgeLines(part.text)}
    </p>
  ) : (
    <p className="text-ink-soft text-xs wrap-anywhere">
      Media {part.media.contentType ?? ''}: {part.media.url.slice(0, 120)}
    </p>
  );
