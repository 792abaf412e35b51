import { useQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Grant, GranteeRef } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { grantsQuery, placeText } from '../queries.ts';
import { useHolds } from '../session.ts';
import { onlyAdmins } from '../teams/team.ts';
import { GrantDialog } from './GrantDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';

/** A person, an app or a team. */
export const GranteeName = ({ grantee: { id, kind, displayName } }: { grantee: GranteeRef }) =>
  kind === 'team' ? (
    <span className="flex min-w-0 items-center gap-1.5">
      <UsersRound size={14} aria-hidden className="text-ink-faint shrink-0" />
      <span className="truncate">{displayName}</span>
      <span className="sr-only">(team)</span>
    </span>
  ) : (
    <PersonName person={{ id, kind, displayName }} />
  );

/** Until when, and whether that is over. */
export const Until = ({ grant: { endsAt, ended } }: { grant: Pick<Grant, 'endsAt' | 'ended'> }) =>
  ended ? (
    <Status word="ended" shape="dash" tone="warn" />
  ) : endsAt === null ? (
    <span className="text-ink-faint">no end</span>
  ) : (
    <Time at={endsAt} />
  );

/** The role, and on narrow screens what the columns that are left out would say. */
export const RoleAndPlace = ({ grant }: { grant: Grant }) => (
  <>
    <span className="font-medium">{grant.role}</span>
    <span className="text-ink-soft block truncate text-xs md:hidden">
      {grant.scope.kind === 'organization' ? 'everywhere' : `on ${placeText(grant.scope)}`}
    </span>
    {grant.ended && <span className="text-warn block text-xs sm:hidden">ended</span>}
  </>
);

const columns = (because: string | null, revoke: (grant: Grant) => void): readonly Column<Grant>[] => [
  { name: 'Who', width: 'minmax(0,1.2fr)', cell: ({ principal }) => <GranteeName grantee={principal} /> },
  { name: 'Role', width: 'minmax(0,1fr)', cell: (grant) => <RoleAndPlace grant={grant} /> },
  {
    name: 'Where',
    width: 'minmax(0,1.2fr)',
    from: 'md',
    cell: ({ scope }) => <span className="block truncate">{placeText(scope)}</span>,
  },
  { name: 'Until', width: '7.5rem', from: 'sm', cell: (grant) => <Until grant={grant} /> },
  {
    name: 'Why it was given',
    width: 'minmax(0,1.4fr)',
    from: 'lg',
    cell: ({ reason, createdBy }) => (
      <span className="text-ink-soft block truncate">
        {reason ?? 'no reason given'}
        {createdBy !== null && <span className="text-ink-faint">{` · ${createdBy.displayName}`}</span>}
      </span>
    ),
  },
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

/** Every grant: who, which role, where, until when and why. */
export function GrantsTab() {
  const grants = useQuery(grantsQuery);
  const [open, setOpen] = useState<'new' | Grant | null>(null);
  const giveBecause = useHolds('grant.create') ? null : onlyAdmins;
  const revokeBecause = useHolds('grant.revoke') ? null : onlyAdmins;
  const close = () => setOpen(null);
  const give = (
    <Button
      small
      icon={<Plus size={14} aria-hidden />}
      disabledBecause={giveBecause}
      onClick={() => setOpen('new')}
    >
      Give a role
    </Button>
  );
  return (
    <Section title="Who holds what" aside={give}>
      <Loaded query={grants}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nobody holds anything that you can see" />
          ) : (
            <Table
              label="Grants"
              columns={columns(revokeBecause, setOpen)}
              rows={items}
              rowKey={({ id }) => id}
            />
          )
        }
      </Loaded>
      {open === 'new' && <GrantDialog onClose={close} />}
      {open !== null && open !== 'new' && <RevokeDialog grant={open} onClose={close} />}
    </Section>
  );
}
