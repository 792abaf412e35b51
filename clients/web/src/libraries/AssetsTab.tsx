import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Folder as FolderIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useOrg } from '../access/session.ts';
import type { Library } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { type AssetFilterValue, AssetToolbar } from './AssetToolbar.tsx';
import { RenameFolder } from './acts/RenameFolder.tsx';
import { type AssetRow, assetRows, wayTo } from './asset-rows.ts';
import { LiveStatus } from './environments/LiveStatus.tsx';
import { AssetLink } from './kinds/AssetLink.tsx';
import { KindLabel } from './kinds/kind.tsx';
import { assetListQuery } from './queries.ts';
import { StarButton } from './StarButton.tsx';

const route = getRouteApi('/$org/libraries/$library');
const noFilter: AssetFilterValue = { words: '', kind: '', sort: 'name' };

/** What is in a library at a ref: folder by folder, or all of it in one list. A filter looks through all that is further in, too. */
export function AssetsTab({ library, at }: { library: Library; at: string }) {
  const { folder = '', view = 'folders' } = route.useSearch();
  const navigate = route.useNavigate();
  const [filter, setFilter] = useState(noFilter);
  const isFlat = view === 'flat' || filter.words.trim() !== '' || filter.kind !== '';
  const query = useInfiniteQuery(assetListQuery(library.name, at, isFlat ? undefined : folder));
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const assets = data?.pages.flatMap(({ items }) => items) ?? [];
  const inside =
    isFlat && folder !== '' ? assets.filter(({ path }) => path.startsWith(`${folder}/`)) : assets;
  const rows = assetRows(data?.pages[0]?.folders ?? [], inside, filter);
  const columns = useColumns(library.name, at, isFlat ? '' : folder);
  return (
    <>
      {at !== 'main' && <OnBranch library={library.name} at={at} />}
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <FolderWay library={library} folder={folder} />
        {folder !== '' && at === 'main' && library.permissions.includes('asset.move') && (
          <RenameFolder library={library.name} folder={folder} />
        )}
      </div>
      <AssetToolbar
        value={filter}
        onChange={setFilter}
        flat={view === 'flat'}
        onFlat={(flat) =>
          void navigate({
            search: ({ view: _, ...rest }) => (flat ? { ...rest, view: 'flat' as const } : rest),
            replace: true,
          })
        }
        count={data === undefined ? undefined : rows.length}
        loading={hasNextPage}
      />
      {data === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={5} height={52} />
        )
      ) : rows.length > 0 ? (
        <Table label="Assets" columns={columns} rows={rows} rowKey={keyOf} />
      ) : (
        <Nothing
          filtered={filter.words.trim() !== '' || filter.kind !== ''}
          folder={folder}
          onClear={() => setFilter(noFilter)}
        />
      )}
    </>
  );
}

const keyOf = (row: AssetRow): string => (row.folder === undefined ? row.asset.path : `${row.folder.path}/`);

function useColumns(library: string, at: string, folder: string): readonly Column<AssetRow>[] {
  return [
    {
      name: 'Asset',
      width: 'minmax(0,2fr)',
      cell: (row) => <NameCell row={row} library={library} at={at} folder={folder} />,
    },
    {
      name: 'Live',
      width: '7.75rem',
      cell: ({ asset }) =>
        asset === undefined || (asset.kind === 'other' && Object.keys(asset.live).length === 0) ? null : (
          <LiveStatus live={asset.live} />
        ),
    },
    {
      name: 'Owner',
      width: 'minmax(0,1fr)',
      from: 'lg',
      cell: ({ asset }) => asset?.owner && <PersonName person={asset.owner} />,
    },
    {
      name: 'Changed by',
      width: 'minmax(0,1fr)',
      from: 'md',
      cell: ({ asset }) => asset !== undefined && <PersonName person={asset.changedBy} />,
    },
    {
      name: 'Changed',
      width: '6.5rem',
      from: 'sm',
      right: true,
      cell: ({ asset }) => asset !== undefined && <Time at={asset.changedAt} />,
    },
    {
      name: 'Favorite',
      width: '3.5rem',
      from: 'sm',
      right: true,
      cell: ({ asset }) =>
        asset !== undefined &&
        at === 'main' && <StarButton library={library} path={asset.path} name={asset.name} />,
    },
  ];
}

type NameProps = { row: AssetRow; library: string; at: string; folder: string };

function NameCell({ row, library, at, folder }: NameProps) {
  const org = useOrg();
  const onBranch = at === 'main' ? {} : { ref: at };
  if (row.folder !== undefined)
    return (
      <span className="flex items-center gap-2.5">
        <FolderIcon size={16} aria-hidden className="text-ink-faint shrink-0" />
        <span className="min-w-0">
          <RowLink
            to="/$org/libraries/$library"
            params={{ org, library }}
            search={{ ...onBranch, folder: row.folder.path }}
          >
            {row.folder.name}
          </RowLink>
          <span className="text-ink-soft block text-xs">
            {row.folder.assets === 1 ? '1 file' : `${row.folder.assets} files`}
          </span>
        </span>
      </span>
    );
  const { asset } = row;
  // Inside a folder its own name says nothing new.
  const shown = (name: string) => (folder === '' ? name : name.slice(folder.length + 1));
  return (
    <>
      <AssetLink library={library} asset={asset} at={at}>
        {shown(asset.kind === 'prompt' ? asset.name : asset.path)}
      </AssetLink>
      <span className="text-ink-soft flex min-w-0 items-center gap-2 text-xs">
        {asset.kind !== 'prompt' && <KindLabel kind={asset.kind} />}
        <span className="truncate">{asset.title}</span>
      </span>
    </>
  );
}

/** Where one is: the library, and each folder on the way. */
function FolderWay({ library, folder }: { library: Library; folder: string }) {
  const org = useOrg();
  if (folder === '') return null;
  const way = wayTo(folder);
  const params = { org, library: library.name };
  return (
    <nav aria-label="Folders" className="mb-3 flex flex-wrap items-center gap-x-1.5">
      <Link
        to="/$org/libraries/$library"
        params={params}
        search={({ ref, view }) => ({ ...(ref && { ref }), ...(view && { view }) })}
        className="text-link"
      >
        {library.displayName}
      </Link>
      {way.map(({ path, name }, step) => (
        <span key={path} className="flex items-center gap-x-1.5">
          <span aria-hidden className="text-ink-faint">
            /
          </span>
          {step === way.length - 1 ? (
            <span aria-current="location" className="font-medium">
              {name}
            </span>
          ) : (
            <Link
              to="/$org/libraries/$library"
              params={params}
              search={({ ref, view }) => ({ folder: path, ...(ref && { ref }), ...(view && { view }) })}
              className="text-link"
            >
              {name}
            </Link>
          )}
        </span>
      ))}
    </nav>
  );
}

function OnBranch({ library, at }: { library: string; at: string }) {
  const org = useOrg();
  return (
    <p className="text-ink-soft mb-3">
      As on the branch <code className="font-mono text-xs">{at}</code>.{' '}
      <Link to="/$org/libraries/$library" params={{ org, library }} className="text-link">
        Show what is published
      </Link>
    </p>
  );
}

function Nothing({ filtered, folder, onClear }: { filtered: boolean; folder: string; onClear: () => void }) {
  if (filtered)
    return (
      <EmptyState
        title="Nothing is called that here"
        action={<Button onClick={onClear}>Clear the filter</Button>}
      >
        The filter looks at names and titles. Search, at the top, also looks into the texts.
      </EmptyState>
    );
  return folder === '' ? (
    <EmptyState title="Nothing is published here yet">
      Start with “New”: from a template, from a text that you have, or blank. “Import” takes in many at once.
      It becomes visible to others when its change is published.
    </EmptyState>
  ) : (
    <EmptyState title="There is nothing in this folder">It may have been moved or deleted.</EmptyState>
  );
}
