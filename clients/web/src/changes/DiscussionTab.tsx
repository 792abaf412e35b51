import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangeDecision, ChangeDetail, Comment, Thread } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { TextArea } from '../design/Field.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { Badge, Status } from '../design/Status.tsx';
import { EmptyState, FormProblem } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { EntryLink } from '../ledger/EntryLink.tsx';
import { act } from './act.ts';
import { changeQuery } from './queries.ts';

type Item = { at: string; key: string; decision?: ChangeDecision; comment?: Comment; thread?: Thread };

/** Decisions and comments in one line of time. */
export function DiscussionTab({ change }: { change: ChangeDetail }) {
  const items: Item[] = [
    ...change.decisions.map((decision) => ({ at: decision.at, key: decision.id, decision })),
    ...change.threads.flatMap((thread) =>
      thread.comments.map((comment) => ({ at: comment.at, key: comment.id, comment, thread })),
    ),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <div className="max-w-3xl">
      {items.length === 0 && (
        <EmptyState title="Nobody has said anything yet">
          Reviews, approvals and comments appear here, oldest first.
        </EmptyState>
      )}
      <ol className="flex flex-col gap-3">
        {items.map(({ key, decision, comment, thread }) => (
          <li key={key} className="card p-4">
            {decision !== undefined && <Decision decision={decision} />}
            {comment !== undefined && (
              <Said by={comment} text={comment.text}>
                {thread?.path != null && (
                  <Badge>{`${thread.path}${thread.anchor === null ? '' : `, line ${thread.anchor.lastLine}`}`}</Badge>
                )}
                {thread?.resolved != null && <Badge>resolved</Badge>}
              </Said>
            )}
          </li>
        ))}
      </ol>
      <CommentForm change={change} />
    </div>
  );
}

const verdictLooks = {
  endorse: { word: 'endorsed it', shape: 'check', tone: 'good' },
  approve: { word: 'approved it', shape: 'check', tone: 'good' },
  request_changes: { word: 'requested changes', shape: 'triangle', tone: 'warn' },
  reject: { word: 'rejected it', shape: 'cross', tone: 'bad' },
} as const;

const Decision = ({ decision }: { decision: ChangeDecision }) => (
  <Said by={decision} text={decision.comment ?? ''}>
    <Status {...verdictLooks[decision.verdict]} />
    {decision.stale && <Status word="stale: the bytes have changed since" shape="dash" tone="plain" />}
    <EntryLink entry={decision.entry} />
  </Said>
);

const Said = ({
  by,
  text,
  children,
}: {
  by: Pick<Comment, 'by' | 'at'>;
  text: string;
  children: React.ReactNode;
}) => (
  <>
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="font-medium">
        <PersonName person={by.by} />
      </span>
      {children}
      <span className="text-ink-faint ml-auto text-xs">
        <Time at={by.at} />
      </span>
    </div>
    {text !== '' && <p className="mt-2 leading-relaxed break-words whitespace-pre-wrap">{text}</p>}
  </>
);

function CommentForm({ change }: { change: ChangeDetail }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: () => act('change.comment', change, { comment: text, verdict: 'endorse' }),
    onSuccess: async () => {
      setText('');
      await queryClient.invalidateQueries(changeQuery(change.id));
    },
  });
  const may = change.may['change.comment'];
  const because =
    may?.allowed === false
      ? (may.why ?? 'You cannot comment here.')
      : text.trim() === ''
        ? 'Write something first.'
        : null;
  return (
    <form
      className="mt-5 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (because === null && !send.isPending) send.mutate();
      }}
    >
      <TextArea label="Comment" value={text} onChange={(event) => setText(event.target.value)} />
      <FormProblem error={send.error} />
      <div>
        <Button type="submit" busy={send.isPending} disabledBecause={because}>
          Comment
        </Button>
      </div>
    </form>
  );
}
