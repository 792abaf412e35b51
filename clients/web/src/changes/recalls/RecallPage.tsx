import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Recall, RecallUses } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { TextArea } from '../../design/Field.tsx';
import { count } from '../../design/money.ts';
import { Facts, Page, Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { EmptyState, FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { EntryLink } from '../../ledger/EntryLink.tsx';
import { useRefresh } from '../going-live/use-refresh.ts';
import { recallPath, recallQuery, usesQuery } from './queries.ts';
import { RecallStatus } from './RecallsPage.tsx';
import { targetText } from './recall.ts';

const route = getRouteApi('/$org/changes/recalls/$recall');

/** One recall: what, why, by whom, whether it is in force, and who used it since when. */
export function RecallPage() {
  const { org, recall: id } = route.useParams();
  const query = useQuery(recallQuery(id));
  const [lifting, setLifting] = useState(false);
  const recall = query.data;
  return (
    <Page
      title={recall === undefined ? 'Recall' : `Recall of ${targetText(recall.target)}`}
      above={
        <Link to="/$org/changes/recalls" params={{ org }} className="text-link">
          Recalls
        </Link>
      }
      below={recall !== undefined && <RecallStatus lifted={recall.lifted !== null} />}
      actions={recall?.lifted === null && <Button onClick={() => setLifting(true)}>Lift it…</Button>}
    >
      <Loaded query={query} skeleton={<Skeleton rows={3} height={80} />}>
        {(found) => (
          <>
            <RecallFacts recall={found} />
            <Section title="Who used it">
              <Uses recall={found.id} />
            </Section>
            {lifting && <LiftDialog recall={found} onClose={() => setLifting(false)} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const RecallFacts = ({ recall }: { recall: Recall }) => (
  <div className="card mb-8 p-4">
    <Facts
      facts={[
        ['Why', recall.reason],
        [
          'Recalled',
          <span key="by" className="flex flex-wrap items-center gap-x-2">
            <PersonName person={recall.by} /> <Time at={recall.at} /> <EntryLink entry={recall.entry} />
          </span>,
        ],
        ...(recall.lifted === null
          ? []
          : ([
              [
                'Lifted',
                <span key="lifted" className="flex flex-wrap items-center gap-x-2">
                  <PersonName person={recall.lifted.by} /> <Time at={recall.lifted.at} />{' '}
                  <EntryLink entry={recall.lifted.entry} />
                  <span className="w-full">{recall.lifted.reason}</span>
                </span>,
              ],
            ] as const)),
      ]}
    />
  </div>
);

type Use = RecallUses['items'][number];
const columns: readonly Column<Use>[] = [
  {
    name: 'Who',
    width: 'minmax(0,2fr)',
    cell: ({ principal, onBehalfOf }) => (
      <>
        <PersonName person={principal} />
        {onBehalfOf !== null && (
          <span className="text-ink-soft block truncate text-xs">for {onBehalfOf.displayName}</span>
        )}
      </>
    ),
  },
  { name: 'Executions', width: '6.5rem', right: true, cell: ({ executions }) => count(executions) },
  { name: 'First', width: '6.5rem', from: 'sm', right: true, cell: ({ first }) => <Time at={first} /> },
  { name: 'Last', width: '6.5rem', right: true, cell: ({ last }) => <Time at={last} /> },
];

function Uses({ recall }: { recall: string }) {
  const query = useQuery(usesQuery(recall));
  if (query.error instanceof ApiProblem && query.error.status === 403)
    return (
      <EmptyState title="Who used it is not shown to you">
        Publishers of the library, auditors and administrators see it.
      </EmptyState>
    );
  return (
    <Loaded query={query}>
      {({ items, executions, since, more }) =>
        since === null ? (
          <EmptyState title="Nobody used it">No execution of it is recorded.</EmptyState>
        ) : (
          <>
            <p className="mb-3 leading-relaxed">
              {count(executions)} {executions === 1 ? 'execution' : 'executions'} since{' '}
              <Time at={since} exact />.{more && ' Only those who used it last are listed.'}
            </p>
            <Table
              label="Who used it"
              columns={columns}
              rows={items}
              rowKey={({ principal }) => principal.id}
            />
          </>
        )
      }
    </Loaded>
  );
}

function LiftDialog({ recall, onClose }: { recall: Recall; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const refresh = useRefresh();
  const lift = useMutation({
    mutationFn: () => post(`${recallPath(recall.id)}/lift`, { reason: reason.trim() }),
    onSuccess: async () => {
      await refresh();
      showToast({ text: 'Lifted. It runs again.', tone: 'good' });
      onClose();
    },
  });
  const because = reason.trim().length < 3 ? 'Say why first: it stays in the record.' : null;
  return (
    <Dialog open onClose={onClose} title="Lift this recall?">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null && !lift.isPending) lift.mutate();
        }}
      >
        <p className="leading-relaxed">
          Within a second everybody and every program gets {targetText(recall.target)} again, where it is
          live. To take that back, recall it again.
        </p>
        <TextArea label="Why" required value={reason} onChange={(event) => setReason(event.target.value)} />
        <FormProblem error={lift.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={lift.isPending} disabledBecause={because}>
            Lift it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
