import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { DebtCluster } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { figureText } from '../figure.ts';
import { howWords, shareText } from './words.ts';

const MergeDialog = lazy(() => import('./MergeDialog.tsx'));
const CompareDialog = lazy(() => import('./CompareDialog.tsx'));

type Member = DebtCluster['members'][number];

/** Prompts that say much the same: which to keep, how like each is, and what merging saves. */
export function ClusterCard({ cluster }: { cluster: DebtCluster }) {
  const [open, setOpen] = useState<'merge' | Member | null>(null);
  const [kept, ...others] = cluster.members;
  if (kept === undefined) return null;
  return (
    <section aria-label={`Duplicates of ${kept.name}`} id={cluster.id} className="card p-4 sm:p-5">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h3 className="text-sm font-semibold wrap-anywhere">{kept.title ?? kept.name}</h3>
          <p className="text-ink-soft mt-0.5 text-xs">
            {howWords[cluster.how]} in {cluster.members.length} prompts. Merging saves about{' '}
            <strong className="text-ink font-medium tabular-nums">
              {figureText(cluster.hours, 'hours')}
            </strong>{' '}
            of review.
          </p>
        </div>
        <Button small className="no-print" onClick={() => setOpen('merge')}>
          Merge into one…
        </Button>
      </div>
      <ul className="divide-y">
        <MemberRow member={kept} note="to keep, by use and age" />
        {others.map((member) => (
          <MemberRow
            key={member.name}
            member={member}
            note={`${shareText(member.likeness)} shared`}
            onCompare={() => setOpen(member)}
          />
        ))}
      </ul>
      <Suspense fallback={null}>
        {open === 'merge' && <MergeDialog cluster={cluster} onClose={() => setOpen(null)} />}
        {open !== null && open !== 'merge' && (
          <CompareDialog kept={kept} other={open} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </section>
  );
}

function MemberRow({ member, note, onCompare }: { member: Member; note: string; onCompare?: () => void }) {
  const { name, version, executions } = member;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[minmax(0,1fr)_10rem_9rem_5.5rem]">
      <span className="min-w-0 wrap-anywhere">
        <PromptLink prompt={member} />
        {version !== null && <span className="text-ink-faint ml-1.5 tabular-nums">v{version}</span>}
      </span>
      <span className="text-ink-soft text-xs tabular-nums max-sm:col-start-1">{note}</span>
      <span className="text-ink-faint text-xs tabular-nums max-sm:hidden">
        {executions === null
          ? 'few or no runs'
          : `${figureText(executions, 'executions')} ${executions === 1 ? 'run' : 'runs'}, 4 weeks`}
      </span>
      <span className="text-right max-sm:col-start-2 max-sm:row-span-2 max-sm:row-start-1">
        {onCompare !== undefined && (
          <Button
            look="quiet"
            small
            className="no-print"
            onClick={onCompare}
            aria-label={`Compare ${name} with the one to keep`}
          >
            Compare
          </Button>
        )}
      </span>
    </li>
  );
}

export function PromptLink({ prompt }: { prompt: Pick<Member, 'library' | 'path' | 'name'> }) {
  const org = useOrg();
  return (
    <Link
      to="/$org/libraries/$library/prompts/$"
      params={{ org, library: prompt.library, _splat: prompt.path.replace(/\.prompt$/, '') }}
      className="text-link font-medium"
    >
      {prompt.name}
    </Link>
  );
}
