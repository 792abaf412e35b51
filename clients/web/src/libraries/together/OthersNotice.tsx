import { Users } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Time } from '../../design/Time.tsx';
import { type Theirs, whatTheyDid } from './base.ts';
import type { Edit } from './use-edit.ts';

type Props = { edit: Edit; onLook: (theirs: Theirs) => void };

/** Tells who else works on this, as soon as it is known, and leads to what can be done about it. */
export function OthersNotice({ edit, onLook }: Props) {
  const { moved, elsewhere } = edit;
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, elsewhere.length - 1);
  return (
    <div role="status" className="contents">
      {moved !== null && (
        <p className="bg-warn-soft text-warn mb-2.5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md px-3 py-2 leading-relaxed">
          <Users size={16} aria-hidden className="shrink-0" />
          <span className="min-w-0 flex-1 basis-52 wrap-anywhere">
            <Told theirs={moved} />. Nothing of yours is lost.
          </span>
          <Button small onClick={() => onLook(moved)}>
            See it and decide
          </Button>
        </p>
      )}
      {(all ? elsewhere : elsewhere.slice(0, 1)).map((theirs) => (
        <p
          key={theirs.branch}
          className="bg-sunken text-ink-soft mb-2.5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md px-3 py-2 leading-relaxed"
        >
          <Users size={16} aria-hidden className="shrink-0" />
          <span className="min-w-0 flex-1 basis-52 wrap-anywhere">
            <Told theirs={theirs} />. It is not published.
          </span>
          <Button small onClick={() => onLook(theirs)}>
            See their edit
          </Button>
        </p>
      ))}
      {hidden > 0 && (
        <p className="mb-2.5">
          <Button small look="quiet" onClick={() => setAll(true)}>
            {hidden === 1 ? 'One more branch changes this' : `${hidden} more branches change this`}
          </Button>
        </p>
      )}
    </div>
  );
}

const Told = ({ theirs }: { theirs: Theirs }) => (
  <>
    {whatTheyDid(theirs)}
    {theirs.at !== null && (
      <>
        {' '}
        (<Time at={theirs.at} />)
      </>
    )}
  </>
);
