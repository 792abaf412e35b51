import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { TeamDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { Loaded } from '../../design/states.tsx';
import { teamQuery } from '../queries.ts';
import { useHolds } from '../session.ts';
import { AddMember } from './AddMember.tsx';
import { MemberTable } from './MemberTable.tsx';
import { RetireTeamDialog } from './RetireTeamDialog.tsx';
import { TeamDialog } from './TeamDialog.tsx';
import { onlyAdmins, peopleCounted } from './team.ts';

const route = getRouteApi('/$org/people/teams/$team');

/** One team: who is in it, and whom a requirement therefore asks that names it. */
export function TeamPage() {
  const { org, team: name } = route.useParams();
  const team = useQuery(teamQuery(name));
  return (
    <Page
      title={team.data?.displayName ?? name}
      above={
        <Link to="/$org/people" params={{ org }} className="text-link">
          People
        </Link>
      }
      below={team.data !== undefined && <TeamFacts team={team.data} org={org} />}
      actions={team.data !== undefined && <Acts team={team.data} />}
    >
      <Loaded query={team}>
        {(loaded) => (
          <>
            {loaded.description !== '' && (
              <p className="mb-6 max-w-prose leading-relaxed whitespace-pre-line">{loaded.description}</p>
            )}
            <Section title="Who is in it">
              <MemberTable team={loaded} />
              <AddMember team={loaded} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

const TeamFacts = ({ team, org }: { team: TeamDetail; org: string }) => (
  <>
    <span>
      team <code className="font-mono text-xs">{team.name}</code>
    </span>
    <span>{peopleCounted(team.people)}</span>
    {team.partOf.length > 0 && (
      <span>
        part of{' '}
        {team.partOf.map(({ id, name, displayName }, at) => (
          <span key={id}>
            {at > 0 && ', '}
            <Link to="/$org/people/teams/$team" params={{ org, team: name }} className="text-link">
              {displayName}
            </Link>
          </span>
        ))}
      </span>
    )}
  </>
);

function Acts({ team }: { team: TeamDetail }) {
  const [open, setOpen] = useState<'edit' | 'retire' | null>(null);
  const editBecause = useHolds('team.update') ? null : onlyAdmins;
  const retireBecause = useHolds('team.retire') ? null : onlyAdmins;
  const close = () => setOpen(null);
  return (
    <>
      <Button disabledBecause={editBecause} onClick={() => setOpen('edit')}>
        Edit…
      </Button>
      <Button look="danger" disabledBecause={retireBecause} onClick={() => setOpen('retire')}>
        Retire…
      </Button>
      {open === 'edit' && <TeamDialog edited={team} onClose={close} />}
      {open === 'retire' && <RetireTeamDialog team={team} onClose={close} />}
    </>
  );
}
