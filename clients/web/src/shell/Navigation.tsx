import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import { pages } from './pages.ts';

/** The way between pages; `onGo` lets a folded navigation close itself. */
export function Navigation({ onGo }: { onGo?: () => void }) {
  const org = useOrg();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {pages.map(({ name, to, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ org }}
              {...(onGo === undefined ? {} : { onClick: onGo })}
              activeOptions={{ exact: to === '/$org' }}
              className="text-ink-soft hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent-text flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium"
              activeProps={{ 'aria-current': 'page' }}
            >
              <Icon size={17} aria-hidden />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
