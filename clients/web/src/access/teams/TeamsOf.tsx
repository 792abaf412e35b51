import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Person } from '../../api/types.ts';
import { Section } from '../../design/Page.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { teamsOfQuery } from '../queries.ts';
import { useOrg } from '../session.ts';

/** The teams that a person is in, on their page. */
export function TeamsOf({ person }: { person: Person }) {
  const org = useOrg();
  const teams = useQuery(teamsOfQuery(person.id));
  return (
    <Section title="Teams">
      <Loaded query={teams} skeleton={<Skeleton rows={1} height={24} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-ink-soft">In no team.</p>
          ) : (
            <ul className="flex flex-wrap gap-x-5 gap-y-1.5">
              {items.map(({ id, name, displayName }) => (
                <li key={id}>
                  <Link to="/$org/people/teams/$team" params={{ org, team: name }} className="text-link">
                    {displayName}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {!person.active && (teams.data?.items.length ?? 0) > 0 && (
        <p className="text-ink-faint mt-1.5 text-xs">{`${person.displayName} has left and counts in none of them.`}</p>
      )}
    </Section>
  );
}
