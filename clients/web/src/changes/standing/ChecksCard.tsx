import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { StatusShape } from '../../design/StatusShape.tsx';
import { SummaryCard } from '../Summary.tsx';
import { isOver } from './stage.ts';

/** The server's checks, as people say them. */
const checkNames: Readonly<Record<string, string>> = {
  content: 'Differs from what is published',
  parses: 'Every asset can be read',
  merges: 'Merges without conflict',
};

const looks = {
  passed: { shape: 'check', tone: 'text-good' },
  failed: { shape: 'cross', tone: 'text-bad' },
  missing: { shape: 'ring', tone: 'text-ink-faint' },
} as const;

/** What the server found out about exactly these bytes. */
export function ChecksCard({ change }: { change: ChangeDetail }) {
  const failing = change.checks.filter(({ state }) => state !== 'passed').length;
  return (
    <SummaryCard
      title="Checks"
      aside={
        failing === 0
          ? `all ${change.checks.length} passed`
          : `${failing} of ${change.checks.length} not passed`
      }
    >
      <ul className="flex flex-col gap-1.5">
        {change.checks.map((check) => (
          <li key={check.name} className="flex items-start gap-2 leading-snug">
            <span className={`mt-1 ${looks[check.state].tone}`}>
              <StatusShape shape={looks[check.state].shape} />
            </span>
            <span className="min-w-0">
              {checkNames[check.name] ?? check.name}
              <span className={check.state === 'passed' ? 'sr-only' : 'text-bad'}>: {check.state}</span>
              {check.state !== 'passed' && check.detail !== null && check.detail !== '' && (
                <span className="text-ink-soft block">{check.detail}</span>
              )}
              {check.name === 'merges' && check.state === 'failed' && <MergeLink change={change} />}
            </span>
          </li>
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
