import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { remove, segment } from '../api/client.ts';
import { sentenceOf } from '../api/problem.ts';
import type { App, Key, Person } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Confirm } from '../design/Confirm.tsx';
import { Page, Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { Badge, Status } from '../design/Status.tsx';
import { EmptyState, Loaded } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { showToast } from '../design/toasts.ts';
import { AppDialog } from './AppDialog.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { appsQuery, grantText, keysQuery, peopleQuery } from './queries.ts';
import { useHolds, useOrg } from './session.ts';
import { TeamsSection } from './teams/TeamsSection.tsx';

const personColumns = (org: string): readonly Column<Person>[] => [
  {
    name: 'Name',
    width: 'minmax(0,1.2fr)',
    cell: ({ id, displayName, email }) => (
      <>
        <RowLink to="/$org/people/$person" params={{ org, person: id }}>
          {displayName}
        </RowLink>
        <span className="text-ink-soft block truncate text-xs">{email}</span>
      </>
    ),
  },
  {
    name: 'Roles',
    width: 'minmax(0,2fr)',
    cell: ({ roles }) => (
      <span className="flex flex-wrap gap-1">
        {roles.length === 0 ? (
          <span className="text-ink-faint">no role</span>
        ) : (
          roles.map((grant) => <Badge key={grantText(grant)}>{grantText(grant)}</Badge>)
        )}
      </span>
    ),
  },
  {
    name: 'Status',
    width: '6.5rem',
    from: 'sm',
    cell: ({ active }) =>
      active ? (
        <Status word="active" shape="check" tone="good" />
      ) : (
        <Status word="left" shape="dash" tone="plain" />
      ),
  },
  { name: 'Since', width: '7rem', from: 'md', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

const appColumns: readonly Column<App>[] = [
  {
    name: 'App',
    width: 'minmax(0,1fr)',
    cell: ({ id, displayName }) => <PersonName person={{ id, kind: 'app', displayName }} />,
  },
  { name: 'Owner', width: 'minmax(0,1fr)', cell: ({ owner }) => <PersonName person={owner} /> },
];

export function PeoplePage() {
  const org = useOrg();
  const people = useQuery(peopleQuery);
  const apps = useQuery(appsQuery);
  const [open, setOpen] = useState<'person' | 'app' | 'key' | null>(null);
  const notAdmin = 'Only administrators can do this. Ask one of them.';
  const personBecause = useHolds('person.create') ? null : notAdmin;
  const appBecause = useHolds('app.create') ? null : notAdmin;
  const keyBecause = useHolds('key.create') ? null : 'Your role cannot make keys.';
  const close = () => setOpen(null);
  return (
    <Page
      title="People"
      below="Who is here, in which roles, and with which keys"
      actions={
        <Button
          look="primary"
          icon={<Plus size={16} aria-hidden />}
          disabledBecause={personBecause}
          onClick={() => setOpen('person')}
        >
          Add a person
        </Button>
      }
    >
      <Section title="People">
        <Loaded query={people}>
          {({ items }) => (
            <Table label="People" columns={personColumns(org)} rows={items} rowKey={({ id }) => id} />
          )}
        </Loaded>
      </Section>
      <TeamsSection />
      <Section
        title="Apps"
        aside={
          <Button
            small
            icon={<Plus size={14} aria-hidden />}
            disabledBecause={appBecause}
            onClick={() => setOpen('app')}
          >
            Add an app
          </Button>
        }
      >
        <Loaded query={apps}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="No apps yet">
                An app is a machine identity with an owner. Make one for each program that runs prompts.
              </EmptyState>
            ) : (
              <Table label="Apps" columns={appColumns} rows={items} rowKey={({ id }) => id} />
            )
          }
        </Loaded>
      </Section>
      <Section
        title="Keys"
        aside={
          <Button
            small
            icon={<KeyRound size={14} aria-hidden />}
            disabledBecause={keyBecause}
            onClick={() => setOpen('key')}
          >
            Make a key
          </Button>
        }
      >
        <Keys />
      </Section>
      {open === 'person' && <PersonDialog onClose={close} />}
      {open === 'app' && <AppDialog onClose={close} />}
      {open === 'key' && <KeyDialog apps={apps.data?.items ?? []} onClose={close} />}
    </Page>
  );
}

function Keys() {
  const keys = useQuery(keysQuery);
  const queryClient = useQueryClient();
  const [revoking, setRevoking] = useState<Key | null>(null);
  const revoke = useMutation({
    mutationFn: (key: Key) => remove(`/api/v1/keys/${segment(key.id)}`),
    onSuccess: (_, key) => {
      showToast({
        text: `${key.displayName} is revoked. Programs that use it are refused from now on.`,
        tone: 'good',
      });
      setRevoking(null);
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  const columns: readonly Column<Key>[] = [
    {
      name: 'Key',
      width: 'minmax(0,1.4fr)',
      cell: ({ displayName, prefix }) => (
        <>
          <span className="block truncate font-medium">{displayName}</span>
          <code className="text-ink-soft font-mono text-xs">{prefix}…</code>
        </>
      ),
    },
    {
      name: 'Of',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ principal }) => principal && <PersonName person={principal} />,
    },
    {
      name: 'Made',
      width: '7rem',
      from: 'md',
      cell: ({ createdAt }) => createdAt && <Time at={createdAt} />,
    },
    {
      name: 'Until',
      width: '7rem',
      from: 'md',
      cell: ({ expiresAt }) =>
        expiresAt ? <Time at={expiresAt} /> : <span className="text-ink-faint">no end</span>,
    },
    {
      name: 'Revoke',
      width: '6.5rem',
      right: true,
      cell: (key) =>
        key.revokedAt ? (
          <Status word="revoked" shape="cross" tone="plain" />
        ) : (
          <Button
            small
            look="danger"
            aria-label={`Revoke ${key.displayName}`}
            onClick={() => setRevoking(key)}
          >
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <>
      <Loaded query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No keys yet">
              A key lets a program call the API and the gateway as you, or as an app of yours.
            </EmptyState>
          ) : (
            <Table label="Keys" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
      {revoking !== null && (
        <Confirm
          title={`Revoke ${revoking.displayName}?`}
          act="Revoke the key"
          busy={revoke.isPending}
          onConfirm={() => revoke.mutate(revoking)}
          onClose={() => setRevoking(null)}
        >
          Every program that uses the key {revoking.prefix}… is refused at once. A revoked key cannot come
          back: make a new one instead.
        </Confirm>
      )}
    </>
  );
}
