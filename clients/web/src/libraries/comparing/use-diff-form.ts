import { useEffect, useSyncExternalStore } from 'react';
import { takesText } from '../../shell/shortcuts.ts';
import { useMedia } from '../../shell/use-media.ts';
import type { Form } from './diff-rows.ts';

const place = 'countersign.diff-form';
const changed = 'countersign:diff-form';

function read(): Form {
  try {
    return localStorage.getItem(place) === 'inline' ? 'inline' : 'side';
  } catch {
    return 'side';
  }
}

function write(form: Form): void {
  try {
    localStorage.setItem(place, form);
  } catch {
    // A browser that keeps nothing still shows both forms.
  }
  window.dispatchEvent(new Event(changed));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}

/** How differences are drawn: remembered, changed by the key `s`, and always inline where the window is narrow. */
export function useDiffForm(): { form: Form; isWide: boolean; choose: (form: Form) => void } {
  const isWide = useMedia('(min-width: 900px)');
  const chosen = useSyncExternalStore(subscribe, read);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 's' || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target))
        return;
      if (document.querySelector('[role="dialog"]') === null) write(read() === 'side' ? 'inline' : 'side');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return { form: isWide ? chosen : 'inline', isWide, choose: write };
}
