import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import { FormProblem, Skeleton } from '../../design/states.tsx';
import { relativeTime } from '../../design/time.ts';
import { libraryQuery } from '../../libraries/queries.ts';
import { looks } from './look.ts';
import { type Asked, runQuery, runsQuery, startRun, type Wanted } from './queries.ts';
import { RunResult } from './RunResult.tsx';

type Props = {
  wanted: Wanted;
  asked: Asked;
  /** Stands before the button: what else is chosen. */
  choice?: ReactNode;
  /** Why it cannot be run now; null when it can. */
  notBecause: string | null;
  /** Said where nothing ran yet. */
  children: ReactNode;
  /** Once a run has ended. */
  onEnded?: () => void;
};

/** Runs evaluations, and shows the newest run or an earlier one. It goes on when this page is left. */
export function RunPanel({ wanted, asked, choice, notBecause, children, onEnded }: Props) {
  const client = useQueryClient();
  const permissions = useQuery(libraryQuery(wanted.library)).data?.permissions;
  const mayList = permissions?.includes('evaluation.list') === true;
  const runs = useQuery({ ...runsQuery(wanted), enabled: mayList });
  const [chosen, setChosen] = useState<string | null>(null);
  const items = runs.data?.items ?? [];
  const shown = chosen ?? items[0]?.id ?? null;
  const state = useQuery({ ...runQuery(shown ?? ''), enabled: shown !== null }).data?.state;
  const start = useMutation({
    mutationFn: () => startRun(asked),
    onSuccess: async ({ id }) => {
      setChosen(id);
      await client.invalidateQueries({ queryKey: ['evaluations', 'list'] });
    },
  });
  const startedHere = start.data?.id === shown;
  useEffect(() => {
    if (!startedHere || state === undefined || state === 'running') return;
    void client.invalidateQueries({ queryKey: ['executions'] });
    onEnded?.();
  }, [startedHere, state, client, onEnded]);
  const mayNot =
    permissions !== undefined && !permissions.includes('evaluation.run')
      ? 'Those who work on this library run its evaluations. Ask an administrator for such a role.'
      : notBecause;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-end gap-3">
        {choice}
        <Button
          look="primary"
          icon={<Play size={15} aria-hidden />}
          busy={start.isPending || state === 'running'}
          disabledBecause={mayNot}
          onClick={() => start.mutate()}
        >
          {state === 'running' ? 'Running…' : 'Run evaluations'}
        </Button>
        {items.length > 1 && (
          <div className="ml-auto w-60">
            <Select
              label="Run"
              labelHidden
              value={shown ?? ''}
              options={items.map((one) => ({
                value: one.id,
                label: `${relativeTime(new Date(one.startedAt), new Date())}, ${looks[one.state].word}`,
              }))}
              onChange={(event) => setChosen(event.target.value)}
            />
          </div>
        )}
      </div>
      <FormProblem error={start.error} />
      {permissions === undefined || (mayList && runs.isPending) ? (
        <Skeleton rows={2} height={56} />
      ) : shown === null ? (
        <p className="text-ink-soft max-w-prose leading-relaxed">{children}</p>
      ) : (
        <RunResult run={shown} />
      )}
    </div>
  );
}
