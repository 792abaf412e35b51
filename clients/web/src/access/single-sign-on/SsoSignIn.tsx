import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { Button, buttonClass } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { ssoStart } from './problem-cookie.ts';

export type SsoWay = { id: string; displayName: string };

/** Signing in where one's organization knows one: by the domain of the address. */
export function SsoSignIn({ back, onPassword }: { back: string; onPassword: () => void }) {
  const [email, setEmail] = useState('');
  const discover = useMutation({
    mutationFn: () => post<{ connections: SsoWay[] }>('/auth/sso/discover', { email }),
    onSuccess: ({ connections }) => {
      const [only, second] = connections;
      if (only !== undefined && second === undefined)
        window.location.assign(ssoStart(only.id, { return: back }));
    },
  });
  const found = discover.data?.connections;
  return (
    <form
      className="card flex flex-col gap-4 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!discover.isPending) discover.mutate();
      }}
    >
      <FormProblem error={discover.error} />
      <Field
        label="Your e-mail at work"
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        error={
          found?.length === 0
            ? 'No organization here signs in with single sign-on by this address. Check it, or sign in with a password.'
            : null
        }
        onChange={(event) => {
          discover.reset();
          setEmail(event.target.value);
        }}
      />
      {found !== undefined && found.length > 1 ? (
        <SsoWays ways={found} back={back} />
      ) : (
        <Button type="submit" look="primary" busy={discover.isPending || found?.length === 1}>
          Go on
        </Button>
      )}
      <Button look="quiet" onClick={onPassword}>
        Sign in with a password instead
      </Button>
    </form>
  );
}

/** Each way as a link to its identity provider. */
export const SsoWays = ({ ways, back }: { ways: readonly SsoWay[]; back: string }) => (
  <ul className="flex flex-col gap-2">
    {ways.map(({ id, displayName }) => (
      <li key={id}>
        <a className={`${buttonClass('primary')} w-full`} href={ssoStart(id, { return: back })}>
          Go on with {displayName}
        </a>
      </li>
    ))}
  </ul>
);
