import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove, segment } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { Consent } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Select } from '../../design/Field.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { appsQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { consentsQuery } from './queries.ts';

/** Apps that may act on my behalf: each was let by me, and I can take it back. */
export function Consents() {
  const consents = useQuery(consentsQuery);
  const { principal: me } = useSession();
  const queryClient = useQueryClient();
  const [ending, setEnding] = useState<Consent | null>(null);
  const withdraw = useMutation({
    mutationFn: ({ id }: Consent) => remove(`/api/v1/consents/${segment(id)}`),
    onSuccess: (_, { app }) => {
      showToast({ text: `${app.displayName} does not act on your behalf any more.`, tone: 'good' });
      setEnding(null);
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['consents'] }),
  });
  const columns: readonly Column<Consent>[] = [
    {
      name: 'App',
      width: 'minmax(0,1fr)',
      cell: ({ app }) => <span className="truncate font-medium">{app.displayName}</span>,
    },
    { name: 'Since', width: '8rem', from: 'sm', cell: ({ givenAt }) => <Time at={givenAt} /> },
    {
      name: 'Take it back',
      width: '8rem',
      right: true,
      cell: (consent) => (
        <Button
          small
          look="danger"
          aria-label={`Take it back from ${consent.app.displayName}`}
          onClick={() => setEnding(consent)}
        >
          Take it back
        </Button>
      ),
    },
  ];
  return (
    <>
      <Loaded query={consents}>
        {({ items }) => {
          const mine = items.filter(({ person, withdrawnAt }) => person.id === me.id && withdrawnAt === null);
          return (
            <div className="flex flex-col gap-3">
              {mine.length === 0 ? (
                <EmptyState title="No app acts for you">
                  An app that you let act for you runs prompts and models in your name, as far as you both
                  may. Each run says so.
                </EmptyState>
              ) : (
                <Table label="Apps that act for you" columns={columns} rows={mine} rowKey={({ id }) => id} />
              )}
              <Give given={mine.map(({ app }) => app.id)} />
            </div>
          );
        }}
      </Loaded>
      {ending !== null && (
        <Confirm
          title={`Take it back from ${ending.app.displayName}?`}
          act="Take it back"
          busy={withdraw.isPending}
          onConfirm={() => withdraw.mutate(ending)}
          onClose={() => setEnding(null)}
        >
          What it is doing in your name is broken off within a second. What it did stays in the record. You
          can let it act for you again.
        </Confirm>
      )}
    </>
  );
}

function Give({ given }: { given: readonly string[] }) {
  const apps = useQuery(appsQuery).data?.items ?? [];
  const queryClient = useQueryClient();
  const [app, setApp] = useState('');
  const others = apps.filter(({ id }) => !given.includes(id));
  const give = useMutation({
    mutationFn: () => post<Consent>('/api/v1/consents', { app }),
    onSuccess: (consent) => {
      showToast({ text: `${consent.app.displayName} may act on your behalf now.`, tone: 'good' });
      setApp('');
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['consents'] }),
  });
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <div className="min-w-48 flex-1">
        <Select
          label="Let an app act for you"
          value={app}
          options={[
            { value: '', label: others.length === 0 ? 'There is no other app' : 'Choose an app' },
            ...others.map((one) => ({ value: one.id, label: one.displayName })),
          ]}
          onChange={(event) => setApp(event.target.value)}
        />
      </div>
      <Button
        type="submit"
        busy={give.isPending}
        disabledBecause={app === '' ? 'Choose which app first.' : null}
      >
        Let it act for me
      </Button>
    </form>
  );
}
