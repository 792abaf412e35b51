import type { Message } from '../../api/types.ts';
import { textOf, withoutEdgeLines } from '../../libraries/messages.ts';

/** What somebody said, on the side of whoever asks; what instructs the model stands in the middle. */
export function Bubble({ message }: { message: Message }) {
  const text = withoutEdgeLines(textOf(message));
  if (message.role === 'system' || message.role === 'developer')
    return (
      <details className="text-ink-soft rounded-md border border-dashed px-4 py-2">
        <summary className="cursor-pointer text-xs font-medium">Instructions</summary>
        <p className="mt-2 leading-7 break-words whitespace-pre-wrap">{text}</p>
      </details>
    );
  return (
    <div className="ml-auto max-w-[85%]">
      <p className="text-ink-faint mb-1 text-right text-xs">{message.role}</p>
      <p className="bg-accent-soft rounded-xl rounded-tr-sm px-4 py-2.5 text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
        {text}
      </p>
    </div>
  );
}
