import { useQuery } from '@tanstack/react-query';
import { useOrg } from '../../access/session.ts';
import type { Hold } from '../../api/types.ts';
import { Page, Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { ExecutionsNav } from '../ExecutionsNav.tsx';
import { holdsQuery } from './queries.ts';
import { HoldStatus, holdTitle } from './status.tsx';

/** Calls that a rule holds until a person has looked at them. */
export function HoldsPage() {
  const query = useQuery(holdsQuery);
  return (
    <Page title="Held calls" below="Calls that a rule holds until a person has looked at them">
      <ExecutionsNav />
      <Loaded query={query} skeleton={<Skeleton rows={5} height={52} />}>
        {({ items }) => <Holds holds={items} />}
      </Loaded>
    </Page>
  );
}

function Holds({ holds }: { holds: readonly Hold[] }) {
  const waiting = holds.filter(({ state }) => state === 'waiting');
  const decided = holds.filter(({ state }) => state !== 'waiting');
  if (holds.length === 0)
    return (
      <EmptyState title="Nothing is held">
        A rule with the obligation hold:human has a call wait here, until an approver other than who asked
        lets it run or not.
      </EmptyState>
    );
  return (
    <>
      <Section title="Waiting">
        {waiting.length === 0 ? (
          <p className="text-ink-soft">Nothing waits for anybody.</p>
        ) : (
          <HoldTable label="Calls that wait" holds={waiting} />
        )}
      </Section>
      {decided.length > 0 && (
        <Section title="Decided">
          <HoldTable label="Calls that were decided" holds={decided} />
        </Section>
      )}
    </>
  );
}

function HoldTable({ label, holds }: { label: string; holds: readonly Hold[] }) {
  const org = useOrg();
  const columns: readonly Column<Hold>[] = [
    {
      name: 'Call',
      width: 'minmax(0,2fr)',
      cell: (hold) => (
        <>
          <RowLink to="/$org/executions/holds/$hold" params={{ org, hold: hold.id }}>
            {holdTitle(hold)}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">
            {hold.rules.map(({ reason }) => reason).join(' ')}
          </span>
        </>
      ),
    },
    {
      name: 'Asked by',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ principal }) => <PersonName person={principal} />,
    },
    { name: 'State', width: '8rem', cell: ({ state }) => <HoldStatus state={state} /> },
    { name: 'When', width: '6.5rem', from: 'md', right: true, cell: ({ at }) => <Time at={at} /> },
  ];
  return <Table label={label} columns={columns} rows={holds} rowKey={({ id }) => id} />;
}
