import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { ChangeDetail } from '../../api/types.ts';
import { RewordDialog } from './RewordDialog.tsx';

/** For those who may: a small way to better words, beside the facts of a change. */
export function Reword({ change }: { change: ChangeDetail }) {
  const [isOpen, setIsOpen] = useState(false);
  if (change.may['change.update']?.allowed !== true) return null;
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        className="text-link inline-flex items-center gap-1"
      >
        <Pencil size={13} aria-hidden />
        Reword
      </button>
      {isOpen && <RewordDialog change={change} onClose={() => setIsOpen(false)} />}
    </>
  );
}
