import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { ChangeDetail, Check } from '../../api/types.ts';
import { StatusShape } from '../../design/StatusShape.tsx';
import { anchorOf, showLine } from '../anchors.ts';
import { CheckRow } from '../checks/CheckRow.tsx';
import { inOrder, summaryOf, titleOf } from '../checks/check.ts';
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
  const isLike = more !== undefined && more.similar.length > 0;
  const told = isLike ? more.items.filter(({ name }) => name === 'similar') : [];
  const checks = inOrder(change.checks);
  return (
    <SummaryCard title="Checks" aside={summaryOf(change.checks)}>
      <ul className="flex flex-col gap-1.5">
        {checks.filter(isTold).map((check) => (
          <CheckRow key={`${check.source} ${check.name}`} check={check} onShow={show}>
            {check.name === 'merges' && check.state === 'failed' && <MergeLink change={change} />}
            {check.name === 'simulation' && <SimulateLink change={change} />}
            {check.name === 'evaluations' && <EvaluationsLink change={change} />}
          </CheckRow>
        ))}
        {told.map((check: Check) => (
          <CheckRow key={check.name} check={check} onShow={show}>
            {check.name === 'similar' && more !== undefined && (
              <SimilarList change={change} similar={more.similar} />
            )}
          </CheckRow>
        ))}
        <PassedRow
          names={[
            ...checks.filter((check) => !isTold(check)).map(titleOf),
            ...(more === undefined || isLike ? [] : ['Nothing published is much like it']),
          ]}
        />
      </ul>
    </SummaryCard>
  );
}

/** What passed and has nothing to tell needs no line of its own. */
const isTold = ({ state, source, required, findings }: Check): boolean =>
  state !== 'passed' || source !== 'built_in' || !required || findings.length > 0;

const PassedRow = ({ names }: { names: readonly string[] }) =>
  names.length === 0 ? null : (
    <li className="flex items-start gap-2 leading-snug">
      <span className="text-good mt-1">
        <StatusShape shape="check" />
      </span>
      <span className="text-ink-soft min-w-0">
        <span className="sr-only">passed: </span>
        {names.map((name, at) => (
          <span key={name}>
            {at > 0 && <span aria-hidden> · </span>}
            {name}
            <span className="sr-only">; </span>
          </span>
        ))}
      </span>
    </li>
  );

function EvaluationsLink({ change }: { change: ChangeDetail }) {
  const org = useOrg();
  return (
    <Link
      to="/$org/changes/$change"
      params={{ org, change: change.id }}
      search={{ tab: 'evaluations' }}
      replace
      resetScroll={false}
      className="text-link"
    >
      {isOver(change) ? 'See the cases' : 'Run them, or see the cases'}
    </Link>
  );
}

function SimulateLink({ change }: { change: ChangeDetail }) {
  const org = useOrg();
  if (isOver(change)) return null;
  return (
    <Link to="/$org/policy/simulations" params={{ org }} search={{ change: change.id }} className="text-link">
      Simulate it
    </Link>
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
