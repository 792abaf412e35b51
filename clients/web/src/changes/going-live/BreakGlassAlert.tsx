import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Siren } from 'lucide-react';
import { useOrg } from '../../access/session.ts';
import { Time } from '../../design/Time.tsx';
import { dueEmergenciesQuery } from './queries.ts';

/** Red on every page that shows what is live, until each emergency is reviewed. Of one library, or of all that I may see. */
export function BreakGlassAlert({ library }: { library?: string }) {
  const org = useOrg();
  const due = useQuery(dueEmergenciesQuery(library)).data?.items ?? [];
  if (due.length === 0) return null;
  return (
    <section aria-label="Emergencies" className="card border-bad bg-bad-soft mb-5 p-4">
      <h2 className="flex items-center gap-2 font-semibold">
        <Siren size={17} aria-hidden className="text-bad shrink-0" />
        {due.length === 1
          ? 'A break-glass waits for its review'
          : `${due.length} break-glasses wait for their review`}
      </h2>
      <ul className="mt-1.5 flex flex-col gap-1 leading-relaxed">
        {due.map((broken) => (
          <li key={broken.id}>
            <Link to="/$org/changes/$change" params={{ org, change: broken.change }} className="text-link">
              {broken.library} in {broken.environment}
            </Link>
            {broken.state === 'live' ? (
              <>
                {' '}
                is live without approval until <Time at={broken.expiresAt} exact="minute" />
              </>
            ) : (
              ' went back'
            )}
            , by {broken.by.displayName}
          </li>
        ))}
      </ul>
    </section>
  );
}
