import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { useHolds, useOrg } from '../session.ts';
import { ConnectionCard } from './ConnectionCard.tsx';
import { ConnectionDialog } from './ConnectionDialog.tsx';
import { DomainSection } from './DomainSection.tsx';
import { MappingSection } from './MappingSection.tsx';
import { takeSsoProblem } from './problem-cookie.ts';
import { connectionsQuery } from './queries.ts';
import { RulesSection } from './RulesSection.tsx';

export const notAdmin = 'Only administrators can do this. Ask one of them.';

/** Setting single sign-on up, from top to bottom: domains, providers, what groups mean, and the rules. */
export function SingleSignOnPage() {
  const org = useOrg();
  const connections = useQuery(connectionsQuery);
  const [making, setMaking] = useState(false);
  const [problem] = useState(takeSsoProblem);
  const because = useHolds('sso_connection.create') ? null : notAdmin;
  return (
    <Page
      title="Single sign-on"
      above={
        <Link to="/$org/people" params={{ org }} className="text-link">
          People
        </Link>
      }
      below={
        <>
          <span>Your own identity provider says who comes in, and what they may do here</span>
          <Link to="/$org/people/provisioning" params={{ org }} className="text-link">
            Provisioning (SCIM)
          </Link>
        </>
      }
    >
      {problem !== null && (
        <div className="mb-6">
          <FormProblem error={problem} />
        </div>
      )}
      <DomainSection />
      <Section
        title="Identity providers"
        aside={
          <Button small disabledBecause={because} onClick={() => setMaking(true)}>
            Set one up
          </Button>
        }
      >
        <Loaded query={connections} skeleton={<Skeleton rows={2} height={120} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="No identity provider">
                Set up the one of your organization, with OpenID Connect or SAML. It is switched off until you
                have tested it.
              </EmptyState>
            ) : (
              <ul className="flex flex-col gap-4">
                {items.map((connection) => (
                  <li key={connection.id}>
                    <ConnectionCard connection={connection} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <MappingSection />
      <RulesSection />
      {making && <ConnectionDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}
