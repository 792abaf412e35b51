import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { remove, segment } from '../../api/client.ts';
import type { Account, Passkey } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { AddPasskeyDialog } from './AddPasskeyDialog.tsx';
import { noPasskeysBecause } from './passkeys.ts';
import { Way } from './Way.tsx';

/** My passkeys: each with where it works, and the way to take it off. */
export function PasskeyList({ account }: { account: Account }) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const { passkeys, totpSince, secondFactor } = account;
  const isLast = passkeys.length === 1 && totpSince === null;
  const lastBecause =
    isLast && secondFactor === 'required'
      ? 'Your organization requires a second factor, and this is your only one. Set up an authenticator app first.'
      : null;
  return (
    <Way
      title="Passkeys"
      state={
        passkeys.length === 0 ? (
          <Status word="none" shape="dash" tone="plain" />
        ) : (
          <Status word={passkeys.length === 1 ? 'one' : `${passkeys.length}`} shape="check" tone="good" />
        )
      }
      about="Your device signs you in once it has recognized you, without a password. A page that only looks like ours gets nothing from it."
      below={
        passkeys.length > 0 && (
          <ul className="mt-3 divide-y border-t" aria-label="Passkeys">
            {passkeys.map((passkey) => (
              <li key={passkey.id} className="flex flex-wrap items-center justify-between gap-3 py-2.5">
                <div className="min-w-0">
                  <p className="truncate font-medium">{passkey.displayName}</p>
                  <p className="text-ink-soft flex flex-wrap gap-x-1.5 text-xs">
                    <span>{passkey.synced ? 'kept by a password manager' : 'on one device'}</span>
                    <span>
                      · for {passkey.address} · added <Time at={passkey.createdAt} />
                    </span>
                    <span>
                      ·{' '}
                      {passkey.lastUsedAt === null ? (
                        'not used yet'
                      ) : (
                        <>
                          used <Time at={passkey.lastUsedAt} />
                        </>
                      )}
                    </span>
                  </p>
                </div>
                <Button
                  small
                  look="danger"
                  aria-label={`Remove ${passkey.displayName}`}
                  disabledBecause={lastBecause}
                  onClick={() => setRemoving(passkey)}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        )
      }
    >
      <Button disabledBecause={noPasskeysBecause()} onClick={() => setAdding(true)}>
        Add a passkey…
      </Button>
      {adding && <AddPasskeyDialog onClose={() => setAdding(false)} />}
      {removing !== null && (
        <RemovePasskey passkey={removing} last={isLast} onClose={() => setRemoving(null)} />
      )}
    </Way>
  );
}

function RemovePasskey({ passkey, last, onClose }: { passkey: Passkey; last: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: () => remove(`/api/v1/account/passkeys/${segment(passkey.id)}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['account'] });
      showToast({ text: `${passkey.displayName} signs nobody in any more.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Remove ${passkey.displayName}?`}
      act="Remove the passkey"
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate()}
      onClose={onClose}
    >
      <p>
        It signs nobody in any more.{' '}
        {last &&
          'It is your only second factor: your password alone lets you in then, and your recovery codes end with it. '}
        Your device still lists it until you remove it there too.
      </p>
    </Confirm>
  );
}
