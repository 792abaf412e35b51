import { useState } from 'react';
import type { MergedFile } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Badge } from '../../design/Status.tsx';
import { ConflictCard } from './ConflictCard.tsx';
import { type Choice, type Choices, keyOf, resultOf } from './choices.ts';
import { stateWords } from './words.ts';

type Props = {
  file: MergedFile;
  choices: Choices;
  names: { ours: string; theirs: string };
  onChoose: (path: string, conflict: string, choice: Choice | undefined) => void;
};

/** One file that both sides touched: its conflicts, and what it becomes. */
export function FileCard({ file, choices, names, onChoose }: Props) {
  const [open, setOpen] = useState(false);
  const decided = file.conflicts.filter(({ id }) => choices.has(keyOf(file.path, id))).length;
  return (
    <section className="mb-6" aria-label={file.path}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="min-w-0 font-medium break-all">
          {file.path} <Badge>{stateWords[file.state] ?? file.state}</Badge>
          {file.from !== null && <span className="text-ink-soft block text-xs">was {file.from}</span>}
        </h2>
        <span className="flex items-center gap-3">
          {file.conflicts.length > 0 && (
            <span className="text-ink-soft text-sm">
              {decided} of {file.conflicts.length} decided
            </span>
          )}
          <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide result' : 'Show result'}
          </Button>
        </span>
      </div>
      <div className="flex flex-col gap-3">
        {file.conflicts.map((conflict) => (
          <ConflictCard
            key={conflict.id}
            conflict={conflict}
            names={names}
            choice={choices.get(keyOf(file.path, conflict.id))}
            onChoose={(choice) => onChoose(file.path, conflict.id, choice)}
          />
        ))}
      </div>
      {open && <Result file={file} choices={choices} />}
    </section>
  );
}

function Result({ file, choices }: { file: MergedFile; choices: Choices }) {
  const pieces = resultOf(file, choices);
  if (pieces === null) return <p className="text-ink-soft mt-3">The file is deleted.</p>;
  return (
    <section
      className="card mt-3 max-h-96 overflow-auto p-3"
      aria-label={`Result of ${file.path}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
      tabIndex={0}
    >
      <pre className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">
        {pieces.map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no names
          <span key={at} className={looks[piece.state]}>
            {piece.text}
          </span>
        ))}
      </pre>
    </section>
  );
}

const looks = { kept: '', chosen: 'bg-good-soft', open: 'bg-warn-soft' } as const;
