import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SignedIn } from '../../api/types.ts';
import { Section } from '../../design/Page.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { useOrg } from '../session.ts';
import { deviceOf, methodText } from './devices.ts';
import { sessionsQuery } from './queries.ts';

/** Who is signed in now, newest first; a person's page ends their sessions. */
export function SessionsOfAll() {
  const org = useOrg();
  const sessions = useQuery(sessionsQuery('all'));
  const columns: readonly Column<SignedIn>[] = [
    {
      name: 'Person',
      width: 'minmax(0,1fr)',
      cell: ({ person }) => (
        <Link
          to="/$org/people/$person"
          params={{ org, person: person.id }}
          className="text-link block truncate font-medium"
        >
          {person.displayName}
        </Link>
      ),
    },
    {
      name: 'Device',
      width: 'minmax(0,1.2fr)',
      cell: ({ userAgent }) => <span className="block truncate">{deviceOf(userAgent)}</span>,
    },
    { name: 'With', width: '11rem', from: 'md', cell: ({ method }) => methodText(method) },
    { name: 'Since', width: '8rem', from: 'sm', cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return (
    <Section title="Who is signed in">
      <Loaded query={sessions}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState title="Nobody">A session begins with signing in.</EmptyState>
          ) : (
            <>
              <Table label="Who is signed in" columns={columns} rows={items} rowKey={({ id }) => id} />
              {next !== null && (
                <p className="text-ink-faint mt-2 text-xs">
                  The newest {items.length}. A person’s page shows all of theirs.
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
