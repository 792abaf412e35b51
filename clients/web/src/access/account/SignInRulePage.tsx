import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { patch } from '../../api/client.ts';
import type { SignInRule } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { useHolds, useOrg } from '../session.ts';
import { signInRuleQuery } from './queries.ts';
import { SessionsOfAll } from './SessionsOfAll.tsx';

const choices = [
  {
    value: 'optional',
    label: 'A password is enough',
    about: 'Whoever wants adds a passkey or an authenticator app. Single sign-on is as your provider has it.',
  },
  {
    value: 'required',
    label: 'A second factor is required of everybody',
    about:
      'At their next sign-in with a password, people who have none set up an authenticator app before they come in.',
  },
] as const;

/** How everybody of the organization signs in. */
export function SignInRulePage() {
  const org = useOrg();
  const rule = useQuery(signInRuleQuery);
  const seesSessions = useHolds('session.list_all');
  return (
    <Page
      title="How people sign in"
      above={
        <Link to="/$org/people" params={{ org }} className="text-link">
          People
        </Link>
      }
    >
      <Section title="Second factor" className="max-w-2xl">
        <Loaded query={rule} skeleton={<Skeleton rows={2} height={72} />}>
          {(loaded) => <RuleForm rule={loaded} />}
        </Loaded>
      </Section>
      {seesSessions && <SessionsOfAll />}
    </Page>
  );
}

function RuleForm({ rule }: { rule: SignInRule }) {
  const queryClient = useQueryClient();
  const mayChange = useHolds('sign_in_rule.update');
  const [chosen, setChosen] = useState(rule.secondFactor);
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: () => patch<{ sessionsEnded: number }>('/api/v1/sign-in-rule', { secondFactor: chosen }),
    onSuccess: async ({ sessionsEnded }) => {
      await Promise.all(
        ['sign-in-rule', 'sessions', 'account'].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key] }),
        ),
      );
      showToast({
        text:
          chosen === 'required'
            ? `A second factor is required from now on. Sessions that ended: ${sessionsEnded}.`
            : 'A password is enough from now on.',
        tone: 'good',
      });
      setAsking(false);
    },
  });
  return (
    <>
      <RadioCards
        legend="To sign in with a password"
        name="second-factor"
        choices={choices}
        value={chosen}
        onChange={setChosen}
      />
      <div className="mt-4">
        <Button
          look="primary"
          disabledBecause={
            !mayChange
              ? 'Only administrators can change this. Ask one of them.'
              : chosen === rule.secondFactor
                ? 'This is how it is now.'
                : null
          }
          onClick={() => setAsking(true)}
        >
          Change it…
        </Button>
      </div>
      {asking && (
        <Confirm
          title={
            chosen === 'required' ? 'Require a second factor of everybody?' : 'Let a password be enough?'
          }
          act={chosen === 'required' ? 'Require it' : 'Let it be enough'}
          busy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate()}
          onClose={() => {
            change.reset();
            setAsking(false);
          }}
        >
          {chosen === 'required' ? (
            <ul className="list-disc space-y-1 pl-5">
              <li>Everybody who signed in with a password alone is signed out at once.</li>
              <li>When they sign in again, they set up an authenticator app on the way.</li>
              <li>Keys and single sign-on go on as they do.</li>
              <li>You can take it back here at any time.</li>
            </ul>
          ) : (
            <p>Nobody is signed out. People who have a second factor go on using it until they remove it.</p>
          )}
        </Confirm>
      )}
    </>
  );
}
