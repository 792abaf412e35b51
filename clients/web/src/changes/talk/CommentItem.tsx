import { useState } from 'react';
import { useSession } from '../../access/session.ts';
import type { ChangeDetail, Comment, Thread } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { FormProblem } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { EntryLink } from '../../ledger/EntryLink.tsx';
import { MarkedText } from '../../libraries/comparing/MarkedText.tsx';
import { AcceptDialog } from './AcceptDialog.tsx';
import { SuggestionView } from './SuggestionView.tsx';
import { suggestionOf } from './threads.ts';
import { useTalk } from './use-talk.ts';

type Props = { change: ChangeDetail; thread: Thread; comment: Comment };

/** One thing that somebody said, with the entry that proves it; a suggestion can be accepted here. */
export function CommentItem({ change, thread, comment }: Props) {
  const me = useSession().principal.id;
  const withdraw = useTalk(change);
  const mayWithdraw =
    comment.by.id === me && !comment.withdrawn && (comment.suggestion?.accepted ?? null) === null;
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">
          <PersonName person={comment.by} />
        </span>
        <span className="text-ink-faint text-xs">
          <Time at={comment.at} />
        </span>
        <span className="ml-auto flex items-center gap-2 text-xs">
          {mayWithdraw && (
            <Button
              small
              look="quiet"
              busy={withdraw.isPending}
              onClick={() => withdraw.mutate({ act: 'withdraw', comment: comment.id })}
            >
              Take back
            </Button>
          )}
          <EntryLink entry={comment.entry} />
        </span>
      </div>
      {comment.withdrawn ? (
        <p className="text-ink-faint mt-1 italic">taken back by its author</p>
      ) : (
        comment.text !== '' && (
          <p className="mt-1 leading-relaxed wrap-anywhere whitespace-pre-wrap">
            <MarkedText text={comment.text} />
          </p>
        )
      )}
      <Suggested change={change} thread={thread} comment={comment} />
      <FormProblem error={withdraw.error} />
    </li>
  );
}

function Suggested({ change, thread, comment }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const suggestion = suggestionOf(thread, comment);
  if (suggestion === null) return null;
  const accepted = comment.suggestion?.accepted ?? null;
  const may = change.may['suggestion.accept'];
  const because =
    may?.allowed === false
      ? (may.why ?? 'You cannot do this here.')
      : thread.placement?.firstLine == null
        ? 'The lines that it would replace have changed since.'
        : null;
  return (
    <div className="mt-2 flex flex-col gap-2">
      <SuggestionView before={suggestion.before} after={suggestion.after} />
      {accepted === null ? (
        <div>
          <Button small disabledBecause={because} onClick={() => setIsOpen(true)}>
            Accept the suggestion
          </Button>
        </div>
      ) : (
        <p className="text-ink-soft flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
          <Status word="accepted" shape="check" tone="good" />
          by <PersonName person={accepted.by} /> as{' '}
          <code className="font-mono">{accepted.commit.slice(0, 8)}</code>
          <EntryLink entry={accepted.entry} />
        </p>
      )}
      {isOpen && <AcceptDialog change={change} suggestions={[suggestion]} onClose={() => setIsOpen(false)} />}
    </div>
  );
}
