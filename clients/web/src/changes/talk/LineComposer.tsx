import { useState } from 'react';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Field, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { linesOf } from '../../libraries/comparing/diff-rows.ts';
import { SuggestionView } from './SuggestionView.tsx';
import type { NewPlace } from './talk-acts.ts';
import { useTalk } from './use-talk.ts';

type Props = {
  change: ChangeDetail;
  place: NewPlace;
  /** The whole text of that side. */
  text: string;
  onPlace: (firstLine: number, line: number) => void;
  onClose: () => void;
};

/** Says something about lines, or suggests what to put there, with a preview of what that would do. */
export function LineComposer({ change, place, text, onPlace, onClose }: Props) {
  const lines = linesOf(text);
  const before = lines.slice(place.firstLine - 1, place.line).join('\n');
  const [said, setSaid] = useState('');
  const [after, setAfter] = useState<string | null>(null);
  const send = useTalk(change, onClose);
  const because = whyNot(said, before, after);
  return (
    <form
      aria-label={`Comment on ${linesText(place)}`}
      className="card flex max-w-3xl flex-col gap-3 p-3 not-first:mt-2"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && said === '' && after === null) onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (because !== null || send.isPending) return;
        const replacement = after === null ? {} : { replacement: after };
        send.mutate({ act: 'comment', text: said.trim(), place, ...replacement });
      }}
    >
      <LineChoice place={place} most={lines.length} onPlace={onPlace} />
      <TextArea
        label={after === null ? 'Comment' : 'Why (optional)'}
        rows={2}
        autoFocus
        value={said}
        onChange={(event) => setSaid(event.target.value)}
      />
      {after !== null && (
        <>
          <TextArea
            label="Put this in place of the lines"
            hint="Empty: the lines go away. It becomes a commit when its author accepts it; you wrote part of the change then, and cannot review or approve it."
            rows={Math.min(12, Math.max(2, linesOf(after).length + 1))}
            className="font-mono text-[0.8125rem]"
            spellCheck={false}
            value={after}
            onChange={(event) => setAfter(event.target.value)}
          />
          {after !== before && <SuggestionView before={before} after={after} />}
        </>
      )}
      <FormProblem error={send.error} />
      <div className="flex flex-wrap gap-2">
        <Button small type="submit" look="primary" busy={send.isPending} disabledBecause={because}>
          {after === null ? 'Comment' : 'Suggest'}
        </Button>
        {place.side === 'head' && (
          <Button
            small
            aria-pressed={after !== null}
            onClick={() => setAfter(after === null ? before : null)}
          >
            {after === null ? 'Suggest an edit' : 'Suggest nothing'}
          </Button>
        )}
        <Button small look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Which lines it is about, for those who cannot point at them. */
const LineChoice = ({
  place,
  most,
  onPlace,
}: {
  place: NewPlace;
  most: number;
  onPlace: Props['onPlace'];
}) => {
  const within = (value: string): number => Math.min(most, Math.max(1, Math.trunc(Number(value)) || 1));
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Lines</legend>
      <span className="text-ink-soft text-xs">{place.side === 'base' ? 'Published lines' : 'Lines'}</span>
      <span className="w-20">
        <Field
          label="From line"
          labelHidden
          type="number"
          min={1}
          max={most}
          value={place.firstLine}
          onChange={({ target }) => {
            const first = within(target.value);
            onPlace(first, Math.max(first, place.line));
          }}
        />
      </span>
      <span className="text-ink-soft text-xs">to</span>
      <span className="w-20">
        <Field
          label="To line"
          labelHidden
          type="number"
          min={1}
          max={most}
          value={place.line}
          onChange={({ target }) => {
            const last = within(target.value);
            onPlace(Math.min(place.firstLine, last), last);
          }}
        />
      </span>
    </fieldset>
  );
};

const linesText = ({ firstLine, line }: NewPlace): string =>
  firstLine === line ? `line ${line}` : `lines ${firstLine} to ${line}`;

function whyNot(said: string, before: string, after: string | null): string | null {
  if (after === null) return said.trim() === '' ? 'Write something first.' : null;
  return after.replace(/\n$/, '') === before ? 'Change the lines first: they are as they were.' : null;
}
