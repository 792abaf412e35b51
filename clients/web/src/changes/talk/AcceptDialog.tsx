import { useState } from 'react';
import { useSession } from '../../access/session.ts';
import type { ChangeDetail, PersonRef } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Checkbox } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { placeText, type Suggestion } from './threads.ts';
import { useTalk } from './use-talk.ts';

type Props = { change: ChangeDetail; suggestions: readonly Suggestion[]; onClose: () => void };

/** Asks once more: what becomes of the branch, and who may not decide on it then. Several become one commit. */
export function AcceptDialog({ change: current, suggestions, onClose }: Props) {
  // What the dialog was opened on: a revision that arrives meanwhile is refused by the server.
  const [change] = useState(current);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set(suggestions.map(({ comment }) => comment.id)),
  );
  const accept = useTalk(change, () => {
    showToast({ text: `Committed to ${change.branch}.`, tone: 'good' });
    onClose();
  });
  const some = suggestions.filter(({ comment }) => chosen.has(comment.id));
  const toggle = (id: string) =>
    setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]));
  return (
    <Dialog
      open
      onClose={onClose}
      title={suggestions.length === 1 ? 'Accept this suggestion?' : 'Accept suggestions as one commit?'}
    >
      <div className="flex flex-col gap-3 leading-relaxed">
        {suggestions.length > 1 && (
          <div className="flex flex-col gap-2">
            {suggestions.map(({ comment, thread }) => (
              <Checkbox
                key={comment.id}
                label={placeText(thread)}
                hint={`suggested by ${comment.by.displayName}`}
                checked={chosen.has(comment.id)}
                onChange={() => toggle(comment.id)}
              />
            ))}
          </div>
        )}
        <Consequences change={change} writers={some.map(({ comment }) => comment.by)} />
        <FormProblem error={accept.error} />
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          busy={accept.isPending}
          disabledBecause={some.length === 0 ? 'Choose one of them first.' : null}
          onClick={() => accept.mutate({ act: 'accept', suggestions: some.map(({ comment }) => comment.id) })}
        >
          {some.length > 1 ? `Accept ${some.length}` : 'Accept'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Consequences({ change, writers }: { change: ChangeDetail; writers: readonly PersonRef[] }) {
  const me = useSession().principal;
  const others = [...new Map(writers.map((one) => [one.id, one.displayName]))]
    .filter(([id]) => id !== me.id)
    .map(([, name]) => name);
  const decided = change.decisions.filter(({ stale }) => !stale).length;
  return (
    <ul className="list-disc pl-5">
      <li>
        It becomes a commit on <code className="font-mono text-xs">{change.branch}</code>, under your name
        {others.length > 0 && ` and with ${listed(others)} as co-author${others.length > 1 ? 's' : ''}`}.
      </li>
      <li>
        {others.length > 0
          ? `${listed(['You', ...others])} wrote part of it then: none of you can review or approve this change.`
          : 'You wrote part of it then: you cannot review or approve this change.'}
      </li>
      {decided > 0 && (
        <li>
          {decided === 1 ? 'The decision' : `The ${decided} decisions`} on what it holds now{' '}
          {decided === 1 ? 'becomes' : 'become'} stale.
        </li>
      )}
    </ul>
  );
}

const names = new Intl.ListFormat('en', { type: 'conjunction' });
const listed = (people: readonly string[]): string => names.format(people);
