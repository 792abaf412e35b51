import { lazy, Suspense, useRef, useState } from 'react';
import { ProposeDialog } from '../ProposeDialog.tsx';
import type { Theirs } from './base.ts';
import { OthersNotice } from './OthersNotice.tsx';
import type { Edit } from './use-edit.ts';

const TogetherDialog = lazy(() => import('./TogetherDialog.tsx'));

/** How an edit is proposed: where the page is, or on a branch of its own from where the edit began. */
export type Proposing = 'here' | 'own' | null;

type Props = {
  library: string;
  path: string;
  at: string;
  isNew: boolean;
  edit: Edit;
  proposing: Proposing;
  onProposing: (proposing: Proposing) => void;
};

/** Everything about an edit that concerns others: who else edits, what to do about it, and proposing. */
export function Together({ library, path, at, isNew, edit, proposing, onProposing }: Props) {
  const [looking, setLooking] = useState<Theirs | null>(null);
  const said = useRef({ title: isNew ? `Add ${path.replace(/\.prompt$/, '')}` : '', description: '' });
  return (
    <>
      <OthersNotice edit={edit} onLook={setLooking} />
      {looking !== null && (
        <Suspense fallback={null}>
          <TogetherDialog
            library={library}
            path={path}
            at={at}
            edit={edit}
            theirs={looking}
            onKeepMine={() => {
              setLooking(null);
              onProposing('own');
            }}
            onClose={() => setLooking(null)}
          />
        </Suspense>
      )}
      {proposing !== null && (
        <ProposeDialog
          proposal={{ library, path, text: edit.text, ref: at, base: edit.base, own: proposing === 'own' }}
          said={said}
          onMoved={(theirs) => {
            onProposing(null);
            setLooking(theirs);
          }}
          onDone={edit.clear}
          onClose={() => onProposing(null)}
        />
      )}
    </>
  );
}
