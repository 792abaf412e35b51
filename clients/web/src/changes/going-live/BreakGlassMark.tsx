import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { Status } from '../../design/Status.tsx';
import { exactTime } from '../../design/time.ts';
import { dueEmergenciesQuery } from './queries.ts';

/** A red mark on what a change brought without approval, until its review is done. */
export function BreakGlassMark({ library, change }: { library: string; change: string | null }) {
  const org = useOrg();
  const due = useQuery(dueEmergenciesQuery(library)).data?.items ?? [];
  const broken = due.find((one) => one.change === change);
  if (broken === undefined) return null;
  const until = new Date(broken.expiresAt).toLocaleTimeString(undefined, { timeStyle: 'short' });
  return (
    <Link
      to="/$org/changes/$change"
      params={{ org, change: broken.change }}
      title={`${exactTime(new Date(broken.expiresAt))}: ${broken.reason}`}
      className="relative z-10 inline-flex min-h-6 items-center"
    >
      <Status
        word={broken.state === 'live' ? `by break-glass until ${until}` : 'by break-glass, review due'}
        shape="triangle"
        tone="bad"
      />
    </Link>
  );
}
