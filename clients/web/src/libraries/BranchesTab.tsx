import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useOrg, useSession } from '../access/session.ts';
import type { Branch, Change } from '../api/types.ts';
import { changesQuery } from '../changes/queries.ts';
import { Button, buttonClass } from '../design/Button.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { Badge } from '../design/Status.tsx';
import { Loaded } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { CompareLink } from './comparing/CompareLink.tsx';
import { BranchDialog } from './merging/BranchDialog.tsx';
import { useDeleteBranch } from './merging/use-delete-branch.ts';
import { branchesQuery, libraryQuery } from './queries.ts';

/** Where each branch stands against main, who works on it, and what to do about it. */
export function BranchesTab({ library }: { library: string }) {
  const permissions = useQuery(libraryQuery(library)).data?.permissions ?? [];
  const changes = useQuery(changesQuery({ library })).data?.items ?? [];
  const [making, setMaking] = useState(false);
  const may = permissions.includes('branch.create');
  return (
    <>
      <div className="mb-3 flex justify-end">
        <Button
          small
          icon={<Plus size={14} aria-hidden />}
          disabledBecause={may ? null : 'Only contributors of this library start branches.'}
          onClick={() => setMaking(true)}
        >
          New branch
        </Button>
      </div>
      <Loaded query={useQuery(branchesQuery(library))}>
        {({ items }) => <BranchTable library={library} branches={items} changes={changes} may={may} />}
      </Loaded>
      {making && <BranchDialog library={library} onClose={() => setMaking(false)} />}
    </>
  );
}

const over: readonly string[] = ['published', 'rejected', 'withdrawn'];

function BranchTable({
  library,
  branches,
  changes,
  may,
}: {
  library: string;
  branches: readonly Branch[];
  changes: readonly Change[];
  may: boolean;
}) {
  const org = useOrg();
  const self = useSession().principal.id;
  const end = useDeleteBranch(library);
  const openOn = (branch: string) =>
    changes.find((change) => change.branch === branch && !over.includes(change.state));
  const columns: readonly Column<Branch>[] = [
    {
      name: 'Branch',
      width: 'minmax(0,2fr)',
      cell: ({ name, protected: isProtected, last, ...branch }) => (
        <span className="block min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <RowLink
              to="/$org/libraries/$library"
              params={{ org, library }}
              search={name === 'main' ? {} : { ref: name }}
            >
              {name}
            </RowLink>
            {isProtected && <Badge>protected</Badge>}
          </span>
          <span className="text-ink-soft block text-xs sm:hidden">
            <Standing branch={{ ...branch, name, last, protected: isProtected }} />
          </span>
          <span className="text-ink-soft block truncate text-xs">
            {last.message.split('\n')[0]} · <PersonName person={last.author} /> · <Time at={last.at} />
          </span>
        </span>
      ),
    },
    { name: 'Against main', width: '9rem', from: 'sm', cell: (branch) => <Standing branch={branch} /> },
    {
      name: 'Compare',
      width: '6rem',
      from: 'md',
      cell: ({ name, ahead }) =>
        ahead > 0 && (
          <CompareLink
            library={library}
            search={{ from: 'main', to: name }}
            says="with main"
            name={`Compare ${name} with main`}
          />
        ),
    },
    {
      name: 'Change',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ name }) => {
        const change = openOn(name);
        return change === undefined ? null : (
          <Link
            to="/$org/changes/$change"
            params={{ org, change: change.id }}
            className="text-link relative block truncate"
          >
            {change.title}
          </Link>
        );
      },
    },
    {
      name: 'Actions',
      width: 'minmax(5.5rem,12rem)',
      right: true,
      cell: ({ name, head, behind, createdBy, protected: isProtected }) =>
        isProtected || !may ? null : (
          <span className="relative flex flex-wrap justify-end gap-1">
            {behind > 0 && (
              <Link
                to="/$org/libraries/$library/merge"
                params={{ org, library }}
                search={{ branch: name, from: 'main' }}
                className={buttonClass('secondary', true)}
              >
                Bring main in<span className="sr-only"> to {name}</span>
              </Link>
            )}
            <Button
              small
              look="quiet"
              aria-label={`Delete ${name}`}
              busy={end.isPending && end.variables.name === name}
              disabledBecause={
                openOn(name) !== undefined
                  ? 'A change stands on it. Publish or withdraw it first.'
                  : createdBy?.id === self
                    ? null
                    : 'Somebody else started it: ask them.'
              }
              onClick={() => end.mutate({ name, head })}
            >
              Delete
            </Button>
          </span>
        ),
    },
  ];
  return <Table label="Branches" columns={columns} rows={branches} rowKey={({ name }) => name} />;
}

function Standing({ branch: { ahead, behind, protected: isProtected } }: { branch: Branch }) {
  if (isProtected) return null;
  if (ahead === 0 && behind === 0) return 'as main';
  const parts = [
    ahead > 0 ? `${ahead} ahead` : '',
    behind > 0 ? `${behind >= 500 ? '500 or more' : behind} behind` : '',
  ];
  return parts.filter(Boolean).join(', ');
}
