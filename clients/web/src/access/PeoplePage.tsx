import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { App, Person } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Page, Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { Badge, Status } from '../design/Status.tsx';
import { EmptyState, Loaded } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { AppDialog } from './AppDialog.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { Keys } from './Keys.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { appsQuery, grantText, peopleQuery } from './queries.ts';
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
  const seesSignIn = useHolds('sign_in_rule.read');
  const seesSso = useHolds('sso_connection.list');
  const notAdmin = 'Only administrators can do this. Ask one of them.';
  const personBecause = useHolds('person.create') ? null : notAdmin;
  const appBecause = useHolds('app.create') ? null : notAdmin;
  const keyBecause = useHolds('key.create') ? null : 'Your role cannot make keys.';
  const close = () => setOpen(null);
  return (
    <Page
      title="People"
      below={
        <>
          <span>Who is here, in which roles, and with which keys</span>
          {seesSignIn && (
            <Link to="/$org/people/sign-in" params={{ org }} className="text-link">
              How people sign in
            </Link>
          )}
          <Link to="/$org/people/access" params={{ org }} className="text-link">
            Roles, grants and reviews
          </Link>
          {seesSso && (
            <Link to="/$org/people/single-sign-on" params={{ org }} className="text-link">
              Single sign-on
            </Link>
          )}
        </>
      }
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
