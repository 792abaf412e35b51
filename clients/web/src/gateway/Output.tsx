import type { ExecutionDetail } from '../api/types.ts';

/** What came out, or why nothing did. */
export function Output({ execution }: { execution: ExecutionDetail }) {
  const { output, problem, status } = execution;
  if (problem !== null)
    return (
      <>
        <div className="card border-bad p-4">
          <p className="leading-relaxed">{problem.detail}</p>
          <p className="text-ink-faint mt-1 font-mono text-xs">{problem.code}</p>
        </div>
        {problem.code === 'execution.stopped' && output !== null && output.text !== '' && (
          <div className="card mt-3 p-4">
            <p className="text-ink-soft mb-2 text-xs font-medium">What came out until then</p>
            <p className="text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">{output.text}</p>
          </div>
        )}
      </>
    );
  if (output?.text !== null && output?.text !== undefined)
    return (
      <div className="card p-4 text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">{output.text}</div>
    );
  const why = {
    running: 'The model is still working. This page follows it.',
    unknown:
      'The server stopped before the outcome was known. Whether the model answered cannot be told; no answer was released.',
    failed: 'Nothing came out.',
    refused: 'It was refused, and nothing was called.',
    stopped: 'It was broken off: what it ran was recalled, or whoever ran it stopped it.',
    succeeded: execution.erased !== null ? 'What came out was erased.' : 'What came out is not shown to you.',
  };
  return <div className="card text-ink-soft p-4">{why[status]}</div>;
}
