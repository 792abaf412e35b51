import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessReview, ReviewedGrant } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { accessReviewQuery, placeText } from '../queries.ts';
import { useHolds } from '../session.ts';
import { onlyAdmins } from '../teams/team.ts';
import { GranteeName, RoleAndPlace, Until } from './GrantsTab.tsx';
import { RecordedReviews } from './RecordedReviews.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';

const views = {
  all: { label: 'All grants', shows: () => true },
  unused: { label: 'Unused for 90 days', shows: ({ unused }: ReviewedGrant) => unused },
  over: { label: 'Ended, or held by nobody', shows: ({ ended, held }: ReviewedGrant) => ended || !held },
  endless: { label: 'Without an end', shows: ({ endsAt }: ReviewedGrant) => endsAt === null },
} as const;
const viewNames = ['all', 'unused', 'over', 'endless'] as const;
type View = (typeof viewNames)[number];

const Use = ({ grant: { unused, held, lastUsed } }: { grant: ReviewedGrant }) => (
  <span className="flex flex-wrap items-center gap-2">
    {!held ? (
      <Status word="held by nobody" shape="dash" tone="plain" />
    ) : (
      unused && <Status word="unused" shape="dash" tone="warn" />
    )}
    {lastUsed === null ? <span className="text-ink-faint">never seen</span> : <Time at={lastUsed} />}
  </span>
);

const columns = (
  because: string | null,
  revoke: (grant: ReviewedGrant) => void,
): readonly Column<ReviewedGrant>[] => [
  { name: 'Who', width: 'minmax(0,1.2fr)', cell: ({ principal }) => <GranteeName grantee={principal} /> },
  { name: 'Role', width: 'minmax(0,1fr)', cell: (grant) => <RoleAndPlace grant={grant} /> },
  {
    name: 'Where',
    width: 'minmax(0,1.2fr)',
    from: 'md',
    cell: ({ scope }) => <span className="block truncate">{placeText(scope)}</span>,
  },
  { name: 'Last used', width: 'minmax(0,1.2fr)', from: 'sm', cell: (grant) => <Use grant={grant} /> },
  { name: 'Until', width: '7.5rem', from: 'lg', cell: (grant) => <Until grant={grant} /> },
  {
    name: 'Take away',
    width: '6rem',
    right: true,
    cell: (grant) => (
      <Button small disabledBecause={because} onClick={() => revoke(grant)}>
        Revoke<span className="sr-only">{` ${grant.role} of ${grant.principal.displayName}`}</span>
      </Button>
    ),
  },
];

/** Who holds what and whether they use it, one click from taking it away, and the record of having looked. */
export function ReviewTab() {
  const review = useQuery(accessReviewQuery);
  return (
    <Loaded query={review}>
      {(loaded) => (
        <>
          <Looked review={loaded} />
          <RecordedReviews review={loaded} />
        </>
      )}
    </Loaded>
  );
}

function Looked({ review: { items } }: { review: AccessReview }) {
  const [view, setView] = useState<View>('all');
  const [open, setOpen] = useState<ReviewedGrant | null>(null);
  const because = useHolds('grant.revoke') ? null : onlyAdmins;
  const shown = items.filter(views[view].shows);
  return (
    <Section title="Who holds what, and uses it">
      <p className="text-ink-soft mb-4 max-w-prose leading-relaxed">
        Last used is when a holder last did what the role permits, as the ledger tells. Reading leaves no
        entry: a role that only reads counts by whatever its holder did, such as signing in.
      </p>
      <div className="mb-4 max-w-xs">
        <Select
          label="Show"
          value={view}
          options={viewNames.map((name) => ({
            value: name,
            label: `${views[name].label} (${items.filter(views[name].shows).length})`,
          }))}
          onChange={({ target }) => setView(viewNames.find((name) => name === target.value) ?? 'all')}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState title="None">There is nothing of this kind to look at.</EmptyState>
      ) : (
        <Table
          label="Grants under review"
          columns={columns(because, setOpen)}
          rows={shown}
          rowKey={({ id }) => id}
        />
      )}
      {open !== null && <RevokeDialog grant={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}
