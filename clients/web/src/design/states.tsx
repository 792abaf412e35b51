import type { UseQueryResult } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem, sentenceOf } from '../api/problem.ts';
import { Button } from './Button.tsx';
import { Digest } from './Digest.tsx';

/** Nothing here yet: says so, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="card border-dashed px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children && <p className="text-ink-soft mx-auto mt-1.5 max-w-prose leading-relaxed">{children}</p>}
      {action && <div className="mt-4 flex justify-center gap-2">{action}</div>}
    </div>
  );
}

/** A refusal or a failure: what happened, what to do next, and what to quote when asking for help. What does not exist is not tried again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <div role="alert" className="card px-6 py-8">
      <div className="flex gap-3">
        <TriangleAlert size={20} aria-hidden className="text-warn mt-0.5 shrink-0" />
        <div className="min-w-0">
          <p className="font-medium">{problem?.message ?? 'Something went wrong'}</p>
          <p className="text-ink-soft mt-1 max-w-prose leading-relaxed">{sentenceOf(error)}</p>
          {problem !== null && (
            <p className="text-ink-faint mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
              <code className="font-mono">{problem.code}</code>
              {problem.request !== null && (
                <span className="inline-flex items-center gap-1">
                  request <Digest value={problem.request} length={14} />
                </span>
              )}
            </p>
          )}
          {onRetry !== undefined && problem?.status !== 404 && (
            <div className="mt-4">
              <Button onClick={onRetry}>Try again</Button>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** A refusal inside a form: the form keeps what was typed. */
export function FormProblem({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <div role="alert" className="border-bad bg-bad-soft text-bad rounded-md border px-3 py-2 leading-relaxed">
      {sentenceOf(error)}
      {problem?.faults.map((fault) => (
        <p key={`${fault.line}:${fault.code}:${fault.message}`} className="mt-1 text-xs">
          {fault.line === null ? '' : `Line ${fault.line}: `}
          {fault.message}
        </p>
      ))}
      {problem !== null && <p className="mt-1 font-mono text-xs">{problem.code}</p>}
    </div>
  );
}

/** Gray bars in the shape of what is coming, at its height, so that nothing jumps. */
export function Skeleton({ rows = 5, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bars have no identity but their place
        <div key={row} className="skeleton" style={{ height }} />
      ))}
    </div>
  );
}

/** What every page does with a question to the API: skeleton, refusal with a way on, or the answer. */
export function Loaded<Answer>({
  query,
  skeleton,
  children,
}: {
  query: UseQueryResult<Answer>;
  skeleton?: ReactNode;
  children: (answer: Answer) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return skeleton ?? <Skeleton />;
}
