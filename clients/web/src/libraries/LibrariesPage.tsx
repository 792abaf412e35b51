import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Lock, Plus } from 'lucide-react';
import { useState } from 'react';
import { useHolds, useOrg } from '../access/session.ts';
import type { Library } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Page } from '../design/Page.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { FavoritesSection } from './FavoritesSection.tsx';
import { LibraryDialog } from './LibraryDialog.tsx';
import { librariesQuery } from './queries.ts';
import { SearchBox } from './SearchBox.tsx';

export function LibrariesPage() {
  const org = useOrg();
  const libraries = useQuery(librariesQuery);
  const [making, setMaking] = useState(false);
  const because = useHolds('library.create')
    ? null
    : 'Only contributors and administrators of the organization make libraries.';
  const make = (
    <Button
      look="primary"
      icon={<Plus size={16} aria-hidden />}
      disabledBecause={because}
      onClick={() => setMaking(true)}
    >
      New library
    </Button>
  );
  const columns: readonly Column<Library>[] = [
    {
      name: 'Library',
      width: 'minmax(0,1fr)',
      cell: (library) => (
        <>
          <RowLink to="/$org/libraries/$library" params={{ org, library: library.name }}>
            {library.displayName}
            {library.visibility === 'restricted' && (
              <span className="text-ink-soft ml-2 inline-flex items-center gap-1 text-xs font-normal">
                <Lock size={12} aria-hidden />
                restricted
              </span>
            )}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">{library.description}</span>
        </>
      ),
    },
    { name: 'Published', width: '6rem', right: true, cell: ({ assets }) => assets },
    {
      name: 'Since',
      width: '7rem',
      from: 'sm',
      right: true,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
  return (
    <Page
      title="Libraries"
      below={
        <>
          <span>Git repositories of prompts, policies and workflows</span>
          <Link to="/$org/environments" params={{ org }} className="text-link">
            Environments
          </Link>
        </>
      }
      actions={make}
    >
      <SearchBox />
      <FavoritesSection />
      <Loaded query={libraries} skeleton={<Skeleton rows={4} height={52} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No library yet" action={make}>
              A library holds the prompts of a team. Make the first one, or ask for a role on one that exists.
            </EmptyState>
          ) : (
            <Table label="Libraries" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
      {making && <LibraryDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}
