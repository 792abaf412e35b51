import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useSession } from '../../access/session.ts';
import { post, segment } from '../../api/client.ts';
import type { Finding, Findings } from '../../api/types.ts';
import { Select } from '../../design/Field.tsx';
import { Page } from '../../design/Page.tsx';
import { EmptyState, FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { AsOf } from '../AsOf.tsx';
import { TakeAway } from '../charts/ChartCard.tsx';
import { IntelligenceNav } from '../IntelligenceNav.tsx';
import { findingsQuery } from '../queries.ts';
import { type FindingAct, FindingRow } from './FindingRow.tsx';
import { findingSheet } from './words.ts';

const FindingDialog = lazy(() => import('./FindingDialog.tsx'));

/** What is worth doing, the most worth first, each with its evidence and its first step. */
export function FindingsPage() {
  const findings = useQuery(findingsQuery);
  return (
    <Page
      title="What to do next"
      below={
        findings.data === undefined ? (
          'Each with its evidence and its first step'
        ) : (
          <AsOf at={null} log={findings.data.log} />
        )
      }
      actions={
        findings.data !== undefined && (
          <TakeAway sheet={findingSheet(findings.data.items)} measure="findings" />
        )
      }
    >
      <IntelligenceNav />
      <Loaded query={findings} skeleton={<Skeleton rows={6} height={84} />}>
        {(answer) => <View findings={answer} />}
      </Loaded>
    </Page>
  );
}

const shownSets = [
  { value: 'open', label: 'open findings' },
  { value: 'mine', label: 'open ones assigned to me' },
  { value: 'snoozed', label: 'those put away' },
] as const;

function View({ findings: { items, total } }: { findings: Findings }) {
  const me = useSession().principal.id;
  const [shown, setShown] = useState('open');
  const [dialog, setDialog] = useState<{ finding: Finding; act: Exclude<FindingAct, 'wake'> } | null>(null);
  const queryClient = useQueryClient();
  const wake = useMutation({
    mutationFn: (id: string) => post(`/api/v1/findings/${segment(id)}/wake`, {}),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['findings'] }),
  });
  const list = items.filter(({ snoozed, assignee }) =>
    shown === 'snoozed' ? snoozed !== null : snoozed === null && (shown === 'open' || assignee?.id === me),
  );
  return (
    <>
      <div className="mb-4 w-64">
        <Select
          label="Show"
          value={shown}
          options={shownSets}
          onChange={({ target }) => setShown(target.value)}
        />
      </div>
      <FormProblem error={wake.error} />
      {list.length === 0 ? (
        <EmptyState title={shown === 'open' ? 'Nothing needs you' : 'None here'}>
          Findings come and go with their causes: models that retire, answers that get worse, prompts that
          repeat each other or that nobody uses.
        </EmptyState>
      ) : (
        <ul className="card divide-y px-4 sm:px-5">
          {list.map((finding) => (
            <FindingRow
              key={finding.id}
              finding={finding}
              onAct={(act) => (act === 'wake' ? wake.mutate(finding.id) : setDialog({ finding, act }))}
            />
          ))}
        </ul>
      )}
      {total > items.length && (
        <p className="text-ink-soft mt-3">
          The first {items.length} of {total}. The rest comes when these are done.
        </p>
      )}
      <Suspense fallback={null}>
        {dialog !== null && <FindingDialog {...dialog} onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}
