import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { Button } from '../design/Button.tsx';
import { FormProblem, Loaded, Skeleton } from '../design/states.tsx';
import { NewPasswordField } from './account/NewPasswordField.tsx';
import { DoorFrame } from './DoorFrame.tsx';
import { useFragment } from './use-fragment.ts';

type Whose = { name: string; email: string; organization: string };

/** Where the link of an administrator leads: its person sets a password. The link's secret stands behind the `#`, and so in no log. */
export function PasswordLinkPage() {
  const token = useFragment();
  const whose = useQuery({
    queryKey: ['password-link'],
    queryFn: () => post<Whose>('/auth/link', { token }),
    retry: false,
    gcTime: 0,
  });
  return (
    <DoorFrame
      title="Choose your password"
      below={whose.data === undefined ? 'Countersign' : `Countersign of ${whose.data.organization}`}
    >
      <Loaded query={whose} skeleton={<Skeleton rows={2} height={56} />}>
        {(known) => (
          <div className="card p-5">
            <PasswordForm token={token} whose={known} />
          </div>
        )}
      </Loaded>
    </DoorFrame>
  );
}

function PasswordForm({ token, whose }: { token: string; whose: Whose }) {
  const [password, setPassword] = useState('');
  const set = useMutation({ mutationFn: () => post('/auth/password', { token, password }) });
  if (set.isSuccess)
    return (
      <div role="status" className="leading-relaxed">
        <p>
          Your password is set, and this link is used up. Wherever you were signed in, you are signed out.
        </p>
        <Link to="/sign-in" search={{}} className="text-link mt-3 inline-block font-medium">
          Sign in
        </Link>
      </div>
    );
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!set.isPending) set.mutate();
      }}
    >
      <p className="leading-relaxed">
        For {whose.name}, <span className="wrap-anywhere">{whose.email}</span>
      </p>
      <FormProblem error={set.error} />
      <input type="hidden" autoComplete="username" value={whose.email} readOnly />
      <NewPasswordField label="New password" value={password} onChange={setPassword} />
      <Button type="submit" look="primary" busy={set.isPending}>
        Set the password
      </Button>
    </form>
  );
}
