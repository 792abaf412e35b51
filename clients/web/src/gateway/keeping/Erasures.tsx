import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds, useSession } from '../../access/session.ts';
import { post } from '../../api/client.ts';
import type { Erasure } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { AskErasureDialog } from './AskErasureDialog.tsx';
import { erasuresQuery } from './queries.ts';
import { erasureResult, erasureTarget } from './words.ts';

const looks = {
  asked: { word: 'waits for a second person', shape: 'half', tone: 'warn' },
  refused: { word: 'refused', shape: 'cross', tone: 'plain' },
  under_way: { word: 'under way', shape: 'dots', tone: 'accent' },
  done: { word: 'done', shape: 'check', tone: 'good' },
} as const;

/** What is to be forgotten: one person asks, another approves. */
export function Erasures() {
  const [asking, setAsking] = useState(false);
  const query = useQuery(erasuresQuery);
  const may = useHolds('erasure.request');
  return (
    <Section
      title="Erasures"
      aside={
        <Button
          small
          disabledBecause={may ? null : 'Only administrators ask for erasures.'}
          onClick={() => setAsking(true)}
        >
          Ask for an erasure
        </Button>
      }
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing was erased">
              When somebody has the right to be forgotten, the content of what they ran, or of what names
              them, is erased. The entries stay and still verify: they hold nothing of it.
            </EmptyState>
          ) : (
            <ul className="card divide-y">
              {items.map((erasure) => (
                <ErasureRow key={erasure.id} erasure={erasure} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {asking && <AskErasureDialog onClose={() => setAsking(false)} />}
    </Section>
  );
}

function ErasureRow({ erasure }: { erasure: Erasure }) {
  const me = useSession().principal.id;
  const may = useHolds('erasure.approve');
  const [deciding, setDeciding] = useState<'approve' | 'reject' | null>(null);
  const approveBecause = !may
    ? 'Only administrators decide.'
    : erasure.askedBy.id === me
      ? 'You asked for it, so another administrator has to approve it.'
      : erasure.target.principal?.id === me
        ? 'These are your own executions, so another administrator has to approve it.'
        : null;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 p-4">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Status {...looks[erasure.state]} />
          <span className="font-medium wrap-anywhere">{erasureTarget(erasure.target)}</span>
        </p>
        <p className="text-ink-soft mt-1 leading-relaxed">{erasure.reason}</p>
        <p className="text-ink-faint mt-0.5 flex flex-wrap gap-x-1.5 text-xs">
          asked by <PersonName person={erasure.askedBy} /> <Time at={erasure.askedAt} />
          {erasure.decidedBy !== null && (
            <>
              · decided by <PersonName person={erasure.decidedBy} />
            </>
          )}
          {erasure.state === 'done' && <span>· {erasureResult(erasure)}</span>}
        </p>
      </div>
      {erasure.state === 'asked' && (
        <div className="flex gap-2">
          <Button
            small
            disabledBecause={may ? null : 'Only administrators decide.'}
            onClick={() => setDeciding('reject')}
          >
            Refuse
          </Button>
          <Button small look="danger" disabledBecause={approveBecause} onClick={() => setDeciding('approve')}>
            Approve…
          </Button>
        </div>
      )}
      {deciding !== null && <Decide erasure={erasure} how={deciding} onClose={() => setDeciding(null)} />}
    </li>
  );
}

function Decide({
  erasure,
  how,
  onClose,
}: {
  erasure: Erasure;
  how: 'approve' | 'reject';
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const decide = useMutation({
    mutationFn: () => post(`/api/v1/erasures/${erasure.id}/${how}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['keeping'] });
      onClose();
    },
  });
  const what = erasureTarget(erasure.target);
  return (
    <Confirm
      title={how === 'approve' ? 'Erase this for good?' : 'Refuse this erasure?'}
      act={how === 'approve' ? 'Erase it' : 'Refuse it'}
      danger={how === 'approve'}
      busy={decide.isPending}
      error={decide.error}
      onConfirm={() => decide.mutate()}
      onClose={onClose}
    >
      {how === 'approve' ? (
        <p>
          Inputs and outputs of {what} are erased now, and nobody can bring them back. What a legal hold keeps
          stays. The entries stay too, and still verify.
        </p>
      ) : (
        <p>Nothing of {what} is erased. It can be asked for again.</p>
      )}
    </Confirm>
  );
}
