import { useState } from 'react';
import type { ChangeDetail } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { TextArea } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { DiscussionItem } from './talk/DiscussionItem.tsx';
import { eventsOf } from './talk/events.ts';
import { useTalk } from './talk/use-talk.ts';

/** Revisions, decisions, requests and threads in one line of time. */
export const DiscussionTab = ({ change }: { change: ChangeDetail }) => (
  <div className="max-w-3xl">
    <ol className="flex flex-col gap-3">
      {eventsOf(change).map((event) => (
        <li key={event.key}>
          <DiscussionItem change={change} event={event} />
        </li>
      ))}
    </ol>
    <CommentForm change={change} />
  </div>
);

function CommentForm({ change }: { change: ChangeDetail }) {
  const [text, setText] = useState('');
  const send = useTalk(change, () => setText(''));
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
        if (because === null && !send.isPending) send.mutate({ act: 'comment', text: text.trim() });
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
