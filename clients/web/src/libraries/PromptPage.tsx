import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ApiProblem } from '../api/problem.ts';
import type { Asset } from '../api/types.ts';
import { BreakGlassAlert } from '../changes/going-live/BreakGlassAlert.tsx';
import { RecallMarks } from '../changes/recalls/RecallMarks.tsx';
import { Page } from '../design/Page.tsx';
import { Badge, Status } from '../design/Status.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { Tabs } from '../design/Tabs.tsx';
import { oneOf } from '../shell/search.ts';
import { FileMenu } from './acts/FileMenu.tsx';
import { Chips } from './Chip.tsx';
import { CommitList } from './CommitList.tsx';
import { draftStore } from './drafts.ts';
import { EditorTab } from './EditorTab.tsx';
import { LiveStatus } from './environments/LiveStatus.tsx';
import { promptTabs } from './filters.ts';
import { OwnerChip } from './ownership/OwnerChip.tsx';
import { assetQuery, libraryQuery } from './queries.ts';
import { StarButton } from './StarButton.tsx';
import { VersionsTab } from './VersionsTab.tsx';

const BlameTab = lazy(async () => ({ default: (await import('./comparing/BlameTab.tsx')).BlameTab }));
const TryTab = lazy(() => import('../gateway/TryTab.tsx'));
const route = getRouteApi('/$org/libraries/$library/prompts/$');

export function PromptPage() {
  const { org, library, _splat: name = '' } = route.useParams();
  const { ref = 'main' } = route.useSearch();
  const path = `${name}.prompt`;
  const query = useQuery(assetQuery(library, path, ref));
  const draft = draftStore(org, library, path, ref).read();
  const isMissing = query.error instanceof ApiProblem && query.error.status === 404;
  const isNew = isMissing && draft !== null;
  const asset = query.data ?? null;
  return (
    <Page
      title={`${library}/${name}`}
      heading={name}
      actions={
        asset !== null &&
        ref === 'main' && (
          <>
            <StarButton library={library} path={path} name={name} />
            <FileMenu library={library} asset={asset} />
          </>
        )
      }
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
        asset !== null ? (
          <PromptFacts library={library} asset={asset} at={ref} />
        ) : isNew ? (
          <Status word="new, not proposed yet" shape="ring" tone="plain" />
        ) : undefined
      }
    >
      <BreakGlassAlert library={library} />
      {asset !== null || isNew ? (
        // A key per prompt: an editor never carries its text over to another prompt.
        <PromptTabs
          key={`${library} ${path} ${ref}`}
          library={library}
          name={name}
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

const PromptFacts = ({ library, asset, at }: { library: string; asset: Asset; at: string }) => (
  <>
    <LiveStatus live={asset.live} />
    <RecallMarks library={library} path={asset.path} digests={[asset.digest]} />
    {at !== 'main' && <Badge>{`branch ${at}`}</Badge>}
    {asset.owner !== null && <OwnerChip library={library} path={asset.path} owner={asset.owner} />}
    {asset.prompt?.countersign?.riskTier !== undefined && (
      <Badge>{`${asset.prompt.countersign.riskTier} risk`}</Badge>
    )}
    {asset.prompt?.description && <span>{asset.prompt.description}</span>}
    <Chips tags={asset.prompt?.countersign?.tags ?? []} owner={null} />
  </>
);

type TabsProps = {
  library: string;
  name: string;
  path: string;
  at: string;
  asset: Asset | null;
  startText: string;
};

function PromptTabs({ library, name, path, at, asset, startText }: TabsProps) {
  const { tab = 'editor', ref } = route.useSearch();
  const navigate = route.useNavigate();
  const mayCommit = useQuery(libraryQuery(library)).data?.permissions.includes('commit.create');
  const notBecause =
    mayCommit === false
      ? 'You may read and run this prompt. Ask an administrator for the role of contributor to change it.'
      : null;
  const unpublished = (
    <EmptyState title="Not there yet">
      This prompt gets a history with its first proposal, and versions when that is published.
    </EmptyState>
  );
  return (
    <Tabs
      label={name}
      value={tab}
      onChange={(value) => {
        const next = oneOf(value, promptTabs) ?? 'editor';
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
            <EditorTab
              library={library}
              path={path}
              at={at}
              asset={asset}
              startText={startText}
              notBecause={notBecause}
            />
          ),
        },
        {
          value: 'try',
          label: 'Try it',
          content:
            asset === null ? (
              unpublished
            ) : (
              <Suspense fallback={<Skeleton rows={2} height={180} />}>
                <TryTab library={library} name={name} asset={asset} at={at} />
              </Suspense>
            ),
        },
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
        {
          value: 'blame',
          label: 'Blame',
          content:
            asset === null ? (
              unpublished
            ) : (
              <Suspense fallback={<Skeleton rows={4} height={72} />}>
                <BlameTab library={library} path={path} at={at} />
              </Suspense>
            ),
        },
      ]}
    />
  );
}
