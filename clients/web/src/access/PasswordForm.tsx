import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { post } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { Button } from '../design/Button.tsx';
import { Field } from '../design/Field.tsx';
import { PasskeyProblem } from './account/PasskeyProblem.tsx';
import { noPasskeysBecause } from './account/passkeys.ts';
import type { SecondStep } from './sign-in.ts';
import { SsoWays } from './single-sign-on/SsoSignIn.tsx';

type Entered = { user: { id: string } } | { secondStep: SecondStep };

/** E-mail and password, or a passkey instead of both. */
export function PasswordForm({
  returning,
  back,
  onEntered,
  onSecondStep,
  onSso,
}: {
  returning: boolean;
  back: string;
  onEntered: () => void;
  onSecondStep: (step: SecondStep) => void;
  onSso: () => void;
}) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const signIn = useMutation({
    mutationFn: () => post<Entered>('/auth/sign-in/email', { email, password }),
    onSuccess: (entered) => {
      if ('secondStep' in entered) onSecondStep(entered.secondStep);
      else onEntered();
    },
  });
  const byPasskey = useMutation({
    mutationFn: async () => {
      const { givePasskey } = await import('./account/give-passkey.ts');
      return givePasskey('/auth/sign-in/passkey');
    },
    onMutate: () => signIn.reset(),
    onSuccess: onEntered,
  });
  const error = signIn.error === null ? byPasskey.error : refusalOf(signIn.error);
  const ways = error instanceof ApiProblem ? error.connections : [];
  return (
    <form
      ref={form}
      className="card flex flex-col gap-4 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!signIn.isPending) signIn.mutate();
      }}
    >
      {returning && error === null && (
        <p className="text-ink-soft">Sign in, and you continue where you were.</p>
      )}
      <PasskeyProblem error={error} />
      {ways.length > 0 && <SsoWays ways={ways} back={back} />}
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" look="primary" busy={signIn.isPending}>
        {signIn.isPending ? 'Signing in…' : 'Sign in'}
      </Button>
      {noPasskeysBecause() === null && (
        <Button busy={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
          Sign in with a passkey
        </Button>
      )}
      <Button onClick={onSso}>Single sign-on</Button>
    </form>
  );
}

/** The sign-in's own refusals, as a sentence that says what to do. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || (error.status !== 401 && error.status !== 400)) return error;
  return new ApiProblem({
    status: error.status,
    code: error.code,
    title: 'Not signed in',
    detail: 'This e-mail and password do not belong together. Check both and try again.',
    request: error.request,
  });
}
