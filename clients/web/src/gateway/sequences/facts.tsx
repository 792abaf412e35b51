import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { ExecutionDetail } from '../../api/types.ts';
import { Digest } from '../../design/Digest.tsx';

/** The trace of an execution, and where in it. */
export function TraceFact({ execution: { trace } }: { execution: ExecutionDetail }) {
  const org = useOrg();
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link to="/$org/executions/traces/$trace" params={{ org, trace: trace.id }} className="text-link">
        {trace.parent === null ? 'begun here' : 'as part of another call'}
      </Link>
      <Digest value={trace.id} />
    </span>
  );
}

/** The conversation that an execution is a turn of, and the turns beside it. */
export function ConversationFact({ execution }: { execution: ExecutionDetail }) {
  const org = useOrg();
  const { conversation, turnBefore, turnsAfter } = execution;
  if (conversation === null) return null;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Link
        to="/$org/executions/conversations/$conversation"
        params={{ org, conversation }}
        className="text-link"
      >
        read it whole
      </Link>
      {turnBefore !== null && (
        <Link to="/$org/executions/$execution" params={{ org, execution: turnBefore }} className="text-link">
          turn before
        </Link>
      )}
      {turnsAfter.map((turn, at) => (
        <Link
          key={turn}
          to="/$org/executions/$execution"
          params={{ org, execution: turn }}
          className="text-link"
        >
          {turnsAfter.length === 1 ? 'turn after' : `turn after (${at + 1})`}
        </Link>
      ))}
    </span>
  );
}

/** The execution that this one was given the content of: a judge's. */
export function AboutFact({ about }: { about: string }) {
  const org = useOrg();
  return (
    <Link to="/$org/executions/$execution" params={{ org, execution: about }} className="text-link">
      the answer that was judged
    </Link>
  );
}
