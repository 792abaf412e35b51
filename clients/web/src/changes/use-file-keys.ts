import { useEffect } from 'react';
import { takesText } from '../shell/shortcuts.ts';

/** `n` and `p` lead to the next and the previous file of a difference. */
export function useFileKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'n' && event.key !== 'p') return;
      if (event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const files = [...document.querySelectorAll<HTMLElement>('[data-file]')];
      const reading = files.findLastIndex((file) => file.getBoundingClientRect().top < readingLinePx);
      const next = files[event.key === 'n' ? reading + 1 : Math.max(0, reading - 1)];
      next?.scrollIntoView();
      next?.focus({ preventScroll: true });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** A file whose top is above this is being read: below the top bar and the margin that scrolling leaves. */
const readingLinePx = 100;
