import type { ChangeDetail } from '../../api/types.ts';
import { ThreadCard } from './ThreadCard.tsx';
import type { FileTalk } from './threads.ts';

/** What is said about a file as a whole, and about lines that are not there any more. */
export function FileThreads({ change, said }: { change: ChangeDetail; said: FileTalk }) {
  const threads = [...said.whole, ...said.outdated];
  if (threads.length === 0) return null;
  return (
    <section aria-label="Said about this file" className="bg-sunken border-t p-2 sm:p-3">
      {said.outdated.length > 0 && (
        <p className="text-ink-soft mb-2 text-xs">
          Comments on lines that have changed since are shown here, with the lines as they were.
        </p>
      )}
      {threads.map((thread) => (
        <ThreadCard key={thread.id} change={change} thread={thread} inPlace />
      ))}
    </section>
  );
}
