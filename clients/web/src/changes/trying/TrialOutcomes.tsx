import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { AssetChange, WordSpan } from '../../api/types.ts';
import { isAlike } from '../../gateway/trying/alike.ts';
import { Refused } from '../../gateway/trying/Refused.tsx';
import { SaveCase } from '../../gateway/trying/SaveCase.tsx';
import type { Run } from '../../gateway/trying/use-runs.ts';
import { MarkedText } from '../../libraries/comparing/MarkedText.tsx';
import { wordSpans } from '../../libraries/comparing/word-diff.ts';
import { isOther } from './sides.ts';
import { TrialTable } from './TrialTable.tsx';
import type { useTrial } from './use-trial.ts';

/** What came out of both versions: the answers side by side, then tokens, cost and time, each with the record of its execution. */
export function TrialOutcomes({ trial, asset }: { trial: ReturnType<typeof useTrial>; asset: AssetChange }) {
  const { base, head, sides } = trial;
  if (base.state === 'idle' && head.state === 'idle') return null;
  const before = base.text;
  const after = head.text;
  const words = trial.isRunning ? { before: [], after: [] } : wordSpans(before, after);
  const isMarked =
    before !== '' && after !== '' && isAlike(before, words.before) && isAlike(after, words.after);
  return (
    <section aria-label="What comes out" aria-live="polite" aria-busy={trial.isRunning} className="min-w-0">
      <h4 className="mb-3 font-medium">What comes out</h4>
      <div className="grid grid-cols-1 gap-3 md:grid-cols-2">
        {sides.base !== null && (
          <Answer
            title="published version answers"
            run={base}
            words={isMarked ? words.before : []}
            tone="bg-removed-strong"
            isOther={isOther(base.executed, asset.base)}
          />
        )}
        {sides.head !== null && (
          <Answer
            title="proposed version answers"
            run={head}
            words={isMarked ? words.after : []}
            tone="bg-added-strong"
            isOther={isOther(head.executed, asset.head)}
          />
        )}
      </div>
      {!trial.isRunning && head.executed?.status === 'succeeded' && trial.branch !== null && (
        <div className="mt-3">
          <SaveCase
            library={trial.library}
            name={asset.path.replace(/\.prompt$/, '')}
            at={trial.branch}
            vars={head.variables}
          />
        </div>
      )}
      {!trial.isRunning && <TrialTable base={base.executed ?? undefined} head={head.executed ?? undefined} />}
      <h4 className="mt-6 -mb-3 font-medium">What goes in</h4>
    </section>
  );
}

const Answer = ({
  title,
  run,
  words,
  tone,
  isOther,
}: {
  title: string;
  run: Run;
  words: readonly WordSpan[];
  tone: string;
  isOther: boolean;
}) => (
  <div className="min-w-0 rounded-md border">
    <p className="bg-sunken text-ink-soft rounded-t-md border-b px-3 py-1 text-xs font-medium">{title}</p>
    <div className="flex flex-col gap-2 px-3 py-2.5">
      {run.state === 'running' && run.text === '' && (
        <div role="status" aria-label="Running" className="skeleton h-24" />
      )}
      {run.state === 'refused' && <Refused error={run.error} />}
      {run.held !== null && <p className="leading-relaxed">{run.held.detail}</p>}
      <Text run={run} words={words} tone={tone} />
      {run.state === 'stopped' && <p className="text-warn">You stopped it before it was complete.</p>}
      {isOther && (
        <p role="note" className="bg-warn-soft text-warn rounded px-2 py-1.5 leading-relaxed">
          This ran other bytes than this page shows: it has moved on meanwhile. Load the page anew, then run
          again.
        </p>
      )}
    </div>
  </div>
);

function Text({ run, words, tone }: { run: Run; words: readonly WordSpan[]; tone: string }) {
  const org = useOrg();
  const problem = run.executed?.problem ?? null;
  return (
    <>
      {problem !== null ? (
        <p className="text-bad leading-relaxed">
          {problem.detail} <code className="font-mono text-xs">{problem.code}</code>
        </p>
      ) : (
        run.text !== '' && (
          <p className="text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
            <MarkedText text={run.text} words={words} tone={tone} />
          </p>
        )
      )}
      {run.execution !== null && run.state !== 'running' && (
        <Link
          to="/$org/executions/$execution"
          params={{ org, execution: run.execution }}
          className="text-link text-xs"
        >
          Record of this execution
        </Link>
      )}
    </>
  );
}
