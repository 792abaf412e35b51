import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef } from 'react';
import type { ChangeDetail } from '../api/types.ts';
import { Page } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { Badge, Status } from '../design/Status.tsx';
import { Loaded, Skeleton } from '../design/states.tsx';
import { Tabs } from '../design/Tabs.tsx';
import { Time } from '../design/Time.tsx';
import { EvidenceButton } from '../intelligence/evidence/EvidenceButton.tsx';
import { oneOf } from '../shell/search.ts';
import { ChangeActions } from './ChangeActions.tsx';
import { ChangeStatus } from './ChangeStatus.tsx';
import { DiffTab } from './DiffTab.tsx';
import { DiscussionTab } from './DiscussionTab.tsx';
import { changeTabs } from './filters.ts';
import { BreakGlassPanel } from './going-live/BreakGlassPanel.tsx';
import { GoingLive } from './going-live/GoingLive.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { changeQuery } from './queries.ts';
import { WhatChanged, WhatItWouldDo } from './Summary.tsx';
import { ChecksCard } from './standing/ChecksCard.tsx';
import { DecideBar } from './standing/DecideBar.tsx';
import { StandingPanel } from './standing/StandingPanel.tsx';
import { Reword } from './talk/Reword.tsx';
import { TakingPart } from './talk/TakingPart.tsx';
import { useCoverage } from './use-coverage.ts';

const EvaluationsTab = lazy(() => import('./EvaluationsTab.tsx'));
const RenderedTab = lazy(() => import('./RenderedTab.tsx'));
const route = getRouteApi('/$org/changes/$change');

export function ChangePage() {
  const { org, change: id } = route.useParams();
  const query = useQuery(changeQuery(id));
  const change = query.data;
  return (
    <Page
      title={change === undefined ? 'Change' : `${change.title} (${change.library} #${change.number})`}
      heading={change?.title ?? 'Change'}
      above={
        <Link to="/$org/changes" params={{ org }} className="text-link">
          Changes
        </Link>
      }
      below={change !== undefined && <ChangeFacts change={change} org={org} />}
      actions={change !== undefined && <EvidenceButton subject={{ kind: 'change', change: change.id }} />}
    >
      <Loaded query={query} skeleton={<ChangeSkeleton />}>
        {(found) => <ChangeBody change={found} />}
      </Loaded>
    </Page>
  );
}

const ChangeFacts = ({ change, org }: { change: ChangeDetail; org: string }) => (
  <>
    <ChangeStatus state={change.state} />
    {change.schedule !== null && <Status word="scheduled" shape="dots" tone="accent" />}
    {change.breakGlass?.reviewDue === true && (
      <Status word="break-glass, review due" shape="triangle" tone="bad" />
    )}
    <Link to="/$org/libraries/$library" params={{ org, library: change.library }} className="text-link">
      {change.library} #{change.number}
    </Link>
    <span>
      to{' '}
      <Link
        to="/$org/environments/$environment"
        params={{ org, environment: change.environment }}
        className="text-link"
      >
        {change.environment}
      </Link>
    </span>
    {change.risk !== null && <Badge>{`${change.risk} risk`}</Badge>}
    <span className="inline-flex items-center gap-1">
      by <PersonName person={change.createdBy} />
    </span>
    <Time at={change.updatedAt} />
    <Reword change={change} />
  </>
);

function ChangeBody({ change }: { change: ChangeDetail }) {
  const { tab = 'diff' } = route.useSearch();
  const navigate = route.useNavigate();
  const paths = useMemo(() => change.assets.map(({ path }) => path), [change.assets]);
  const coverage = useCoverage(change.shown, paths);
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <BreakGlassPanel change={change} />
      <div ref={panel} className="scroll-mt-18">
        <StandingPanel
          change={change}
          actions={<ChangeActions change={change} isWhole={coverage.isWhole} />}
        />
      </div>
      <GoingLive change={change} />
      <TakingPart change={change} />
      <div className="mb-6 grid gap-3 md:grid-cols-2 lg:grid-cols-3">
        <WhatChanged change={change} />
        <WhatItWouldDo change={change} />
        <ChecksCard change={change} />
      </div>
      <Tabs
        label="Change"
        value={tab}
        onChange={(value) => {
          const next = oneOf(value, changeTabs) ?? 'diff';
          void navigate({ search: next === 'diff' ? {} : { tab: next }, replace: true, resetScroll: false });
        }}
        tabs={[
          {
            value: 'diff',
            label: 'Difference',
            count: change.assets.length,
            content: (
              <DiffTab
                change={change}
                shown={coverage.shown}
                onDrawn={coverage.track}
                onGoOn={coverage.goOn}
              />
            ),
          },
          {
            value: 'rendered',
            label: 'As the model gets it',
            content: (
              <Suspense fallback={<Skeleton rows={2} height={140} />}>
                <RenderedTab change={change} />
              </Suspense>
            ),
          },
          {
            value: 'evaluations',
            label: 'Evaluations',
            content: (
              <Suspense fallback={<Skeleton rows={2} height={56} />}>
                <EvaluationsTab change={change} />
              </Suspense>
            ),
          },
          {
            value: 'discussion',
            label: 'Discussion',
            count: change.decisions.length + change.threads.length,
            content: <DiscussionTab change={change} />,
          },
          { value: 'history', label: 'History', content: <HistoryTab change={change} /> },
        ]}
      />
      <DecideBar
        change={change}
        panel={panel}
        seen={
          coverage.isWhole
            ? 'Whole difference seen'
            : `${coverage.shown.size} of ${paths.length} ${paths.length === 1 ? 'file' : 'files'} seen`
        }
      />
    </>
  );
}

const ChangeSkeleton = () => (
  <>
    <div className="skeleton mb-3 h-40" />
    <div className="mb-6 grid gap-3 md:grid-cols-2 lg:grid-cols-3">
      {['a', 'b', 'c'].map((key) => (
        <div key={key} className="skeleton h-48" />
      ))}
    </div>
    <Skeleton rows={1} height={360} />
  </>
);
