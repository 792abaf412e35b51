import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { remove, segment } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { SignedIn } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Badge } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { deviceOf, methodText } from './devices.ts';
import { sessionsQuery } from './queries.ts';

/** Where somebody is signed in; each session can be ended. Without a person, one's own. */
export function SessionsTable({
  person,
  blockedBecause,
}: {
  person?: string;
  /** Why one may look and not end them. */
  blockedBecause?: string | null;
}) {
  const sessions = useQuery(sessionsQuery(person));
  const queryClient = useQueryClient();
  const [ending, setEnding] = useState<SignedIn | null>(null);
  const end = useMutation({
    mutationFn: ({ id }: SignedIn) => remove(`/api/v1/sessions/${segment(id)}`),
    onSuccess: () => {
      showToast({ text: 'That session is over, from this moment on.', tone: 'good' });
      setEnding(null);
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const columns: readonly Column<SignedIn>[] = [
    {
      name: 'Device',
      width: 'minmax(0,1.4fr)',
      cell: ({ userAgent, current, method }) => (
        <>
          <span className="flex items-center gap-2">
            <span className="truncate font-medium" title={userAgent ?? undefined}>
              {deviceOf(userAgent)}
            </span>
            {current && <Badge>this one</Badge>}
          </span>
          <span className="text-ink-soft block text-xs">with {methodText(method)}</span>
        </>
      ),
    },
    { name: 'Since', width: '8rem', from: 'sm', cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      name: 'Last proved',
      width: '8rem',
      from: 'md',
      cell: ({ authenticatedAt }) => <Time at={authenticatedAt} />,
    },
    { name: 'Ends by itself', width: '8rem', from: 'lg', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    {
      name: 'End it',
      width: '6.5rem',
      right: true,
      cell: (session) => (
        <Button
          small
          look="danger"
          aria-label={`Sign out ${deviceOf(session.userAgent)}`}
          disabledBecause={
            session.current
              ? 'This is the session that you are in. Sign out by the menu at the top.'
              : blockedBecause
          }
          onClick={() => setEnding(session)}
        >
          Sign out
        </Button>
      ),
    },
  ];
  return (
    <>
      <Loaded query={sessions}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Signed in nowhere">
              Each device appears here from its sign-in until it signs out.
            </EmptyState>
          ) : (
            <Table label="Sessions" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
      {ending !== null && (
        <Confirm
          title={`Sign out ${deviceOf(ending.userAgent)}?`}
          act="Sign it out"
          busy={end.isPending}
          onConfirm={() => end.mutate(ending)}
          onClose={() => setEnding(null)}
        >
          <p>
            Whoever uses it has to sign in again; what still runs in it breaks off within seconds. Nothing
            that was saved is lost.
          </p>
        </Confirm>
      )}
    </>
  );
}
