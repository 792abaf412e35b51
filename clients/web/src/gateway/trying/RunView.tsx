import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOrg } from '../../access/session.ts';
import type { HeldCall, WordSpan } from '../../api/types.ts';
import { count, money } from '../../design/money.ts';
import { Facts } from '../../design/Page.tsx';
import { duration } from '../../design/time.ts';
import { MarkedText } from '../../libraries/comparing/MarkedText.tsx';
import type { Executed } from '../run.ts';
import { Scores } from '../Scores.tsx';
import { ExecutionStatus, VerdictStatus } from '../status.tsx';
import { Refused } from './Refused.tsx';
import type { Run } from './use-runs.ts';

type Props = {
  run: Run;
  /** Where it differs from the first column. */
  words: readonly WordSpan[];
  /** The only answer on the page: one key rates it. */
  alone: boolean;
  /** What one can do with an answer that is complete. */
  actions?: ReactNode;
};

/** One run: its answer while it is made, then how it went, at what cost, and its record. */
export function RunView({ run, words, alone, actions }: Props) {
  const { state, text, executed, held, error, execution } = run;
  return (
    <div className="flex min-w-0 flex-col gap-4" aria-busy={state === 'running'}>
      {state === 'running' && text === '' && (
        <div role="status" aria-label="Running" className="skeleton h-40" />
      )}
      {state === 'refused' && <Refused error={error} />}
      {held !== null && <HeldNote held={held} />}
      {text !== '' && executed?.problem == null && (
        <div className="card p-4 text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
          <MarkedText text={text} words={words} tone="bg-added-strong" />
        </div>
      )}
      {state === 'stopped' && (
        <p role="status" className="bg-warn-soft text-warn rounded-md px-3 py-2 leading-relaxed">
          You stopped it. A model that was asked already was told so; the record says what is known of it.
        </p>
      )}
      {executed !== null && <Ended executed={executed} />}
      {execution !== null && state !== 'running' && <RecordLink execution={execution} />}
      {executed?.status === 'succeeded' && actions}
      {executed?.status === 'succeeded' && (
        <Scores execution={executed.id} output={executed.output?.text ?? null} keys={alone} />
      )}
    </div>
  );
}

function RecordLink({ execution }: { execution: string }) {
  const org = useOrg();
  return (
    <Link to="/$org/executions/$execution" params={{ org, execution }} className="text-link self-start">
      Open the record of this execution
    </Link>
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

function Ended({ executed }: { executed: Executed }) {
  const { output, problem, usage, costMicroUsd, durationMs, call } = executed;
  return (
    <>
      {problem !== null && (
        <div className="card border-bad p-4 leading-relaxed">
          {problem.detail} <code className="text-ink-faint font-mono text-xs">{problem.code}</code>
        </div>
      )}
      {problem === null && output?.text === '' && (
        <p className="text-ink-soft">The model answered nothing.</p>
      )}
      <Facts
        facts={[
          ['Status', <ExecutionStatus key="status" status={executed.status} />],
          ['Verdict', <VerdictStatus key="verdict" decision={executed.verdict.decision} />],
          ['Model', executed.modelAnswered ?? executed.model],
          [
            'Tokens',
            usage === null ? 'unknown' : `${count(usage.inputTokens)} in, ${count(usage.outputTokens)} out`,
          ],
          ['Cost', costMicroUsd === null ? 'unknown' : money(costMicroUsd)],
          ['Took', tookText(durationMs, call?.firstByteMs ?? null)],
        ]}
      />
    </>
  );
}

function tookText(durationMs: number | null, firstByteMs: number | null): string {
  if (durationMs === null) return 'unknown';
  const whole = duration(durationMs);
  return firstByteMs === null ? whole : `${whole}, first word after ${duration(firstByteMs)}`;
}
