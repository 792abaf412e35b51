import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Execution, ExecutionContent, SequenceDetail } from '../../api/types.ts';
import { Digest } from '../../design/Digest.tsx';
import { money } from '../../design/money.ts';
import { Page } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { duration } from '../../design/time.ts';
import { LockedContent } from '../LockedContent.tsx';
import { Output } from '../Output.tsx';
import { promptText } from '../prompt-text.ts';
import { executionQuery } from '../queries.ts';
import { ExecutionStatus } from '../status.tsx';
import { Bubble } from './Bubble.tsx';
import { sequenceQuery } from './queries.ts';
import { addedIn } from './turns.ts';

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
        {({ items }) => (
          <ol aria-label="Turns" className="mx-auto flex max-w-3xl flex-col gap-8">
            {items.map((execution, at) => (
              <li key={execution.id}>
                <Turn org={org} execution={execution} number={at + 1} from={branchOf(items, at)} />
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Page>
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

function Turn({
  org,
  execution,
  number,
  from,
}: {
  org: string;
  execution: Execution;
  number: number;
  from: number | null;
}) {
  const query = useQuery(executionQuery(execution.id));
  // What somebody gave a reason for is on this page until they leave it.
  const [read, setRead] = useState<ExecutionContent | null>(null);
  return (
    <article aria-label={`Turn ${number}`}>
      <p className="text-ink-faint mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <Link
          to="/$org/executions/$execution"
          params={{ org, execution: execution.id }}
          className="text-link"
        >
          Turn {number}
        </Link>
        <Time at={execution.at} />
        <span>{execution.modelAnswered ?? execution.model}</span>
        {execution.durationMs !== null && <span>{duration(execution.durationMs)}</span>}
        {execution.status !== 'succeeded' && <ExecutionStatus status={execution.status} />}
        {from !== null && <span>asked again from turn {from}</span>}
      </p>
      <Loaded query={query} skeleton={<Skeleton rows={2} height={56} />}>
        {(detail) => {
          const shown = read === null ? detail : { ...detail, ...read, contentLocked: false };
          if (shown.contentLocked) return <LockedContent execution={execution.id} onRead={setRead} />;
          return (
            <div className="flex flex-col gap-3">
              {shown.contentShown &&
                addedIn(shown.messages).map((message, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
                  <Bubble key={place} message={message} />
                ))}
              <Output execution={shown} />
            </div>
          );
        }}
      </Loaded>
    </article>
  );
}
