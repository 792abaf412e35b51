import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Execution, ExecutionContent } from '../../api/types.ts';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { duration } from '../../design/time.ts';
import { LockedContent } from '../LockedContent.tsx';
import { Output } from '../Output.tsx';
import { executionQuery } from '../queries.ts';
import { ExecutionStatus } from '../status.tsx';
import { Bubble } from './Bubble.tsx';
import { addedIn } from './turns.ts';

/** What one turn adds, and its answer. `from`: the turn that it went on from, where that is not the one above. */
export function Turn({
  org,
  execution,
  number,
  from,
  read,
  onRead,
}: {
  org: string;
  execution: Execution;
  number: number;
  from: number | null;
  read: ExecutionContent | undefined;
  onRead: (content: ExecutionContent) => void;
}) {
  const query = useQuery(executionQuery(execution.id));
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
          const shown = read === undefined ? detail : { ...detail, ...read, contentLocked: false };
          if (shown.contentLocked) return <LockedContent execution={execution.id} onRead={onRead} />;
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
