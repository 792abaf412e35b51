import { useState } from 'react';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { AcceptDialog } from './AcceptDialog.tsx';
import { acceptableIn } from './threads.ts';

/** Several suggestions become one commit, so that decisions become stale once. */
export function AcceptAll({ change }: { change: ChangeDetail }) {
  const [isOpen, setIsOpen] = useState(false);
  const suggestions = acceptableIn(change.threads);
  if (suggestions.length < 2 || change.may['suggestion.accept']?.allowed !== true) return null;
  return (
    <>
      <Button small onClick={() => setIsOpen(true)}>
        Accept suggestions ({suggestions.length})
      </Button>
      {isOpen && <AcceptDialog change={change} suggestions={suggestions} onClose={() => setIsOpen(false)} />}
    </>
  );
}
