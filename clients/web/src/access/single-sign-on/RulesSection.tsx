import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { patch, post, remove } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { SsoSetting } from '../../api/types.ts';
import { Button, IconButton } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Checkbox, Select } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { peopleQuery } from '../queries.ts';
import { roles } from '../RoleFields.tsx';
import { useHolds } from '../session.ts';
import { settingQuery } from './queries.ts';

const notAdmin = 'Only administrators can do this. Ask one of them.';
const path = '/api/v1/sso/settings';

/** Who is made by coming, what everybody gets, and whether there is another way in. */
export function RulesSection() {
  const setting = useQuery(settingQuery);
  return (
    <Section title="Rules" className="max-w-2xl">
      <Loaded query={setting} skeleton={<Skeleton rows={3} height={56} />}>
        {(loaded) => (
          <div className="card divide-y">
            <Newcomers setting={loaded} />
            <WayBack setting={loaded} />
            <Enforcing setting={loaded} />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function useChange() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Pick<SsoSetting, 'enforced' | 'provisioning' | 'defaultRole'>>) =>
      patch(path, change),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: settingQuery.queryKey }),
  });
}

function Newcomers({ setting }: { setting: SsoSetting }) {
  const may = useHolds('sso_setting.update');
  const change = useChange();
  return (
    <div className="flex flex-col gap-4 p-4">
      <Checkbox
        label="Make people when they first come"
        hint="Otherwise only people whom an admin or provisioning has made can sign in."
        checked={setting.provisioning}
        disabled={!may || change.isPending}
        onChange={({ target }) => change.mutate({ provisioning: target.checked })}
      />
      <div className="w-72 max-w-full">
        <Select
          label="Role of those to whom no group gives one"
          hint="None: they are not let in."
          value={setting.defaultRole ?? ''}
          disabled={!may || change.isPending}
          options={[{ value: '', label: 'None' }, ...roles.map((role) => ({ value: role, label: role }))]}
          onChange={({ target }) => change.mutate({ defaultRole: target.value === '' ? null : target.value })}
        />
      </div>
    </div>
  );
}

/** The admins who get in when the identity provider is down. */
function WayBack({ setting }: { setting: SsoSetting }) {
  const queryClient = useQueryClient();
  const may = useHolds('sso_exemption.create');
  const people = useQuery(peopleQuery).data?.items ?? [];
  const named = new Set(setting.exemptions.map(({ person }) => person.id));
  const admins = people.filter(
    ({ id, active, roles: held }) =>
      active &&
      !named.has(id) &&
      held.some(({ role, scope }) => role === 'admin' && scope.kind === 'organization'),
  );
  const [chosen, setChosen] = useState('');
  const settled = {
    onError: (error: unknown) => showToast({ text: sentenceOf(error), tone: 'bad' as const }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: settingQuery.queryKey }),
  };
  const name = useMutation({
    mutationFn: () => post('/api/v1/sso/exemptions', { person: chosen }),
    ...settled,
    onSuccess: () => setChosen(''),
  });
  const unname = useMutation({
    mutationFn: (id: string) => remove(`/api/v1/sso/exemptions/${id}`),
    ...settled,
  });
  return (
    <div className="p-4">
      <h3 className="font-medium">When the provider is down</h3>
      <p className="text-ink-soft mt-1 text-xs leading-relaxed">
        These admins may sign in with their password even when single sign-on is enforced. Each time is
        recorded, and all admins and auditors are told.
      </p>
      <ul className="mt-2">
        {setting.exemptions.map(({ person }) => (
          <li key={person.id} className="flex items-center justify-between gap-2">
            {person.displayName}
            {may && (
              <IconButton
                label={`Take that from ${person.displayName}`}
                icon={<X size={16} aria-hidden />}
                onClick={() => unname.mutate(person.id)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap items-end gap-2">
        <div className="w-64 max-w-full">
          <Select
            label="Admin"
            value={chosen}
            options={[
              { value: '', label: admins.length === 0 ? 'Every admin is named' : 'Choose an admin' },
              ...admins.map(({ id, displayName }) => ({ value: id, label: displayName })),
            ]}
            onChange={({ target }) => setChosen(target.value)}
          />
        </div>
        <Button
          busy={name.isPending}
          disabledBecause={!may ? notAdmin : chosen === '' ? 'Choose an admin first.' : null}
          onClick={() => name.mutate()}
        >
          Name them
        </Button>
      </div>
    </div>
  );
}

function Enforcing({ setting }: { setting: SsoSetting }) {
  const may = useHolds('sso_setting.update');
  const [asking, setAsking] = useState(false);
  const change = useChange();
  const { enforced } = setting;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 p-4">
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-2 font-medium">
          Single sign-on only
          <Status
            {...(enforced
              ? ({ word: 'Enforced', shape: 'check', tone: 'good' } as const)
              : ({ word: 'Not enforced', shape: 'ring', tone: 'plain' } as const))}
          />
        </h3>
        <p className="text-ink-soft mt-1 text-xs leading-relaxed">
          {enforced
            ? 'Nobody signs in with a password or a passkey, but those who are named above.'
            : 'People may also sign in with a password or a passkey.'}
        </p>
      </div>
      <Button
        look={enforced ? 'secondary' : 'primary'}
        disabledBecause={
          !may
            ? notAdmin
            : !enforced && setting.exemptions.length === 0
              ? 'Name an admin first who gets in when the provider is down.'
              : null
        }
        onClick={() => setAsking(true)}
      >
        {enforced ? 'Stop enforcing it…' : 'Enforce it…'}
      </Button>
      {asking && (
        <Confirm
          title={enforced ? 'Let people sign in otherwise again?' : 'Enforce single sign-on?'}
          act={enforced ? 'Stop enforcing it' : 'Enforce it'}
          danger={!enforced}
          busy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate({ enforced: !enforced }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          {enforced ? (
            <p>Passwords and passkeys work again from the next sign-in on. Nobody is signed out.</p>
          ) : (
            <ul className="list-disc space-y-1 pl-5">
              <li>Everybody who signed in otherwise is signed out at once; you are not.</li>
              <li>
                From then on passwords and passkeys open nothing, but for{' '}
                {setting.exemptions.map(({ person }) => person.displayName).join(', ')}.
              </li>
              <li>Keys of people and apps go on as they do.</li>
              <li>You can take it back here.</li>
            </ul>
          )}
        </Confirm>
      )}
    </div>
  );
}
