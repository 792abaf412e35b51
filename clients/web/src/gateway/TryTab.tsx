import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useOrg } from '../access/session.ts';
import type { Asset, HeldCall } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { count, money } from '../design/money.ts';
import { Facts } from '../design/Page.tsx';
import { EmptyState, FormProblem } from '../design/states.tsx';
import { duration } from '../design/time.ts';
import { VariablesForm } from '../libraries/VariablesForm.tsx';
import { emptyFields, fieldsOf, valuesOf, withoutInventedTexts } from '../libraries/variables.ts';
import { type Executed, runPrompt } from './run.ts';
import { ExecutionStatus, VerdictStatus } from './status.tsx';

/** Runs the published version, like any client would: governed, recorded, and with a link to the record. */
export function TryTab({ library, name, asset }: { library: string; name: string; asset: Asset }) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const inputs = asset.prompt?.inputs;
  const fields = useMemo(() => withoutInventedTexts(fieldsOf(inputs ?? [], [])), [inputs]);
  const { values, faults } = valuesOf(fields, typed);
  const empty = emptyFields(fields, typed);
  const run = useMutation({
    mutationFn: () => runPrompt(`${library}/${name}@production`, values),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['executions'] }),
  });
  if (asset.production === null)
    return (
      <EmptyState title="Nothing to run yet">
        Only what is published runs. Propose this prompt, have it approved, and it can be tried here.
      </EmptyState>
    );
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!run.isPending) run.mutate();
        }}
      >
        <h2 className="font-semibold">Version {asset.production}, live in production</h2>
        <VariablesForm
          fields={fields}
          typed={typed}
          faults={faults}
          onChange={(field, text) => setTyped({ ...typed, [field]: text })}
        />
        <p className="text-ink-soft text-sm">
          Runs on {asset.prompt?.model ?? 'no model'}, as the prompt says.
        </p>
        <div>
          <Button
            type="submit"
            look="primary"
            icon={<Play size={15} aria-hidden />}
            busy={run.isPending}
            disabledBecause={
              Object.keys(faults).length > 0
                ? 'Repair the marked variables first.'
                : empty.length > 0
                  ? `Fill in ${empty.join(', ')} first.`
                  : null
            }
          >
            {run.isPending ? 'Running…' : 'Run it'}
          </Button>
        </div>
      </form>
      <section aria-live="polite" aria-busy={run.isPending}>
        <h2 className="mb-3 font-semibold">What comes out</h2>
        {run.isError && <FormProblem error={run.error} />}
        {run.data !== undefined &&
          !run.isError &&
          ('object' in run.data ? <HeldNote held={run.data} /> : <Outcome execution={run.data} />)}
        {run.isPending && run.data === undefined && <div className="skeleton h-40" />}
        {run.isIdle && (
          <p className="text-ink-soft leading-relaxed">
            It is recorded like every execution: with you, this version, the verdict and the cost.
          </p>
        )}
      </section>
    </div>
  );
}

function HeldNote({ held }: { held: HeldCall }) {
  const org = useOrg();
  return (
    <div className="card flex flex-col gap-3 p-4 leading-relaxed">
      <p>A rule holds this call: an approver other than you looks at it before it runs.</p>
      <Link to="/$org/executions/holds/$hold" params={{ org, hold: held.id }} className="text-link">
        See how it stands
      </Link>
    </div>
  );
}

function Outcome({ execution }: { execution: Executed }) {
  const org = useOrg();
  const { output, problem, usage, costMicroUsd, durationMs } = execution;
  return (
    <div className="flex flex-col gap-4">
      {problem === null ? (
        <div className="card p-4 text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
          {output?.text ?? ''}
        </div>
      ) : (
        <div className="card border-bad p-4 leading-relaxed">
          {problem.detail} <code className="text-ink-faint font-mono text-xs">{problem.code}</code>
        </div>
      )}
      <Facts
        facts={[
          ['Status', <ExecutionStatus key="status" status={execution.status} />],
          ['Verdict', <VerdictStatus key="verdict" decision={execution.verdict.decision} />],
          ['Model', execution.modelAnswered ?? execution.model],
          [
            'Tokens',
            usage === null ? 'unknown' : `${count(usage.inputTokens)} in, ${count(usage.outputTokens)} out`,
          ],
          ['Cost', costMicroUsd === null ? 'unknown' : money(costMicroUsd)],
          ['Took', durationMs === null ? 'unknown' : duration(durationMs)],
        ]}
      />
      <Link to="/$org/executions/$execution" params={{ org, execution: execution.id }} className="text-link">
        Open the record of this execution
      </Link>
    </div>
  );
}
