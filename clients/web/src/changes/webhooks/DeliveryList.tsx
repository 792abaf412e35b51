import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useHolds } from '../../access/session.ts';
import { post } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { Delivery, Webhook } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { EntryLink } from '../../ledger/EntryLink.tsx';
import { deliveryLooks } from './looks.ts';
import { deliveriesQuery, webhookPath } from './queries.ts';

/** Everything that was sent, newest first; each opens to its attempts. */
export function DeliveryList({ webhook }: { webhook: Webhook }) {
  const deliveries = useQuery(deliveriesQuery(webhook.id));
  return (
    <Loaded query={deliveries} skeleton={<Skeleton rows={4} height={48} />}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="Nothing was sent yet">Send a test to see whether it arrives.</EmptyState>
        ) : (
          <ul aria-label="Deliveries" className="card divide-y">
            {items.map((delivery) => (
              <li key={delivery.id}>
                <OneDelivery webhook={webhook} delivery={delivery} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function OneDelivery({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const { kind, state, at, attempts, dueAt, body, entry } = delivery;
  const last = attempts.at(-1);
  return (
    <details className="group">
      <summary className="hover:bg-sunken flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
        <span className="min-w-0 flex-1 font-medium">{kind}</span>
        <span className="text-ink-soft text-xs tabular-nums">
          {last === undefined ? '' : (last.status ?? last.error)}
        </span>
        <Status {...deliveryLooks[state]} />
        <span className="text-ink-soft w-24 text-right">
          <Time at={at} />
        </span>
      </summary>
      <div className="bg-sunken flex flex-col gap-4 border-t px-4 py-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-soft">
            {dueAt === null ? (
              'Because of '
            ) : (
              <>
                Next attempt <Time at={dueAt} exact />; because of{' '}
              </>
            )}
            <EntryLink entry={entry} />
          </p>
          <Redeliver webhook={webhook} delivery={delivery} />
        </div>
        <ol aria-label="Attempts" className="flex flex-col gap-3">
          {attempts.map((attempt) => (
            <li key={attempt.attempt} className="text-sm">
              <p>
                {attempt.attempt}. <Time at={attempt.at} exact />:{' '}
                <strong>{attempt.status ?? attempt.error}</strong> in {attempt.durationMs} ms
              </p>
              {attempt.answer !== '' && (
                <pre className="bg-surface mt-1 max-h-32 overflow-auto rounded border p-2 font-mono text-xs whitespace-pre-wrap">
                  {attempt.answer}
                </pre>
              )}
            </li>
          ))}
        </ol>
        <div>
          <p className="text-ink-soft mb-1 text-xs">What was sent</p>
          {/* What scrolls must be reachable with the keyboard. */}
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
            tabIndex={0}
            aria-label="What was sent"
            className="bg-surface max-h-60 overflow-auto rounded border"
          >
            <pre className="p-2 font-mono text-xs">{JSON.stringify(JSON.parse(body), null, 2)}</pre>
          </section>
        </div>
      </div>
    </details>
  );
}

function Redeliver({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const queryClient = useQueryClient();
  const may = useHolds('delivery.redeliver');
  const again = useMutation({
    mutationFn: () => post(`${webhookPath(webhook.id)}/deliveries/${delivery.id}/redeliver`),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  const why = !may
    ? 'Only an admin may have it sent again.'
    : !webhook.enabled
      ? 'The webhook is switched off. Switch it on first.'
      : delivery.state === 'due'
        ? 'It is under way already.'
        : null;
  return (
    <Button small busy={again.isPending} disabledBecause={why} onClick={() => again.mutate()}>
      Send again
    </Button>
  );
}
