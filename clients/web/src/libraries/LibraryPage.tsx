import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Lock, Plus, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Library } from '../api/types.ts';
import { ChangeTable } from '../changes/ChangeTable.tsx';
import { BreakGlassAlert } from '../changes/going-live/BreakGlassAlert.tsx';
import { changesQuery } from '../changes/queries.ts';
import { Button, buttonClass } from '../design/Button.tsx';
import { Page } from '../design/Page.tsx';
import { EmptyState, ErrorState, Loaded, Skeleton } from '../design/states.tsx';
import { Tabs } from '../design/Tabs.tsx';
import { oneOf } from '../shell/search.ts';
import { AssetsTab } from './AssetsTab.tsx';
import { BranchesTab } from './BranchesTab.tsx';
import { libraryTabs } from './filters.ts';
import { libraryQuery } from './queries.ts';
import { NewDialog } from './starting/NewDialog.tsx';

const DeletedTab = lazy(() => import('./acts/DeletedTab.tsx'));
const RequirementsOf = lazy(() => import('../changes/requirements/RequirementsOf.tsx'));
const HistoryTab = lazy(() => import('./HistoryTab.tsx'));
const route = getRouteApi('/$org/libraries/$library');

export function LibraryPage() {
  const { org, library: name } = route.useParams();
  const { folder = '' } = route.useSearch();
  const query = useQuery(libraryQuery(name));
  const above = (
    <Link to="/$org/libraries" params={{ org }} className="text-link">
      Libraries
    </Link>
  );
  const [making, setMaking] = useState(false);
  if (query.isError && query.data === undefined)
    return (
      <Page title={name} above={above}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  const library = query.data;
  const notBecause =
    library?.permissions.includes('commit.create') === true
      ? null
      : 'Only contributors of this library propose prompts. Ask an administrator for that role.';
  return (
    <Page
      title={library?.displayName ?? name}
      above={above}
      below={
        library !== undefined && (
          <>
            {library.visibility === 'restricted' && (
              <span className="inline-flex items-center gap-1">
                <Lock size={13} aria-hidden />
                restricted
              </span>
            )}
            <span>{library.description}</span>
          </>
        )
      }
      actions={
        library !== undefined && (
          <>
            {notBecause === null && (
              <Link
                to="/$org/libraries/$library/import"
                params={{ org, library: name }}
                className={buttonClass('secondary')}
              >
                <Upload size={16} aria-hidden />
                Import
              </Link>
            )}
            <Button
              look="primary"
              icon={<Plus size={16} aria-hidden />}
              disabledBecause={notBecause}
              onClick={() => setMaking(true)}
            >
              New
            </Button>
          </>
        )
      }
    >
      {library !== undefined && <BreakGlassAlert library={name} />}
      {library === undefined ? <Skeleton rows={6} height={48} /> : <LibraryTabs library={library} />}
      {making && <NewDialog library={name} folder={folder} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function LibraryTabs({ library }: { library: Library }) {
  const { tab = 'assets', ref = 'main' } = route.useSearch();
  const navigate = route.useNavigate();
  const seesBranches = library.permissions.includes('branch.list');
  const forContributors = (
    <EmptyState title="Unpublished work is for those who work on it">
      You see what is published. Ask an administrator for a role on this library to see its branches.
    </EmptyState>
  );
  return (
    <Tabs
      label={library.displayName}
      value={tab}
      onChange={(value) => {
        const next = oneOf(value, libraryTabs);
        void navigate({
          search: next === undefined || next === 'assets' ? {} : { tab: next },
          replace: true,
        });
      }}
      tabs={[
        { value: 'assets', label: 'Assets', content: <AssetsTab library={library} at={ref} /> },
        { value: 'changes', label: 'Changes', content: <LibraryChanges library={library.name} /> },
        {
          value: 'requirements',
          label: 'Requirements',
          content: (
            <Suspense fallback={<Skeleton rows={2} height={110} />}>
              <RequirementsOf library={library.name} />
            </Suspense>
          ),
        },
        {
          value: 'branches',
          label: 'Branches',
          content: seesBranches ? <BranchesTab library={library.name} /> : forContributors,
        },
        {
          value: 'history',
          label: 'History',
          content: (
            <Suspense fallback={<Skeleton rows={8} height={48} />}>
              <HistoryTab library={library} />
            </Suspense>
          ),
        },
        {
          value: 'deleted',
          label: 'Deleted',
          content: (
            <Suspense fallback={<Skeleton rows={4} height={52} />}>
              <DeletedTab library={library} />
            </Suspense>
          ),
        },
      ]}
    />
  );
}

function LibraryChanges({ library }: { library: string }) {
  const changes = useQuery(changesQuery({ library }));
  return (
    <Loaded query={changes}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="No changes yet">Open a prompt, edit it, and choose “Propose change”.</EmptyState>
        ) : (
          <ChangeTable label={`Changes of ${library}`} changes={items} />
        )
      }
    </Loaded>
  );
}
