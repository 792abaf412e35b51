import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../../api/client.ts';
import type { PasswordLink, Person } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Section } from '../../design/Page.tsx';
import { showToast } from '../../design/toasts.ts';
import { SecretOnce } from '../SecretOnce.tsx';
import { useHolds, useSession } from '../session.ts';
import { SessionsTable } from './SessionsTable.tsx';

/** How somebody else signs in, for administrators: a link when they have no password, a way out when their phone is gone. */
export function PersonSignIn({ person }: { person: Person }) {
  const sees = useHolds('session.list_all');
  const ends = useHolds('session.revoke_all');
  const isMe = useSession().principal.id === person.id;
  if (!sees || !person.active || isMe) return null;
  return (
    <Section title="Signing in" aside={<Acts person={person} />}>
      <SessionsTable
        person={person.id}
        blockedBecause={ends ? null : 'Only administrators end sessions of others.'}
      />
    </Section>
  );
}

function Acts({ person }: { person: Person }) {
  const mayReset = useHolds('password.reset');
  const [asking, setAsking] = useState<'link' | 'factors' | null>(null);
  const because = mayReset ? null : 'Only administrators can do this.';
  const link = useMutation({
    mutationFn: () => post<PasswordLink>(`/api/v1/people/${segment(person.id)}/password-link`),
    onSuccess: () => setAsking(null),
  });
  const factors = useMutation({
    mutationFn: () => post(`/api/v1/people/${segment(person.id)}/reset-second-factors`),
    onSuccess: () => {
      showToast({ text: `${person.displayName} has no second factor now.`, tone: 'good' });
      setAsking(null);
    },
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button small disabledBecause={because} onClick={() => setAsking('link')}>
        Password link…
      </Button>
      <Button small look="danger" disabledBecause={because} onClick={() => setAsking('factors')}>
        Reset second factors…
      </Button>
      {asking === 'link' && (
        <Confirm
          title={`A link for ${person.displayName} to set a password?`}
          act="Make the link"
          danger={false}
          busy={link.isPending}
          error={link.error}
          onConfirm={() => link.mutate()}
          onClose={() => setAsking(null)}
        >
          <p>
            It is good once, for a day, and ends earlier links. Until it is used, their password of now goes
            on. When it is used, they are signed out everywhere; a second factor stays. Hand it over in a way
            that only they read, for whoever has it can become them.
          </p>
        </Confirm>
      )}
      {asking === 'factors' && (
        <Confirm
          title={`Reset the second factors of ${person.displayName}?`}
          act="Reset them"
          busy={factors.isPending}
          error={factors.error}
          onConfirm={() => factors.mutate()}
          onClose={() => setAsking(null)}
        >
          <p>
            Their authenticator app, passkeys and recovery codes are good for nothing from then on, and they
            are signed out everywhere. They sign in with their password and set up new ones. This is for a
            lost phone: make sure that it is really they who ask.
          </p>
        </Confirm>
      )}
      {link.data !== undefined && (
        <SecretOnce
          name={person.displayName}
          secret={link.data.link}
          title={`Give this link to ${person.displayName}`}
          description="It is shown this once, and good once within a day."
          onClose={() => link.reset()}
        />
      )}
    </div>
  );
}
