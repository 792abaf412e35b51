import type { Comment, Thread } from '../../api/types.ts';
import { linesOf } from '../../libraries/comparing/diff-rows.ts';

/** What is said about one file: at lines of its difference, at the file, and where the lines are not there any more. */
export type FileTalk = {
  /** By side and last line: `head 12`. */
  at: ReadonlyMap<string, Thread[]>;
  whole: Thread[];
  outdated: Thread[];
};

export const lineKey = (side: 'base' | 'head', line: number): string => `${side} ${line}`;

/** The threads about a file, by where they stand now. */
export function talkOf(threads: readonly Thread[], path: string): FileTalk {
  const at = new Map<string, Thread[]>();
  const whole: Thread[] = [];
  const outdated: Thread[] = [];
  for (const thread of threads) {
    if (thread.path !== path || isTakenBack(thread)) continue;
    const { anchor, placement } = thread;
    if (anchor === null) whole.push(thread);
    else if (placement?.lastLine == null) outdated.push(thread);
    else {
      const key = lineKey(anchor.side, placement.lastLine);
      at.set(key, [...(at.get(key) ?? []), thread]);
    }
  }
  return { at, whole, outdated };
}

/** Nothing of it is left to read. */
export const isTakenBack = ({ comments }: Thread): boolean => comments.every(({ withdrawn }) => withdrawn);

/** A suggestion and the lines that it would replace. */
export type Suggestion = { comment: Comment; thread: Thread; before: string; after: string };

export const suggestionOf = (thread: Thread, comment: Comment): Suggestion | null =>
  comment.suggestion === null || thread.anchor === null
    ? null
    : { comment, thread, before: thread.anchor.quote, after: comment.suggestion.replacement };

/** Suggestions that can become a commit now. */
export function acceptableIn(threads: readonly Thread[]): Suggestion[] {
  return threads.flatMap((thread) =>
    thread.placement?.firstLine == null
      ? []
      : thread.comments.flatMap((comment) => {
          const found = suggestionOf(thread, comment);
          return found === null || comment.suggestion?.accepted !== null ? [] : [found];
        }),
  );
}

/** `emails/a.prompt, lines 3 to 5 as published`. */
export function placeText({ path, anchor, placement }: Thread): string {
  if (path === null) return 'the whole change';
  if (anchor === null) return path;
  const { firstLine, lastLine } = placement?.firstLine == null ? anchor : placement;
  const lines = firstLine === lastLine ? `line ${lastLine}` : `lines ${firstLine} to ${lastLine}`;
  return `${path}, ${lines}${anchor.side === 'base' ? ' as published' : ''}`;
}

/** What a suggestion takes away and puts there; what it leaves at the start and the end stands around it. */
export function suggestedLines(before: string, after: string) {
  const was = before.split('\n').map((line) => line.replace(/\r$/, ''));
  const is = linesOf(after);
  let start = 0;
  while (start < Math.min(was.length, is.length) && was[start] === is[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(was.length, is.length) - start &&
    was[was.length - 1 - end] === is[is.length - 1 - end]
  )
    end += 1;
  return {
    start: was.slice(0, start),
    removed: was.slice(start, was.length - end),
    added: is.slice(start, is.length - end),
    end: was.slice(was.length - end),
  };
}
