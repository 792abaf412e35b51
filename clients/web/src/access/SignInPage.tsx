import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { post } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { Button } from '../design/Button.tsx';
import { Field } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { Mark } from '../shell/Mark.tsx';
import { safeBack } from './sign-in.ts';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { back } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const emailField = useRef<HTMLFormElement>(null);
  useEffect(() => {
    document.title = 'Sign in · Countersign';
    emailField.current?.querySelector('input')?.focus();
  }, []);
  const signIn = useMutation({
    mutationFn: () => post('/auth/sign-in/email', { email, password }),
    onSuccess: () => {
      queryClient.clear();
      router.history.push(safeBack(back));
    },
  });
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          <Mark size={36} />
          <div>
            <h1 className="text-lg font-semibold tracking-tight">Sign in to Countersign</h1>
            <p className="text-ink-soft">The system of record for AI execution</p>
          </div>
        </div>
        <form
          ref={emailField}
          className="card flex flex-col gap-4 p-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!signIn.isPending) signIn.mutate();
          }}
        >
          {back !== undefined && !signIn.isError && (
            <p className="text-ink-soft">Sign in, and you continue where you were.</p>
          )}
          <FormProblem error={signIn.error === null ? null : refusalOf(signIn.error)} />
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
        </form>
        <p className="text-ink-faint mt-4 text-xs leading-relaxed">
          Accounts are made by your organization’s administrators. Ask one of them if you cannot sign in.
        </p>
      </div>
    </main>
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
