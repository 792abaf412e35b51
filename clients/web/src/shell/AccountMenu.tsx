import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { signOut, useOrg, useSession } from '../access/session.ts';
import { sentenceOf } from '../api/problem.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../design/Menu.tsx';
import { showToast } from '../design/toasts.ts';
import { initials } from './initials.ts';
import { themes, useTheme } from './theme.ts';

/** Who I am, with what, how it looks, and the way out. */
export function AccountMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { principal, grants } = useSession();
  const [theme, setTheme] = useTheme();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const org = useOrg();
  const leave = async () => {
    try {
      await signOut();
      queryClient.clear();
      await navigate({ to: '/sign-in', search: {} });
    } catch (error) {
      showToast({ text: sentenceOf(error), tone: 'bad' });
    }
  };
  const roles = [...new Set(grants.map(({ role }) => role))].join(', ');
  return (
    <Menu
      trigger={
        <button type="button" className="hover:bg-sunken flex h-9 items-center gap-2 rounded-md px-1.5">
          <span
            aria-hidden
            className="bg-accent-soft text-accent-text grid size-7 place-items-center rounded-full text-xs font-semibold"
          >
            {initials(principal.displayName)}
          </span>
          <span className="sr-only">Account of</span>
          <span className="max-w-36 truncate max-md:sr-only">{principal.displayName}</span>
        </button>
      }
    >
      <div className="px-2.5 py-1.5">
        <p className="font-medium">{principal.displayName}</p>
        {principal.email !== null && <p className="text-ink-soft text-xs">{principal.email}</p>}
        {roles !== '' && <p className="text-ink-faint mt-0.5 text-xs">{roles}</p>}
      </div>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} options={themes} onChange={setTheme} />
      <MenuSeparator />
      <MenuItem onClick={() => void navigate({ to: '/$org/account', params: { org } })}>
        Your account
      </MenuItem>
      <MenuItem onClick={() => void navigate({ to: '/$org/notice-settings', params: { org } })}>
        Notices by e-mail
      </MenuItem>
      <MenuItem onClick={onShortcuts}>Keyboard shortcuts</MenuItem>
      <MenuItem onClick={() => void leave()}>Sign out</MenuItem>
    </Menu>
  );
}
