import { Outlet } from '@tanstack/react-router';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { StepUpDialog } from '../access/StepUpDialog.tsx';
import { useSession } from '../access/session.ts';
import { Bell } from '../changes/inbox/Bell.tsx';
import { IconButton } from '../design/Button.tsx';
import { KeyHint } from '../design/KeyHint.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Mark } from './Mark.tsx';
import { Navigation } from './Navigation.tsx';
import { NavigationDrawer } from './NavigationDrawer.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { useShortcuts } from './shortcuts.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./CommandPalette.tsx')).CommandPalette }));

/** The frame around every page of an organization: navigation, top bar, search, shortcuts. */
export function Shell() {
  const { organization } = useSession();
  const [open, setOpen] = useState<'search' | 'help' | 'navigation' | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const search = useCallback(() => setOpen('search'), []);
  const help = useCallback(() => setOpen('help'), []);
  useShortcuts({ onSearch: search, onHelp: help });
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="bg-accent text-accent-ink sr-only z-50 rounded-md px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <aside className="bg-canvas sticky top-0 hidden h-dvh flex-col border-r p-3 lg:flex">
        <div className="mb-4 flex h-9 items-center gap-2 px-1.5 font-semibold tracking-tight">
          <Mark />
          Countersign
        </div>
        <Navigation />
        <button
          type="button"
          onClick={help}
          className="text-ink-faint hover:text-ink mt-auto flex items-center justify-between rounded-md px-2.5 py-1.5 text-xs"
        >
          Keyboard shortcuts
          <span aria-hidden>
            <KeyHint keys="?" />
          </span>
        </button>
      </aside>
      <div className="min-w-0">
        <header className="bg-canvas/92 sticky top-0 z-20 flex h-14 items-center gap-2 border-b px-3 backdrop-blur sm:px-5">
          <IconButton
            label="Open the navigation"
            icon={<MenuIcon size={18} aria-hidden />}
            className="lg:hidden"
            onClick={() => setOpen('navigation')}
          />
          <span className="truncate font-semibold">{organization.displayName}</span>
          <div className="ml-auto flex items-center gap-1.5">
            <button
              type="button"
              onClick={search}
              className="text-ink-soft hover:bg-sunken border-line flex h-9 items-center gap-2 rounded-md border px-2.5 sm:w-60"
            >
              <Search size={16} aria-hidden />
              <span className="max-sm:sr-only">Search</span>
              <span aria-hidden className="ml-auto max-sm:hidden">
                <KeyHint keys="Ctrl K" />
              </span>
            </button>
            <Bell />
            <AccountMenu onShortcuts={help} />
          </div>
        </header>
        <main id="main" tabIndex={-1} className="outline-none">
          <Outlet />
        </main>
      </div>
      <NavigationDrawer open={open === 'navigation'} onClose={close} />
      <StepUpDialog />
      <ShortcutsDialog open={open === 'help'} onClose={close} />
      {open === 'search' && (
        <Suspense fallback={null}>
          <CommandPalette onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
