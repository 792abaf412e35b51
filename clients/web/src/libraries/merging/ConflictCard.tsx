import { Undo2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { MergeConflict, Take } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { classNames } from '../../design/class-names.ts';
import { TextArea } from '../../design/Field.tsx';
import { StatusShape } from '../../design/StatusShape.tsx';
import { wordDiff } from '../comparing/word-diff.ts';
import { type Choice, chosenText } from './choices.ts';

type Props = {
  conflict: MergeConflict;
  choice: Choice | undefined;
  names: { ours: string; theirs: string };
  onChoose: (choice: Choice | undefined) => void;
};

const words: Record<Take, string> = {
  ours: 'Yours',
  theirs: 'Theirs',
  both: 'Both',
  base: 'As before',
  text: 'Write it',
};
const order: readonly Take[] = ['ours', 'theirs', 'both', 'base', 'text'];

/** One place to decide: what it was, what either side made of it, and the ways to decide, each on a number key. */
export function ConflictCard({ conflict, choice, names, onChoose }: Props) {
  const takes = order.filter((take) => conflict.takes.includes(take));
  const choose = (take: Take) => {
    if (take !== 'text') onChoose({ take });
    else
      onChoose({ text: (choice && chosenText(conflict, choice)) ?? conflict.ours ?? conflict.theirs ?? '' });
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const take = takes[Number(event.key) - 1];
    if (take === undefined) return;
    event.preventDefault();
    choose(take);
  };
  const taken = choice === undefined ? undefined : 'text' in choice ? 'text' : choice.take;
  return (
    <section
      aria-label={`${conflict.label}${choice === undefined ? ', not decided' : ', decided'}`}
      className={classNames('card p-4', choice === undefined && 'border-warn')}
      onKeyDown={byKey}
    >
      <h3 className="mb-3 flex items-center gap-2 font-medium">
        <span className={choice === undefined ? 'text-warn' : 'text-good'}>
          <StatusShape shape={choice === undefined ? 'ring' : 'check'} />
        </span>
        {conflict.label}
      </h3>
      <div className="grid gap-3 md:grid-cols-3">
        <Side name="Before" text={conflict.base} against={conflict.base} />
        <Side name={names.ours} text={conflict.ours} against={conflict.base} chosen={taken === 'ours'} />
        <Side
          name={names.theirs}
          text={conflict.theirs}
          against={conflict.base}
          chosen={taken === 'theirs'}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row */}
      <div
        role="group"
        aria-label={`Decide ${conflict.label}`}
        className="mt-3 flex flex-wrap items-center gap-2"
      >
        {takes.map((take, index) => (
          <Button
            key={take}
            small
            look={taken === take ? 'primary' : 'secondary'}
            aria-pressed={taken === take}
            onClick={() => choose(take)}
          >
            {words[take]}
            <kbd className="ml-1 text-xs opacity-70">{index + 1}</kbd>
          </Button>
        ))}
        {choice !== undefined && (
          <Button
            small
            look="quiet"
            icon={<Undo2 size={14} aria-hidden />}
            onClick={() => onChoose(undefined)}
          >
            Undo
          </Button>
        )}
      </div>
      {choice !== undefined && 'text' in choice && (
        <div className="mt-3">
          <TextArea
            label="Your text"
            rows={Math.min(12, choice.text.split('\n').length + 1)}
            value={choice.text}
            className="font-mono text-xs"
            onChange={(event) => onChoose({ text: event.target.value })}
          />
        </div>
      )}
    </section>
  );
}

function Side({
  name,
  text,
  against,
  chosen = false,
}: {
  name: string;
  text: string | null;
  against: string | null;
  chosen?: boolean;
}) {
  const [whole, setWhole] = useState(false);
  const long = (text?.length ?? 0) > 4_000;
  const shown = text !== null && long && !whole ? text.slice(0, 4_000) : text;
  const pieces = shown === null ? [] : wordDiff(against ?? '', shown).after;
  return (
    <div
      className={classNames(
        'bg-sunken min-w-0 rounded-md border p-2',
        chosen ? 'border-accent' : 'border-line',
      )}
    >
      <p className="text-ink-soft mb-1 text-xs font-medium break-words">{name}</p>
      {shown === null ? (
        <p className="text-ink-soft italic">no such file</p>
      ) : (
        <pre className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">
          {pieces.map((piece, at) =>
            piece.changed ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no names
              <mark key={at} className="bg-accent-soft text-ink rounded-sm">
                {piece.text}
              </mark>
            ) : (
              piece.text
            ),
          )}
          {shown === '' && <span className="text-ink-soft italic">nothing</span>}
        </pre>
      )}
      {long && !whole && (
        <Button small look="quiet" onClick={() => setWhole(true)}>
          Show all
        </Button>
      )}
    </div>
  );
}
