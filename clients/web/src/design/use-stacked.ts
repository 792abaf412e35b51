import { useCallback, useEffect, useId } from 'react';

/** The dialogs that are open, the one on top last. */
const open: string[] = [];

/**
 * One dialog may ask something while another one waits under it. Tells a dialog whether it is on top: only that one answers
 * Escape and a press beside it.
 */
export function useStacked(isOpen: boolean): () => boolean {
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    open.push(id);
    return () => {
      const at = open.lastIndexOf(id);
      if (at >= 0) open.splice(at, 1);
    };
  }, [id, isOpen]);
  return useCallback(() => open.length === 0 || open.at(-1) === id, [id]);
}
