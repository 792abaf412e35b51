import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../access/session.ts';
import type { Execution, ExecutionContent, SequenceDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Digest } from '../../design/Digest.tsx';
import { money } from '../../design/money.ts';
import { Page } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { ReasonDialog } from '../LockedContent.tsx';
import { promptText } from '../prompt-text.ts';
import { sequenceQuery } from './queries.ts';
import { Turn } from './Turn.tsx';

const route = getRouteApi('/$org/executions/conversations/$conversation');

/** What was said, turn by turn, each turn an execution with its own record. */
export function ConversationPage() {
  const { org, conversation } = route.useParams();
  const query = useQuery(sequenceQuery('conversations', conversation));
  const found = query.data;
  return (
    <Page
      title="Conversation"
      heading={found === undefined ? 'Conversation' : promptText(found.first)}
      above={
        <Link to="/$org/executions/conversations" params={{ org }} className="text-link">
          Conversations
        </Link>
      }
      below={found !== undefined && <Sums conversation={found} />}
    >
      <Loaded query={query} skeleton={<Skeleton rows={4} height={140} />}>
        {({ items }) => <Turns org={org} items={items} />}
      </Loaded>
    </Page>
  );
}

function Turns({ org, items }: { org: string; items: readonly Execution[] }) {
  // What somebody gave a reason for is on this page until they leave it.
  const [read, setRead] = useState<ReadonlyMap<string, ExecutionContent>>(new Map());
  const [asking, setAsking] = useState(false);
  const me = useSession().principal.id;
  const unread = items.filter(
    ({ id, principal, erased, status }) =>
      principal.id !== me && erased === null && status !== 'refused' && !read.has(id),
  );
  const onRead = (id: string, content: ExecutionContent) =>
    setRead((before) => new Map([...before, [id, content]]));
  return (
    <>
      {unread.length > 1 && (
        <p className="mx-auto mb-6 flex max-w-3xl justify-end">
          <Button onClick={() => setAsking(true)}>Read all {unread.length} turns…</Button>
        </p>
      )}
      {asking && (
        <ReasonDialog
          executions={unread.map(({ id }) => id)}
          onRead={onRead}
          onClose={() => setAsking(false)}
        />
      )}
      <ol aria-label="Turns" className="mx-auto flex max-w-3xl flex-col gap-8">
        {items.map((execution, at) => (
          <li key={execution.id}>
            <Turn
              org={org}
              execution={execution}
              number={at + 1}
              from={branchOf(items, at)}
              read={read.get(execution.id)}
              onRead={(content) => onRead(execution.id, content)}
            />
          </li>
        ))}
      </ol>
    </>
  );
}

const Sums = ({ conversation }: { conversation: SequenceDetail }) => (
  <>
    <span className="inline-flex items-center gap-1">
      by <PersonName person={conversation.first.principal} />
    </span>
    <span>
      {conversation.executions}
      {conversation.more && '+'} {conversation.executions === 1 ? 'turn' : 'turns'}
    </span>
    {conversation.costMicroUsd !== null && <span>{money(conversation.costMicroUsd)}</span>}
    <Time at={conversation.startedAt} />
    <Digest value={conversation.id} length={16} />
  </>
);

/** The number of the turn that one went on from, where it is not the one above it. */
function branchOf(items: readonly Execution[], at: number): number | null {
  const before = items[at]?.turnBefore;
  if (before == null || items[at - 1]?.id === before) return null;
  const place = items.findIndex(({ id }) => id === before);
  return place < 0 ? null : place + 1;
}
