import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { ChangeDetail, Check } from '../../api/types.ts';
import { anchorOf, showLine } from '../anchors.ts';
import { CheckRow } from '../checks/CheckRow.tsx';
import { inOrder, summaryOf } from '../checks/check.ts';
import { SimilarList } from '../checks/SimilarList.tsx';
import { checksQuery } from '../queries.ts';
import { SummaryCard } from '../Summary.tsx';
import { isOver } from './stage.ts';

const route = getRouteApi('/$org/changes/$change');

/** What is known about exactly these bytes: what the server found out, what apps reported, what is like it elsewhere. */
export function ChecksCard({ change }: { change: ChangeDetail }) {
  const navigate = route.useNavigate();
  const more = useQuery(checksQuery(change)).data;
  const show = (path: string, line: number | null) => {
    const at = change.assets.findIndex((asset) => asset.path === path);
    if (at < 0) return;
    void navigate({ search: {}, replace: true, resetScroll: false }).then(() => showLine(anchorOf(at), line));
  };
  const told = more?.items.filter(({ name }) => name === 'size' || name === 'similar') ?? [];
  return (
    <SummaryCard title="Checks" aside={summaryOf(change.checks)}>
      <ul className="flex flex-col gap-1.5">
        {inOrder(change.checks).map((check) => (
          <CheckRow key={`${check.source} ${check.name}`} check={check} onShow={show}>
            {check.name === 'merges' && check.state === 'failed' && <MergeLink change={change} />}
          </CheckRow>
        ))}
        {told.map((check: Check) => (
          <CheckRow key={check.name} check={check} onShow={show}>
            {check.name === 'similar' && more !== undefined && (
              <SimilarList change={change} similar={more.similar} />
            )}
          </CheckRow>
        ))}
      </ul>
    </SummaryCard>
  );
}

function MergeLink({ change }: { change: ChangeDetail }) {
  const org = useOrg();
  if (isOver(change)) return null;
  return (
    <Link
      to="/$org/libraries/$library/merge"
      params={{ org, library: change.library }}
      search={{ branch: change.branch, from: 'main' }}
      className="text-link"
    >
      Bring main into the branch
    </Link>
  );
}
