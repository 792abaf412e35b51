import { useState } from 'react';
import type { ChangeDetail, Thread } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { useTalk } from './use-talk.ts';

/** Answers in a thread, resolves it, or opens it again. */
export function ReplyForm({ change, thread }: { change: ChangeDetail; thread: Thread }) {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const reply = useTalk(change, () => {
    setText('');
    setIsOpen(false);
  });
  const mark = useTalk(change);
  const isResolved = thread.resolved !== null;
  const mayMark = change.may[isResolved ? 'thread.reopen' : 'thread.resolve'];
  const mayReply = change.may['change.comment'];
  const said = text.trim();
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== '' && !reply.isPending) reply.mutate({ act: 'reply', thread: thread.id, text: said });
      }}
    >
      {isOpen && (
        <TextArea
          label="Answer"
          labelHidden
          placeholder="Answer"
          rows={2}
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <FormProblem error={reply.error ?? mark.error} />
      <div className="flex flex-wrap gap-2">
        {isOpen ? (
          <>
            <Button
              small
              type="submit"
              look="primary"
              busy={reply.isPending}
              disabledBecause={said === '' ? 'Write something first.' : null}
            >
              Answer
            </Button>
            <Button small look="quiet" onClick={() => setIsOpen(false)}>
              Cancel
            </Button>
          </>
        ) : (
          <Button
            small
            disabledBecause={
              mayReply?.allowed === false ? (mayReply.why ?? 'You cannot comment here.') : null
            }
            onClick={() => setIsOpen(true)}
          >
            Answer
          </Button>
        )}
        <Button
          small
          look="quiet"
          busy={mark.isPending}
          disabledBecause={mayMark?.allowed === false ? (mayMark.why ?? 'You cannot do this here.') : null}
          onClick={() => mark.mutate({ act: isResolved ? 'reopen' : 'resolve', thread: thread.id })}
        >
          {isResolved ? 'Open again' : 'Resolve'}
        </Button>
      </div>
    </form>
  );
}
