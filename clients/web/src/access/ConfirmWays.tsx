import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { post } from '../api/client.ts';
import type { ConfirmWay } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Field } from '../design/Field.tsx';
import { PasskeyProblem } from './account/PasskeyProblem.tsx';
import { noPasskeysBecause } from './account/passkeys.ts';

const fields = {
  password: { label: 'Password', member: 'password', type: 'password', autoComplete: 'current-password' },
  totp: { label: 'Code of your app', member: 'code', type: 'text', autoComplete: 'one-time-code' },
  recovery_code: { label: 'Recovery code', member: 'recoveryCode', type: 'text', autoComplete: 'off' },
} as const;

const others = {
  totp: 'Use a code of your app',
  recovery_code: 'Use a recovery code',
  password: 'Use your password',
  passkey: 'Use a passkey',
} as const satisfies Record<ConfirmWay, string>;

/**
 * Proves who one is, in one of one's ways: the second step of signing in, and confirming an act. The first way is offered, the others are
 * a press away.
 */
export function ConfirmWays({
  ways,
  path,
  act,
  label,
  hint,
  cancel,
  username = '',
  onDone,
}: {
  ways: readonly ConfirmWay[];
  /** Where the proof goes. */
  path: string;
  act: string;
  /** What the field is called when it is a password. */
  label?: string;
  hint?: string;
  cancel: ReactNode;
  username?: string;
  onDone: () => void;
}) {
  const usable = ways.filter((way) => way !== 'passkey' || noPasskeysBecause() === null);
  const [way, setWay] = useState<ConfirmWay>(usable[0] ?? 'recovery_code');
  const [given, setGiven] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const prove = useMutation({
    mutationFn: async () => {
      if (way !== 'passkey') return post(path, { [fields[way].member]: given });
      const { givePasskey } = await import('./account/give-passkey.ts');
      return givePasskey(path);
    },
    onSuccess: onDone,
    onError: () => field.current?.select(),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another way is another field
  useEffect(() => field.current?.focus(), [way]);
  const shown = way === 'passkey' ? null : fields[way];
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        // Forms under this one, in React's tree, are not meant.
        event.stopPropagation();
        if (!prove.isPending) prove.mutate();
      }}
    >
      <PasskeyProblem error={prove.error} />
      {way === 'password' && <input type="hidden" autoComplete="username" value={username} readOnly />}
      {shown === null ? (
        <p className="text-ink-soft leading-relaxed">Your browser asks for the passkey. {hint}</p>
      ) : (
        <Field
          key={way}
          ref={field}
          label={way === 'password' ? (label ?? shown.label) : shown.label}
          type={shown.type}
          autoComplete={shown.autoComplete}
          required
          maxLength={way === 'totp' ? 7 : 1024}
          {...(way === 'totp' ? { inputMode: 'numeric', className: 'font-mono tracking-widest' } : {})}
          {...(hint === undefined ? {} : { hint })}
          value={given}
          onChange={(event) => setGiven(event.target.value)}
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {cancel}
        <Button type="submit" look="primary" busy={prove.isPending}>
          {shown === null ? 'Use the passkey' : act}
        </Button>
      </div>
      {usable.length > 1 && (
        <p className="text-ink-soft flex flex-wrap gap-x-4 gap-y-1 border-t pt-3 text-xs">
          {usable
            .filter((other) => other !== way)
            .map((other) => (
              <button
                key={other}
                type="button"
                className="text-link"
                onClick={() => {
                  prove.reset();
                  setGiven('');
                  setWay(other);
                }}
              >
                {others[other]}
              </button>
            ))}
        </p>
      )}
    </form>
  );
}
