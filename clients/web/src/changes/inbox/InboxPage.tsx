import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { buttonClass } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { oneOf } from '../../shell/search.ts';
import { inboxTabs } from './filters.ts';
import { InboxTable } from './InboxTable.tsx';
import { NoticesTab } from './NoticesTab.tsx';
import { mineQuery, unreadQuery, waitingQuery } from './queries.ts';

const route = getRouteApi('/$org/inbox');

/** What waits for the reader, what the reader waits for, and what the reader was told. */
export function InboxPage() {
  const org = useOrg();
  const { tab = 'waiting' } = route.useSearch();
  const navigate = route.useNavigate();
  const waiting = useQuery(waitingQuery).data?.total;
  const unread = useQuery(unreadQuery).data?.unread;
  return (
    <Page
      title="Inbox"
      below="What waits for you, the riskiest first, then the longest waiting"
      actions={
        <Link to="/$org/notice-settings" params={{ org }} className={buttonClass('secondary')}>
          Notices by e-mail
        </Link>
      }
    >
      <Tabs
        label="Inbox"
        value={tab}
        onChange={(next) => {
          const chosen = oneOf(next, inboxTabs) ?? 'waiting';
          void navigate({ search: chosen === 'waiting' ? {} : { tab: chosen }, replace: true });
        }}
        tabs={[
          { value: 'waiting', label: 'Waits for me', count: waiting ?? undefined, content: <WaitingTab /> },
          { value: 'mine', label: 'Mine', content: <MineTab /> },
          { value: 'notices', label: 'Notices', count: unread, content: <NoticesTab /> },
        ]}
      />
    </Page>
  );
}

function WaitingTab() {
  const org = useOrg();
  const waiting = useQuery(waitingQuery);
  return (
    <Loaded query={waiting} skeleton={<Skeleton rows={8} height={48} />}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState
            title="Nothing waits for you"
            action={
              <Link to="/$org/changes" params={{ org }} className={buttonClass('secondary')}>
                Look at all changes
              </Link>
            }
          >
            When a change needs your review, your approval or your publishing, it stands here.
          </EmptyState>
        ) : (
          <InboxTable label="Changes that wait for you" changes={items} />
        )
      }
    </Loaded>
  );
}

function MineTab() {
  const mine = useQuery(mineQuery);
  return (
    <Loaded query={mine} skeleton={<Skeleton rows={8} height={48} />}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="You have not proposed anything yet">
            Open a prompt in a library, edit it, and choose “Propose change”.
          </EmptyState>
        ) : (
          <InboxTable mine label="Changes that you opened" changes={items} />
        )
      }
    </Loaded>
  );
}
