import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg, useSession } from '../access/session.ts';
import { get } from '../api/client.ts';
import type { Home } from '../api/types.ts';
import { BreakGlassAlert } from '../changes/going-live/BreakGlassAlert.tsx';
import { InboxTable } from '../changes/inbox/InboxTable.tsx';
import { buttonClass } from '../design/Button.tsx';
import { Page, Section } from '../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { ExecutionTable } from '../gateway/ExecutionTable.tsx';
import { FavoritesSection } from '../libraries/FavoritesSection.tsx';
import { FigureCard } from './FigureCard.tsx';

const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => get<Home>('/api/v1/measures/home', signal),
});

export function HomePage() {
  const org = useOrg();
  const { principal, organization } = useSession();
  const home = useQuery(homeQuery);
  return (
    <Page
      title="Home"
      heading={`Hello, ${principal.displayName.split(' ')[0]}`}
      below={`What waits for you at ${organization.displayName}, and what ran`}
    >
      <Loaded query={home} skeleton={<HomeSkeleton />}>
        {({ waiting, recent, figures }) => (
          <>
            <BreakGlassAlert />
            <Section
              title="Waiting for you"
              aside={
                <Link to="/$org/inbox" params={{ org }} className="text-link">
                  Inbox
                </Link>
              }
            >
              {waiting.length === 0 ? (
                <EmptyState
                  title="Nothing waits for you"
                  action={
                    <Link to="/$org/libraries" params={{ org }} className={buttonClass('secondary')}>
                      Look at the libraries
                    </Link>
                  }
                >
                  When a change needs your review, your approval or your publishing, it stands here.
                </EmptyState>
              ) : (
                <InboxTable label="Changes that wait for you" changes={waiting} />
              )}
            </Section>
            <FavoritesSection />
            <Section title="In figures">
              <div className="grid grid-cols-1 gap-3 min-[420px]:grid-cols-2 lg:grid-cols-4">
                {figures.map((figure) => (
                  <FigureCard key={figure.id} figure={figure} />
                ))}
              </div>
            </Section>
            <Section
              title="Your recent executions"
              aside={
                <Link to="/$org/executions" params={{ org }} className="text-link">
                  All executions
                </Link>
              }
            >
              {recent.length === 0 ? (
                <EmptyState title="You have not run anything yet">
                  Open a published prompt and choose “Try it”, or point an OpenAI client at this server.
                </EmptyState>
              ) : (
                <ExecutionTable label="Your recent executions" executions={recent} />
              )}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

const HomeSkeleton = () => (
  <>
    <div className="skeleton mb-3 h-6 w-40" />
    <Skeleton rows={3} height={48} />
    <div className="my-8 grid grid-cols-1 gap-3 min-[420px]:grid-cols-2 lg:grid-cols-4">
      {['a', 'b', 'c', 'd'].map((key) => (
        <div key={key} className="skeleton h-32" />
      ))}
    </div>
    <Skeleton rows={6} height={48} />
  </>
);
