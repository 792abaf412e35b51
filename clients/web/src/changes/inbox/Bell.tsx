import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell as Picture } from 'lucide-react';
import { useOrg } from '../../access/session.ts';
import { buttonClass } from '../../design/Button.tsx';
import { unreadQuery } from './queries.ts';

/** How many notices are unread, on every page; leads to them. */
export function Bell() {
  const org = useOrg();
  const unread = useQuery(unreadQuery).data?.unread ?? 0;
  // What is seen is part of what it is called.
  const shown = unread > 999 ? '999+' : String(unread);
  return (
    <Link
      to="/$org/inbox"
      params={{ org }}
      search={{ tab: 'notices' }}
      aria-label={unread === 0 ? 'Notices, none unread' : `Notices, ${shown} unread`}
      title="Notices"
      className={`${buttonClass('quiet')} relative w-9 px-0!`}
    >
      <Picture size={18} aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="bg-accent text-accent-ink absolute -top-0.5 -right-0.5 grid h-4.5 min-w-4.5 place-items-center rounded-full px-1 text-[0.6875rem] leading-none font-semibold tabular-nums"
        >
          {shown}
        </span>
      )}
    </Link>
  );
}
