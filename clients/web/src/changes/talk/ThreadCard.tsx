import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { ChangeDetail, Thread } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { classNames } from '../../design/class-names.ts';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { MarkedText } from '../../libraries/comparing/MarkedText.tsx';
import { CommentItem } from './CommentItem.tsx';
import { ReplyForm } from './ReplyForm.tsx';
import { placeText } from './threads.ts';

type Props = {
  change: ChangeDetail;
  thread: Thread;
  /** It stands at its lines: they need not be said again. */
  inPlace?: boolean;
};

/** A thread: what it is about, what was said, and what one can do. Resolved ones are folded. */
export function ThreadCard({ change, thread, inPlace = false }: Props) {
  const { resolved } = thread;
  const [isOpen, setIsOpen] = useState(resolved === null);
  const [wasResolved, setWasResolved] = useState(resolved !== null);
  // Resolving folds it, opening again unfolds it.
  if (wasResolved !== (resolved !== null)) {
    setWasResolved(resolved !== null);
    setIsOpen(resolved === null);
  }
  // A suggestion shows the lines itself.
  const suggests = thread.comments.some(({ suggestion }) => suggestion !== null);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (window.location.hash === `#${thread.id}`) place.current?.scrollIntoView({ block: 'center' });
  }, [thread.id]);
  return (
    <article
      ref={place}
      id={inPlace ? thread.id : undefined}
      aria-label={`Thread on ${placeText(thread)}`}
      className="card max-w-3xl scroll-mt-24 not-first:mt-2"
    >
      <ThreadHead
        change={change}
        thread={thread}
        inPlace={inPlace}
        isOpen={isOpen}
        onToggle={() => setIsOpen(!isOpen)}
      />
      {isOpen && (
        <div className="flex flex-col gap-3 p-3">
          {(!inPlace || thread.placement?.state === 'outdated') && !suggests && <Quote thread={thread} />}
          <ol className="flex flex-col gap-4">
            {thread.comments.map((comment) => (
              <CommentItem key={comment.id} change={change} thread={thread} comment={comment} />
            ))}
          </ol>
          <ReplyForm change={change} thread={thread} />
        </div>
      )}
    </article>
  );
}

type HeadProps = Required<Props> & { isOpen: boolean; onToggle: () => void };

function ThreadHead({ change, thread, inPlace, isOpen, onToggle }: HeadProps) {
  const org = useOrg();
  const { resolved, placement, path } = thread;
  const isPlain = inPlace && resolved === null && placement?.state === 'current';
  if (isPlain && thread.anchor?.firstLine === thread.anchor?.lastLine) return null;
  const isInDifference = path !== null && change.assets.some((asset) => asset.path === path);
  return (
    <header
      className={classNames(
        'text-ink-soft flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5 text-xs',
        isOpen && 'border-b',
      )}
    >
      {!inPlace && isInDifference ? (
        <Link
          to="/$org/changes/$change"
          params={{ org, change: change.id }}
          search={{}}
          hash={thread.id}
          className="text-link min-w-0 wrap-anywhere"
        >
          {placeText(thread)}
        </Link>
      ) : (
        <span className="min-w-0 wrap-anywhere">{placeText(thread)}</span>
      )}
      {placement?.state === 'outdated' && <Status word="outdated" shape="dash" tone="warn" />}
      {placement?.state === 'moved' && <Status word="moved with its lines" shape="half" tone="plain" />}
      {resolved !== null && (
        <>
          <Status word="resolved" shape="check" tone="good" />
          <span className="inline-flex items-center gap-1">
            by <PersonName person={resolved.by} />
          </span>
          <span className="ml-auto">
            <Button small look="quiet" aria-expanded={isOpen} onClick={onToggle}>
              {isOpen ? 'Fold' : 'Show'}
            </Button>
          </span>
        </>
      )}
    </header>
  );
}

function Quote({ thread }: { thread: Thread }) {
  if (thread.anchor === null) return null;
  return (
    <blockquote className="text-ink-soft bg-sunken max-h-48 overflow-y-auto rounded-md border-l-2 px-3 py-1.5 font-mono text-[0.8125rem] leading-6 wrap-anywhere whitespace-pre-wrap">
      <MarkedText text={thread.anchor.quote} />
    </blockquote>
  );
}
