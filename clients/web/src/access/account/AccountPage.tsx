import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { Account, RecoveryCodes } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { useOrg, useSession } from '../session.ts';
import { CodesDialog } from './CodesDialog.tsx';
import { Consents } from './Consents.tsx';
import { PasskeyList } from './PasskeyList.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { accountQuery } from './queries.ts';
import { RemoveTotpDialog } from './RemoveTotpDialog.tsx';
import { SessionsTable } from './SessionsTable.tsx';
import { SetUpTotpDialog } from './SetUpTotpDialog.tsx';
import { Way } from './Way.tsx';

type Opened = 'password' | 'set-up-totp' | 'remove-totp' | null;

/** How I sign in, and where I am signed in. */
export function AccountPage() {
  const account = useQuery(accountQuery);
  const { principal } = useSession();
  const org = useOrg();
  return (
    <Page
      title="Your account"
      below={
        <>
          <span>{principal.displayName}</span>
          {principal.email !== null && <span className="wrap-anywhere">{principal.email}</span>}
          <Link to="/$org/people/$person" params={{ org, person: principal.id }} className="text-link">
            What you are and own
          </Link>
        </>
      }
    >
      <Section title="Signing in">
        <Loaded query={account} skeleton={<Skeleton rows={4} height={72} />}>
          {(loaded) => <Ways account={loaded} />}
        </Loaded>
      </Section>
      <Section title="Where you are signed in" aside={<EndOthers />}>
        <SessionsTable />
      </Section>
      <Section title="Apps that act for you">
        <Consents />
      </Section>
    </Page>
  );
}

function Ways({ account }: { account: Account }) {
  const [open, setOpen] = useState<Opened>(null);
  const { totpSince, passkeys, recoveryCodesLeft, passwordChangedAt, secondFactor } = account;
  const hasFactor = totpSince !== null || passkeys.length > 0;
  const lastBecause =
    secondFactor === 'required' && passkeys.length === 0
      ? 'Your organization requires a second factor, and this is your only one. Add a passkey first.'
      : null;
  return (
    <div className="card divide-y">
      <Way
        title="Password"
        state={
          passwordChangedAt === null ? (
            'You have none; you sign in another way.'
          ) : (
            <>
              Set <Time at={passwordChangedAt} />
            </>
          )
        }
      >
        <Button
          disabledBecause={
            passwordChangedAt === null
              ? 'You have no password to change. An administrator can give you a link to set one.'
              : null
          }
          onClick={() => setOpen('password')}
        >
          Change…
        </Button>
      </Way>
      <Way
        title="Authenticator app"
        state={
          totpSince === null ? (
            <Status word="not set up" shape="dash" tone="plain" />
          ) : (
            <>
              <Status word="on" shape="check" tone="good" /> since <Time at={totpSince} />
            </>
          )
        }
        about="A code from your phone or password manager, asked for after your password."
      >
        {totpSince === null ? (
          <Button look={hasFactor ? 'secondary' : 'primary'} onClick={() => setOpen('set-up-totp')}>
            Set it up…
          </Button>
        ) : (
          <Button look="danger" disabledBecause={lastBecause} onClick={() => setOpen('remove-totp')}>
            Remove…
          </Button>
        )}
      </Way>
      <PasskeyList account={account} />
      <Codes left={recoveryCodesLeft} hasFactor={hasFactor} />
      {open === 'password' && <PasswordDialog email={account.email} onClose={() => setOpen(null)} />}
      {open === 'set-up-totp' && <SetUpTotpDialog onClose={() => setOpen(null)} />}
      {open === 'remove-totp' && (
        <RemoveTotpDialog last={passkeys.length === 0} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

function Codes({ left, hasFactor }: { left: number; hasFactor: boolean }) {
  const queryClient = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useMutation({
    mutationFn: () => post<RecoveryCodes>('/api/v1/account/recovery-codes'),
    onSuccess: async ({ recoveryCodes }) => {
      setCodes(recoveryCodes);
      await queryClient.invalidateQueries({ queryKey: ['account'] });
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
  });
  return (
    <Way
      title="Recovery codes"
      state={
        !hasFactor ? (
          'They come with your first second factor.'
        ) : left <= 3 ? (
          <Status word={`${left} of 10 left`} shape="triangle" tone="warn" />
        ) : (
          `${left} of 10 left`
        )
      }
      about="For when your second factor is not at hand. Each is good once."
    >
      <Button
        busy={renew.isPending}
        disabledBecause={hasFactor ? null : 'They stand in for a second factor. Set one up first.'}
        onClick={() => renew.mutate()}
      >
        Make new ones
      </Button>
      {codes !== null && <CodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </Way>
  );
}

function EndOthers() {
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => post<{ sessionsEnded: number }>('/api/v1/sessions/revoke-others'),
    onSuccess: async ({ sessionsEnded }) => {
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
      const text =
        sessionsEnded === 0
          ? 'You were signed in nowhere else.'
          : `Signed out on ${sessionsEnded === 1 ? 'one other device' : `${sessionsEnded} other devices`}.`;
      showToast({ text, tone: 'good' });
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
  });
  return (
    <Button small busy={end.isPending} onClick={() => end.mutate()}>
      Sign out everywhere else
    </Button>
  );
}
