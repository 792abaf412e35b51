import { useEffect } from 'react';

/** Ctrl+Enter (or the command key) runs, Escape stops; a dialog that is open keeps its keys. */
export function useRunKeys({ run, stop }: { run: () => void; stop: (() => void) | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || document.querySelector('[role="dialog"]') !== null)
        return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      } else if (event.key === 'Escape' && stop !== null) {
        event.preventDefault();
        stop();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [run, stop]);
}
