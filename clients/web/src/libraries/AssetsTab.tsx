import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import type { AssetItem, Library } from '../api/types.ts';
import { PersonName } from '../design/PersonName.tsx';
import { Status } from '../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { AssetLink } from './kinds/AssetLink.tsx';
import { KindLabel } from './kinds/kind.tsx';
import { assetsQuery } from './queries.ts';

/** What is in a library at a ref: prompts first, each with the version that is live. */
export function AssetsTab({ library, at }: { library: Library; at: string }) {
  const org = useOrg();
  const assets = useQuery(assetsQuery(library.name, at));
  const columns: readonly Column<AssetItem>[] = [
    {
      name: 'Asset',
      width: 'minmax(0,2fr)',
      cell: (asset) => (
        <>
          <AssetLink library={library.name} asset={asset} at={at} />
          <span className="text-ink-soft flex min-w-0 items-center gap-2 text-xs">
            {asset.kind !== 'prompt' && <KindLabel kind={asset.kind} />}
            <span className="truncate">{asset.title}</span>
          </span>
        </>
      ),
    },
    {
      name: 'Live',
      width: '7.75rem',
      cell: ({ production, kind }) =>
        kind === 'other' && production === null ? null : production === null ? (
          <Status word="not published" shape="ring" tone="plain" />
        ) : (
          <Status word={`v${production} live`} shape="diamond" tone="good" />
        ),
    },
    {
      name: 'Changed by',
      width: 'minmax(0,1fr)',
      from: 'md',
      cell: ({ changedBy }) => <PersonName person={changedBy} />,
    },
    {
      name: 'Changed',
      width: '6.5rem',
      from: 'sm',
      right: true,
      cell: ({ changedAt }) => <Time at={changedAt} />,
    },
  ];
  return (
    <>
      {at !== 'main' && (
        <p className="text-ink-soft mb-3">
          As on the branch <code className="font-mono text-xs">{at}</code>.{' '}
          <Link to="/$org/libraries/$library" params={{ org, library: library.name }} className="text-link">
            Show what is published
          </Link>
        </p>
      )}
      <Loaded query={assets} skeleton={<Skeleton rows={5} height={52} />}>
        {({ items }) => {
          const prompts = items.filter(({ kind }) => kind === 'prompt');
          const others = items.filter(({ kind, path }) => kind !== 'prompt' && path !== 'README.md');
          return prompts.length + others.length === 0 ? (
            <EmptyState title="Nothing is published here yet">
              Start with “New prompt”. It becomes visible to others when its change is published.
            </EmptyState>
          ) : (
            <Table
              label="Prompts"
              columns={columns}
              rows={[...prompts, ...others]}
              rowKey={({ path }) => path}
            />
          );
        }}
      </Loaded>
    </>
  );
}
