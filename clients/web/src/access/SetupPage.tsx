import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { Button } from '../design/Button.tsx';
import { Field } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { NewPasswordField } from './account/NewPasswordField.tsx';
import { DoorFrame } from './DoorFrame.tsx';
import { useFragment } from './use-fragment.ts';

/** `Acme Trading Ltd.` is `acme-trading-ltd` in addresses. */
export const addressName = (displayName: string): string =>
  displayName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);

/** Where the setup link of the terminal leads: an organization and its first administrator, and then in. */
export function SetupPage() {
  const token = useFragment();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [displayName, setDisplayName] = useState('');
  const [ownName, setOwnName] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const organization = ownName ?? addressName(displayName);
  const make = useMutation({
    mutationFn: async () => {
      await post('/auth/setup', { token, organization, displayName, name, email, password });
      await post('/auth/sign-in/email', { email, password });
    },
    onSuccess: () => {
      queryClient.clear();
      router.history.push('/');
    },
  });
  return (
    <DoorFrame title="Set up Countersign" below="Make an organization, and be its first administrator" wide>
      {token === '' ? (
        <p className="card p-5 leading-relaxed">
          This page is opened by the setup link that the terminal shows. Run <code>npm start -- setup</code>{' '}
          for a new one.
        </p>
      ) : (
        <form
          className="card flex flex-col gap-4 p-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!make.isPending) make.mutate();
          }}
        >
          <FormProblem error={make.error} />
          <Field
            label="Organization"
            required
            maxLength={100}
            value={displayName}
            onChange={(event) => setDisplayName(event.target.value)}
          />
          <Field
            label="Name in addresses"
            hint={`${window.location.host}/${organization === '' ? '…' : organization}`}
            required
            maxLength={63}
            pattern="[a-z0-9][a-z0-9\-]*"
            value={organization}
            onChange={(event) => setOwnName(event.target.value)}
          />
          <hr className="border-line" />
          <Field
            label="Your name"
            autoComplete="name"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label="Your e-mail"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <NewPasswordField label="Password" value={password} onChange={setPassword} />
          <Button type="submit" look="primary" busy={make.isPending}>
            Make the organization
          </Button>
        </form>
      )}
    </DoorFrame>
  );
}
