import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { remove, segment } from '../api/client.ts';
import { sentenceOf } from '../api/problem.ts';
import type { Key } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Confirm } from '../design/Confirm.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { Status } from '../design/Status.tsx';
import { EmptyState, Loaded } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { showToast } from '../design/toasts.ts';
import { keysQuery } from './queries.ts';
import { RotateKeyDialog } from './RotateKeyDialog.tsx';
import { useSession } from './session.ts';

function endedAs({ revokedAt, expiresAt }: Key): 'revoked' | 'expired' | null {
  if (revokedAt) return 'revoked';
  return expiresAt && new Date(expiresAt) <= new Date() ? 'expired' : null;
}

/** Why one may not rotate it; the list holds no app's key that one may not. */
function rotatesNot({ principal }: Key, me: string): string | null {
  if (principal?.kind === 'app' || principal?.id === me) return null;
  return 'Only its holder rotates a person’s key. Revoke it, and they make a new one.';
}

/** Keys that one may see, each to rotate or to revoke. */
export function Keys() {
  const keys = useQuery(keysQuery);
  const queryClient = useQueryClient();
  const { principal: me } = useSession();
  const [rotating, setRotating] = useState<Key | null>(null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const revoke = useMutation({
    mutationFn: (key: Key) => remove(`/api/v1/keys/${segment(key.id)}`),
    onSuccess: (_, key) => {
      showToast({
        text: `${key.displayName} is revoked. Programs that use it are refused from now on.`,
        tone: 'good',
      });
      setRevoking(null);
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  const columns: readonly Column<Key>[] = [
    {
      name: 'Key',
      width: 'minmax(0,1.4fr)',
      cell: ({ displayName, prefix }) => (
        <>
          <span className="block truncate font-medium">{displayName}</span>
          <code className="text-ink-soft font-mono text-xs">{prefix}…</code>
        </>
      ),
    },
    {
      name: 'Of',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ principal }) => principal && <PersonName person={principal} />,
    },
    {
      name: 'Made',
      width: '7rem',
      from: 'md',
      cell: ({ createdAt }) => createdAt && <Time at={createdAt} />,
    },
    {
      name: 'Last used',
      width: '7rem',
      from: 'md',
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? <Time at={lastUsedAt} /> : <span className="text-ink-faint">not yet</span>,
    },
    {
      name: 'Until',
      width: '7rem',
      from: 'md',
      cell: ({ expiresAt }) =>
        expiresAt ? <Time at={expiresAt} /> : <span className="text-ink-faint">no end</span>,
    },
    {
      name: 'Rotate or revoke',
      width: '11rem',
      right: true,
      cell: (key) => {
        const word = endedAs(key);
        return word === null ? (
          <span className="flex justify-end gap-1.5">
            <Button
              small
              aria-label={`Rotate ${key.displayName}`}
              disabledBecause={rotatesNot(key, me.id)}
              onClick={() => setRotating(key)}
            >
              Rotate
            </Button>
            <Button
              small
              look="danger"
              aria-label={`Revoke ${key.displayName}`}
              onClick={() => setRevoking(key)}
            >
              Revoke
            </Button>
          </span>
        ) : (
          <Status word={word} shape="cross" tone="plain" />
        );
      },
    },
  ];
  return (
    <>
      <Loaded query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No keys yet">
              A key lets a program call the API and the gateway as you, or as an app of yours.
            </EmptyState>
          ) : (
            <Table label="Keys" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
      {rotating !== null && <RotateKeyDialog keyToRotate={rotating} onClose={() => setRotating(null)} />}
      {revoking !== null && (
        <Confirm
          title={`Revoke ${revoking.displayName}?`}
          act="Revoke the key"
          busy={revoke.isPending}
          onConfirm={() => revoke.mutate(revoking)}
          onClose={() => setRevoking(null)}
        >
          Every program that uses the key {revoking.prefix}… is refused at once. A revoked key cannot come
          back: make a new one instead. Keys that were made with it end too.
        </Confirm>
      )}
    </>
  );
}
