import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Person } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Page, Section } from '../design/Page.tsx';
import { Badge, Status } from '../design/Status.tsx';
import { EmptyState, Loaded } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { EvidenceButton } from '../intelligence/evidence/EvidenceButton.tsx';
import { HandOverDialog } from '../libraries/ownership/HandOverDialog.tsx';
import { OwnedList } from '../libraries/ownership/OwnedList.tsx';
import { assetsCounted } from '../libraries/ownership/owned.ts';
import { ownedQuery } from '../libraries/ownership/queries.ts';
import { PersonSignIn } from './account/PersonSignIn.tsx';
import { DeactivateDialog } from './DeactivateDialog.tsx';
import { appsQuery, grantText, peopleQuery } from './queries.ts';
import { useHolds, useSession } from './session.ts';
import { TeamsOf } from './teams/TeamsOf.tsx';

const route = getRouteApi('/$org/people/$person');

/** One person: who they are, what they own, and what an administrator can do about it. */
export function PersonPage() {
  const { org, person: id } = route.useParams();
  const people = useQuery(peopleQuery);
  const person = people.data?.items.find((one) => one.id === id);
  return (
    <Page
      title={person?.displayName ?? 'Person'}
      above={
        <Link to="/$org/people" params={{ org }} className="text-link">
          People
        </Link>
      }
      below={person !== undefined && <PersonFacts person={person} />}
      actions={person !== undefined && <Acts person={person} />}
    >
      <Loaded query={people}>
        {() =>
          person === undefined ? (
            <EmptyState title="Nobody has this address">
              Perhaps it was copied incompletely. Choose somebody on the page “People”.
            </EmptyState>
          ) : (
            <>
              <TeamsOf person={person} />
              <PersonSignIn person={person} />
              <Owned person={person} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

const PersonFacts = ({ person }: { person: Person }) => (
  <>
    {person.active ? (
      <Status word="active" shape="check" tone="good" />
    ) : (
      <Status word="left" shape="dash" tone="plain" />
    )}
    <span className="wrap-anywhere">{person.email}</span>
    {person.roles.map((grant) => (
      <Badge key={grant.id + (grant.team?.id ?? '')}>{grantText(grant)}</Badge>
    ))}
    <span>
      since <Time at={person.createdAt} />
    </span>
  </>
);

function Acts({ person }: { person: Person }) {
  const [open, setOpen] = useState<'hand-over' | 'deactivate' | null>(null);
  const owned = useQuery(ownedQuery(person.id)).data?.items.length;
  const apps = useQuery(appsQuery).data?.items ?? [];
  const me = useSession().principal.id;
  const mayHandOver = useHolds('owner.hand_over') || person.id === me;
  const mayDeactivate = useHolds('person.deactivate');
  const handOverBecause = !mayHandOver
    ? `Only ${person.displayName} and administrators can hand these over.`
    : owned === undefined
      ? 'What they own is still loading.'
      : owned === 0
        ? `${person.displayName} owns nothing that you can see.`
        : null;
  const deactivateBecause = !mayDeactivate
    ? 'Only administrators can do this. Ask one of them.'
    : !person.active
      ? `${person.displayName} has left already.`
      : person.id === me
        ? 'This is you. Ask another administrator to do it.'
        : owned === undefined
          ? 'What they own is still loading.'
          : null;
  const close = () => setOpen(null);
  const mayList = useHolds('entry.list');
  return (
    <>
      {mayList && <PersonEvidence person={person.id} />}
      <Button disabledBecause={handOverBecause} onClick={() => setOpen('hand-over')}>
        Hand over…
      </Button>
      <Button look="danger" disabledBecause={deactivateBecause} onClick={() => setOpen('deactivate')}>
        Deactivate…
      </Button>
      {open === 'hand-over' && <HandOverDialog person={person} count={owned ?? 0} onClose={close} />}
      {open === 'deactivate' && (
        <DeactivateDialog
          person={person}
          apps={apps.filter(({ owner }) => owner.id === person.id)}
          owned={owned ?? 0}
          onClose={close}
        />
      )}
    </>
  );
}

/** The last ninety days: what an auditor asks about somebody first. */
function PersonEvidence({ person }: { person: string }) {
  const [until] = useState(() => new Date());
  const since = new Date(until.getTime() - 90 * 86_400_000);
  const period = { since: since.toISOString(), until: until.toISOString() };
  return <EvidenceButton subject={{ kind: 'person', person, ...period }} />;
}

function Owned({ person }: { person: Person }) {
  const owned = useQuery(ownedQuery(person.id));
  const count = owned.data?.items.length;
  return (
    <Section title={count === undefined ? 'Owns' : `Owns ${assetsCounted(count)}`}>
      <Loaded query={owned}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing that you can see">
              Whoever first writes an asset owns it, until somebody names another owner on its page.
            </EmptyState>
          ) : (
            <OwnedList label={`What ${person.displayName} owns`} assets={items} />
          )
        }
      </Loaded>
    </Section>
  );
}
