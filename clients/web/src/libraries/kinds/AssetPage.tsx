import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import type { Asset } from '../../api/types.ts';
import { BreakGlassAlert } from '../../changes/going-live/BreakGlassAlert.tsx';
import { RecallMarks } from '../../changes/recalls/RecallMarks.tsx';
import { Page } from '../../design/Page.tsx';
import { Badge, Status } from '../../design/Status.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { oneOf } from '../../shell/search.ts';
import { FileMenu } from '../acts/FileMenu.tsx';
import { CommitList } from '../CommitList.tsx';
import { draftStore } from '../drafts.ts';
import { LiveStatus } from '../environments/LiveStatus.tsx';
import { assetTabs } from '../filters.ts';
import { OwnerChip } from '../ownership/OwnerChip.tsx';
import { assetQuery, libraryQuery } from '../queries.ts';
import { VersionsTab } from '../VersionsTab.tsx';
import { KindEditorTab } from './KindEditorTab.tsx';
import { KindLabel, kindOfPath } from './kind.tsx';

const RunsTab = lazy(() => import('../evaluations/RunsTab.tsx'));
const route = getRouteApi('/$org/libraries/$library/assets/$');

/** An asset of any kind but prompt: its text with what is wrong with it, what it says, its history and versions. */
export function AssetPage() {
  const { org, library, _splat: path = '' } = route.useParams();
  const { ref = 'main' } = route.useSearch();
  const query = useQuery(assetQuery(library, path, ref));
  const draft = draftStore(org, library, path, ref).read();
  const isMissing = query.error instanceof ApiProblem && query.error.status === 404;
  const isNew = isMissing && draft !== null;
  const asset = query.data ?? null;
  return (
    <Page
      title={`${library}/${path}`}
      heading={path}
      actions={asset !== null && ref === 'main' && <FileMenu library={library} asset={asset} />}
      above={
        <>
          <Link to="/$org/libraries" params={{ org }} className="text-link">
            Libraries
          </Link>
          {' / '}
          <Link to="/$org/libraries/$library" params={{ org, library }} className="text-link">
            {library}
          </Link>
        </>
      }
      below={
        (asset !== null || isNew) && (
          <>
            <KindLabel kind={asset?.kind ?? kindOfPath(path)} />
            {asset === null ? (
              <Status word="new, not proposed yet" shape="ring" tone="plain" />
            ) : (
              <AssetFacts library={library} asset={asset} at={ref} />
            )}
          </>
        )
      }
    >
      <BreakGlassAlert library={library} />
      {asset !== null || isNew ? (
        <AssetTabs
          // A key per asset: an editor never carries its text over to another one.
          key={`${library} ${path} ${ref}`}
          library={library}
          path={path}
          at={ref}
          asset={asset}
          startText={draft?.text ?? asset?.text ?? ''}
        />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={2} height={280} />
      )}
    </Page>
  );
}

const AssetFacts = ({ library, asset, at }: { library: string; asset: Asset; at: string }) => (
  <>
    <LiveStatus live={asset.live} />
    <RecallMarks library={library} path={asset.path} digests={[asset.digest]} />
    {at !== 'main' && <Badge>{`branch ${at}`}</Badge>}
    {asset.owner !== null && <OwnerChip library={library} path={asset.path} owner={asset.owner} />}
    {asset.outline?.kind === 'workflow' && asset.outline.riskTier !== null && (
      <Badge>{`${asset.outline.riskTier} risk`}</Badge>
    )}
    {asset.outline?.kind === 'workflow' && asset.outline.purpose !== null && (
      <span>{asset.outline.purpose}</span>
    )}
    {asset.outline?.kind === 'evaluation' && asset.outline.description !== null && (
      <span>{asset.outline.description}</span>
    )}
  </>
);

type TabsProps = { library: string; path: string; at: string; asset: Asset | null; startText: string };

function AssetTabs({ library, path, at, asset, startText }: TabsProps) {
  const { tab = 'editor', ref } = route.useSearch();
  const navigate = route.useNavigate();
  const mayCommit = useQuery(libraryQuery(library)).data?.permissions.includes('commit.create');
  const notBecause =
    mayCommit === false
      ? 'You may read this. Ask an administrator for the role of contributor to change it.'
      : null;
  const unpublished = (
    <EmptyState title="Not there yet">
      It gets a history with its first proposal, and versions when that is published.
    </EmptyState>
  );
  const runs = {
    value: 'runs',
    label: 'Runs',
    content: (
      <Suspense fallback={<Skeleton rows={2} height={56} />}>
        <RunsTab library={library} path={path} at={at} />
      </Suspense>
    ),
  };
  return (
    <Tabs
      label={path}
      value={tab}
      onChange={(value) => {
        const next = oneOf(value, assetTabs) ?? 'editor';
        void navigate({
          search: { ...(ref === undefined ? {} : { ref }), ...(next === 'editor' ? {} : { tab: next }) },
          replace: true,
        });
      }}
      tabs={[
        {
          value: 'editor',
          label: 'Editor',
          content: (
            <KindEditorTab
              library={library}
              path={path}
              at={at}
              asset={asset}
              startText={startText}
              notBecause={notBecause}
            />
          ),
        },
        ...(asset?.kind === 'evaluation' ? [runs] : []),
        {
          value: 'history',
          label: 'History',
          content: asset === null ? unpublished : <CommitList library={library} at={at} path={path} />,
        },
        {
          value: 'versions',
          label: 'Versions',
          content: asset === null ? unpublished : <VersionsTab library={library} path={path} />,
        },
      ]}
    />
  );
}
