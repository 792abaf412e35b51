import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useOrg } from '../access/session.ts';
import { pages } from './pages.ts';

/** Every shortcut, as the list behind `?` shows it. */
export const shortcutList: readonly { keys: string; what: string }[] = [
  { keys: 'Ctrl K', what: 'Search and commands (⌘ K on a Mac)' },
  { keys: '/', what: 'Search and commands' },
  ...pages.map(({ key, name }) => ({ keys: `g ${key}`, what: `Go to ${name}` })),
  { keys: 'j', what: 'Next in the list' },
  { keys: 'k', what: 'Previous in the list' },
  { keys: 'e', what: 'Done with a notice' },
  { keys: 'n', what: 'Next file of a difference' },
  { keys: 'p', what: 'Previous file of a difference' },
  { keys: '↑ ↓', what: 'Line of a difference; Enter comments on it' },
  { keys: 't', what: 'To the decision on a change' },
  { keys: 's', what: 'Difference side by side or inline' },
  { keys: 'u', what: 'Thumb up for an answer; d for down, 1 to 5 for a rating' },
  { keys: 'Enter', what: 'Open what is focused' },
  { keys: '?', what: 'This list' },
];

/** Whether keys belong to what has the focus: shortcuts never take a letter from somebody who writes. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select, [role="combobox"]');
}

/** Moves the focus to the next or previous row. */
function walkRows(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row-link]')];
  const active = document.activeElement;
  const at = active instanceof HTMLElement ? rows.indexOf(active) : -1;
  const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

const sequenceMs = 1_200;

/** Listens for the app's shortcuts while it is mounted. */
export function useShortcuts({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }): void {
  const navigate = useNavigate();
  const org = useOrg();
  const pressedG = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onSearch();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || takesText(event.target))
        return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const page =
        Date.now() - pressedG.current < sequenceMs ? pages.find(({ key }) => key === event.key) : undefined;
      pressedG.current = event.key === 'g' ? Date.now() : 0;
      if (page !== undefined) void navigate({ to: page.to, params: { org } });
      else if (event.key === 'j') walkRows(1);
      else if (event.key === 'k') walkRows(-1);
      else if (event.key === '?') onHelp();
      else if (event.key === '/') {
        event.preventDefault();
        onSearch();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, org, onSearch, onHelp]);
}
