import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg, useSession } from '../../access/session.ts';
import { get, withQuery } from '../../api/client.ts';
import type { Execution, ExecutionDetail, List } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { FormProblem } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { typedOf } from '../../libraries/variables.ts';
import { executionPath } from '../queries.ts';
import { ExecutionStatus } from '../status.tsx';

const earlierQuery = (prompt: string, principal: string) =>
  queryOptions({
    queryKey: ['executions', 'earlier', prompt, principal],
    queryFn: ({ signal }) =>
      get<List<Execution>>(withQuery('/api/v1/executions', { prompt, principal, limit: 8 }), signal),
    // One that was stopped has its outcome a moment later.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'running') === true ? 1_000 : false,
  });

type Props = { prompt: string; onFill: (typed: Record<string, string>) => void };

/** What I ran of this prompt before; one click fills the form with what it ran on. */
export function EarlierRuns({ prompt, onFill }: Props) {
  const org = useOrg();
  const me = useSession().principal.id;
  const runs = useQuery(earlierQuery(prompt, me)).data?.items ?? [];
  const fill = useMutation({
    mutationFn: (execution: string) => get<ExecutionDetail>(executionPath(execution)),
    onSuccess: ({ variables }) => onFill(typedOf(variables)),
  });
  if (runs.length === 0) return null;
  return (
    <section aria-label="My earlier runs" className="min-w-0">
      <h3 className="mb-2 font-medium">My earlier runs</h3>
      <FormProblem error={fill.error} />
      <ul className="divide-line divide-y rounded-md border">
        {runs.map(({ id, at, status, prompt: ran, model, erased }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-sm">
            <Link to="/$org/executions/$execution" params={{ org, execution: id }} className="text-link">
              <Time at={at} />
            </Link>
            <span className="text-ink-soft min-w-0 flex-1 truncate text-xs">
              {ran?.version == null ? 'not published' : `v${ran.version}`}, {model}
            </span>
            <ExecutionStatus status={status} />
            <Button
              small
              aria-label="Fill in what this ran on"
              busy={fill.isPending && fill.variables === id}
              disabledBecause={erased === null ? null : 'What it ran on was erased.'}
              onClick={() => fill.mutate(id)}
            >
              Fill in
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
